import { randomUUID } from 'node:crypto';
import { type Bundle, type BundledPolicy, clusterPrefix } from '#libs/advisor';
import type { Area, Reach } from '#libs/persistence';
import { InvalidError } from '#libs/platform';
import { bytewise } from '#libs/psp';
import {
  areasOfScope,
  areasOfWorkloads,
  type EvidenceWindow,
  type InventorySource,
  type KubernetesDocument,
  kubernetesDocument,
  type ManifestsIn,
  type Proposal,
  proposal,
  type ProfileSource,
  scope,
  type SimulatedPolicy,
  type SimulatedWorkload,
  unknownOfScope,
} from '#libs/simulations';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { requireAreas } from '../auth/index.js';
import { Computations, ManifestTexts } from '../computations/index.js';
import { INVENTORY_SOURCE, PROFILE_SOURCE } from '../sources/index.js';
import { bundleInputOf, generateOptions } from './generate-request.js';
import { type PolicyContent, PolicyStore } from './policy-store.js';
import { requireDistinctNames } from './resolve-policies.js';
import { readSources, workloadSources } from './workload-sources.js';

const { manifests } = workloadSources.shape;
const workload = scope.shape.workloads.unwrap().element;

/** What to generate policies from, and how: a part of other requests. */
export const generateInput = z
  .strictObject({
    workload: workload.optional().meta({ description: 'A workload of the inventory.' }),
    scope: scope.strict().optional().meta({ description: 'Workloads of the inventory, at most 500.' }),
    manifests,
    ...generateOptions.omit({ cluster: true, namespace: true, save: true, grants: true, byProducts: true })
      .shape,
  })
  .refine(
    (input) =>
      [input.workload, input.scope, input.manifests].filter((each) => each !== undefined).length <= 1,
    'of `workload`, `scope` and `manifests` at most one may be given',
  );
export type GenerateInput = z.infer<typeof generateInput>;

/** Where the workloads come from that a request names, or else those that it is about anyway. */
export type GenerateSources = Pick<GenerateInput, 'scope' | 'manifests'> & {
  /** Where the manifests stand in the body. */
  readonly pointer: string;
};

/** Policies that were generated and are yet to be stored. */
export interface GeneratedPolicies {
  /** For each cluster with a workload. */
  readonly bundles: readonly ClusterBundle[];
  /** Where the workloads are that they tell of. */
  readonly areas: readonly Area[];
  /** The RBAC objects that let the right service accounts use them. */
  readonly grants: readonly KubernetesDocument[];
}

/** Policies as they were stored. */
export interface StoredBundle {
  readonly policies: readonly SimulatedPolicy[];
  /** The same by cluster, and what else is proposed. */
  readonly proposals: readonly Proposal[];
}

/** What was generated for one cluster. */
interface ClusterBundle {
  readonly cluster: string;
  readonly bundle: Bundle;
}

/** Generates least-privilege policies, and stores each as a revision. */
@Injectable()
export class PolicyGenerator {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PolicyStore) private readonly policies: PolicyStore,
    @Inject(Computations) private readonly computations: Computations,
    @Inject(ManifestTexts) private readonly texts: ManifestTexts,
    @Inject(INVENTORY_SOURCE) private readonly inventory: InventorySource,
    @Inject(PROFILE_SOURCE) private readonly profiles: ProfileSource,
  ) {}

  /**
   * Stores nothing. Throws `InvalidError` (422) for sources that don't exist or of which no pod can be admitted,
   * `TooLargeError` (413), and `ForbiddenError` (403) for what the caller does not reach. `reach`: where they may come
   * from. `beside`: the policies that go with them, whose names must be other ones.
   */
  async generate(
    options: GenerateInput,
    sources: GenerateSources & ManifestsIn & { readonly window: EvidenceWindow | undefined },
    { reach, beside }: { readonly reach: Reach; readonly beside: readonly SimulatedPolicy[] },
  ): Promise<GeneratedPolicies> {
    await this.requireKnown(sources, reach);
    const workloads = await readSources(
      { inventory: this.inventory, texts: this.texts },
      reach,
      sources,
      sources.pointer,
    );
    const bundles = await this.bundlesOf(options, sources, workloads);
    const generated = bundles.flatMap(({ bundle }) => bundle.policies);
    if (generated.length === 0) throw nothingGenerated(bundles);
    requireDistinctNames([...beside, ...generated], '/generate');
    return {
      bundles,
      areas: areasOfWorkloads(workloads.map((each) => each.workload)),
      grants: generated.flatMap((each) => z.array(kubernetesDocument).parse(each.grants)),
    };
  }

  /**
   * Stores them in the project in which the caller makes things, within a transaction. A policy that was generated before
   * gets another revision, if it has become another one. Throws `ConflictError` (409) where one of that name was written
   * by hand.
   */
  async store(
    transaction: EntityManager,
    reach: Reach,
    { bundles }: GeneratedPolicies,
    made: { readonly by: string; readonly at: Date },
  ): Promise<StoredBundle> {
    const contents = bundles
      .flatMap(({ bundle }) => bundle.policies)
      .map((each) => ({ id: randomUUID(), name: each.name, content: contentOf(each) }));
    const policies = await this.policies.reviseGenerated(transaction, reach, contents, made);
    return { policies, proposals: bundles.map((each) => proposalOf(each, policies)) };
  }

  /** A bundle for each cluster, whose name is in those of its policies: they are stored side by side. */
  private async bundlesOf(
    options: GenerateInput,
    {
      cluster: ofManifests,
      namespace,
      window,
    }: ManifestsIn & { readonly window: EvidenceWindow | undefined },
    workloads: readonly SimulatedWorkload[],
  ): Promise<readonly ClusterBundle[]> {
    const asked = generateOptions.parse({ ...options, cluster: ofManifests, namespace });
    const byCluster = Map.groupBy(workloads, ({ workload: { cluster } }) => cluster);
    const bundles: ClusterBundle[] = [];
    for (const [cluster, own] of [...byCluster].toSorted(([a], [b]) => bytewise(a, b))) {
      const references = own.map((each) => each.workload);
      const profiles =
        options.basis === 'runtime' ? await this.profiles.profilesOf(references, window) : new Map();
      const prefix = clusterPrefix(cluster);
      const namePrefix = asked.namePrefix === undefined ? prefix : `${asked.namePrefix}.${prefix}`;
      const request = { options: asked, window, shapes: own.flatMap((each) => each.shapes) };
      const input = { ...bundleInputOf(request, [...profiles.values()]), namePrefix };
      bundles.push({ cluster, bundle: await this.computations.run('generate', input) });
    }
    return bundles;
  }

  private async requireKnown(sources: GenerateSources, reach: Reach): Promise<void> {
    if (sources.scope === undefined) return;
    // First, or the answer would tell whether what is foreign is there.
    requireAreas(reach, areasOfScope(sources.scope), '/generate');
    const unknown = await unknownOfScope(this.dataSource, sources.scope);
    if (unknown.length === 0) return;
    throw new InvalidError('There is nothing to generate policies from.', {
      mistakes: unknown.map(({ detail }) => ({ pointer: '/generate', detail, code: 'not-in-inventory' })),
    });
  }
}

/** A generated policy as the content of a revision. */
export function contentOf({ generated: { policy, explanations }, workloads }: BundledPolicy): PolicyContent {
  return {
    document: kubernetesDocument.parse(policy),
    origin: 'generated',
    explanations,
    explainedAreas: areasOfWorkloads(workloads),
  };
}

function nothingGenerated(bundles: readonly ClusterBundle[]): InvalidError {
  const unsatisfiable = bundles.flatMap(({ bundle }) => bundle.unsatisfiable);
  return new InvalidError('No policy can admit what policies were to be generated from.', {
    mistakes: unsatisfiable.slice(0, 100).map((each) => ({
      pointer: '/generate',
      detail: `${each.workload.kind} ${each.workload.namespace}/${each.workload.name}, ${each.field}: ${each.detail}`,
      code: each.reason,
    })),
  });
}

function proposalOf({ cluster, bundle }: ClusterBundle, stored: readonly SimulatedPolicy[]): Proposal {
  const byName = new Map(stored.map((each) => [each.name, each]));
  return proposal.parse({
    ...bundle,
    cluster,
    grants: 'role',
    policies: bundle.policies.map(({ name, workloads, users, generated: { patches } }) => {
      const { id, revision } = byName.get(name) ?? {};
      return { id, name, revision, workloads, users, ...(patches !== undefined && { patches }) };
    }),
  });
}
