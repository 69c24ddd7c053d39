import { DEFAULT_THRESHOLDS, evidenceThresholds } from '#libs/advisor';
import { fieldMistakes, podCreators } from '#libs/inventory';
import { clusterName, plainText } from '#libs/events';
import { parseLabelSelector, rbacErrors, rbacKinds, selectorMistake } from '#libs/kubernetes';
import type { Area } from '#libs/persistence';
import { type InputMistake, InvalidError } from '#libs/platform';
import {
  evidenceWindow,
  grants,
  type KubernetesDocument,
  kubernetesDocument,
  areasOfScope,
  areasOfWorkloads,
  checkManifests,
  policySet,
  type Scope,
  scope,
  type SimulationOrder,
} from '#libs/simulations';
import { z } from 'zod';
import type { ManifestTexts } from '../computations/index.js';
import { generateInput, type GeneratedPolicies, policySelection } from '../policies/index.js';

const manifests = z.union([z.string(), z.array(kubernetesDocument).max(50_000)]).meta({
  description:
    'Manifests of any workload kind: YAML or JSON text, or a list of objects. Lists are taken apart.',
});

export const newSimulation = z
  .strictObject({
    name: plainText.min(1).max(253).optional(),
    policies: z.array(policySelection).min(1).max(100).optional().meta({
      description:
        'Stored policies, by id or by their labels, or ones that come along. May be left out with `generate`.',
    }),
    generate: generateInput.optional().meta({
      description:
        'Generate least-privilege policies first and store each as a revision: from a workload, a scope or manifests; if none is given, from those of the simulation.',
    }),
    policySet: policySet.default('only-these'),
    manifests: manifests.optional(),
    cluster: clusterName.optional().meta({
      description:
        'The cluster that the manifests are meant for: its runtime profiles and objects count. If absent: the only cluster in scope, else `default`.',
    }),
    namespace: plainText
      .max(63)
      .default('default')
      .meta({ description: 'The namespace of manifests that name none.' }),
    scope: scope.strict().optional().meta({
      description:
        'Workloads of the inventory. If absent: only the manifests; else what policies are generated from; else every workload.',
    }),
    continuous: z.boolean().default(false).meta({
      description:
        'It goes on after the first evaluation: what changes in inventory, runtime profiles, and policies (those without a `revision`) is evaluated again, until it is stopped.',
    }),
    grants: z
      .union([grants, z.literal('generated')])
      .default('all')
      .meta({
        description:
          'Who may use which policy. `all`: everybody every one; `cluster`: as the RBAC objects in the inventory say; `generated`: as the Roles and RoleBindings say that were generated with the policies.',
      }),
    podCreators: podCreators.optional(),
    window: evidenceWindow.optional(),
    thresholds: evidenceThresholds.partial().optional().meta({
      description: 'What evidence is worth (docs/evidence.md); what is left out is as by default.',
    }),
  })
  .refine(({ policies, generate }) => policies !== undefined || generate !== undefined, {
    path: ['policies'],
    message: 'there must be policies, or `generate`',
  })
  .refine((request) => request.grants !== 'generated' || request.generate !== undefined, {
    path: ['grants'],
    message: '`generated` needs `generate`',
  })
  .meta({ id: 'NewSimulation' });
export type NewSimulationRequest = z.infer<typeof newSimulation>;

/** What a request asks for beside policies, checked. */
export interface CheckedRequest {
  /** Grants that are yet to be generated are in it as none: see `withGrants`. */
  readonly order: SimulationOrder;
  readonly manifests: readonly KubernetesDocument[];
  /** What it tells of: profiles of the workloads of manifests count. */
  readonly areas: readonly Area[];
}

/** The order with the grants that were generated, if it is to have these. */
export function withGrants(
  order: SimulationOrder,
  request: NewSimulationRequest,
  generated: GeneratedPolicies | undefined,
): SimulationOrder {
  return request.grants === 'generated'
    ? { ...order, grants: { objects: [...(generated?.grants ?? [])] } }
    : order;
}

/** What policies are generated from: what `generate` names, else what is simulated. */
export function generateSources(request: NewSimulationRequest) {
  const { generate } = request;
  const pointer = generate?.manifests === undefined ? '/manifests' : '/generate/manifests';
  if (generate?.manifests !== undefined) return { manifests: generate.manifests, pointer };
  const named = generatedScope(request);
  if (named !== undefined) return { scope: named, pointer };
  const { manifests: own, scope: asked } = sourcesOf(request);
  return {
    ...(own === undefined ? {} : { manifests: own }),
    ...(asked.manifestsOnly === true ? {} : { scope: asked }),
    pointer,
  };
}

function generatedScope({ generate }: NewSimulationRequest): Scope | undefined {
  if (generate?.workload !== undefined) return { workloads: [generate.workload] };
  return generate?.scope;
}

/** What is simulated: as the request says, or what it generates policies from. */
function sourcesOf(request: NewSimulationRequest) {
  const given = request.manifests ?? (request.scope === undefined ? request.generate?.manifests : undefined);
  const otherwise = given === undefined ? (generatedScope(request) ?? {}) : { manifestsOnly: true };
  return { manifests: given, scope: request.scope ?? otherwise };
}

/** Checks everything that can be checked without looking anything up. Throws `InvalidError` (422). */
export async function checkRequest(
  texts: ManifestTexts,
  request: NewSimulationRequest,
): Promise<CheckedRequest> {
  const { manifests: given, scope: asked } = sourcesOf(request);
  const pointer = request.manifests === undefined ? '/generate/manifests' : '/manifests';
  const documents = given === undefined ? [] : await texts.given(given, pointer);
  const order: SimulationOrder = {
    policySet: request.policySet,
    scope: asked,
    grants: request.grants === 'generated' ? { objects: [] } : request.grants,
    ...(request.podCreators === undefined ? {} : { podCreators: request.podCreators }),
    ...(request.window === undefined ? {} : { window: request.window }),
    ...(request.thresholds === undefined
      ? {}
      : { thresholds: evidenceThresholds.parse({ ...DEFAULT_THRESHOLDS, ...request.thresholds }) }),
    manifestsIn: {
      cluster: request.cluster ?? onlyCluster(asked) ?? 'default',
      namespace: request.namespace,
    },
  };
  const read = checkManifests(documents, order.manifestsIn, pointer);
  const mistakes = [
    ...read.mistakes,
    ...scopeMistakes(order, documents.length),
    ...grantMistakes(order),
    ...thresholdMistakes(order),
  ];
  if (mistakes.length > 0) throw new InvalidError('The simulation is not valid.', { mistakes });
  const areas = [...areasOfScope(order.scope), ...areasOfWorkloads(read.workloads)];
  return { order, manifests: documents.map(({ value }) => value), areas };
}

function onlyCluster({ clusters }: Scope): string | undefined {
  return clusters?.length === 1 ? clusters[0] : undefined;
}

function scopeMistakes({ scope: asked }: SimulationOrder, manifestCount: number): readonly InputMistake[] {
  const mistakes: InputMistake[] = [];
  const selector = parseLabelSelector(asked.labelSelector ?? '');
  if (!selector.ok)
    mistakes.push({ pointer: '/scope/labelSelector', detail: selectorMistake(selector.error) });
  if (asked.manifestsOnly === true && manifestCount === 0) {
    mistakes.push({
      pointer: '/manifests',
      detail: 'there are no manifests, and the scope is nothing but them',
    });
  }
  return mistakes;
}

function grantMistakes({ grants: given }: SimulationOrder): readonly InputMistake[] {
  if (typeof given === 'string') return [];
  const mistakes = given.objects.flatMap((object, index) => {
    const pointer = `/grants/objects/${index}`;
    const { kind } = object;
    return typeof kind === 'string' && rbacKinds.includes(kind)
      ? fieldMistakes(rbacErrors(object), { pointer })
      : [{ pointer: `${pointer}/kind`, detail: `must be one of ${rbacKinds.join(', ')}` }];
  });
  return mistakes;
}

function thresholdMistakes({ thresholds }: SimulationOrder): readonly InputMistake[] {
  if (thresholds === undefined) return [];
  return (['Unseen', 'LossRatio'] as const).flatMap((of) => {
    const [strong, moderate] = [thresholds[`strong${of}`], thresholds[`moderate${of}`]];
    if (strong <= moderate) return [];
    const detail = `must not be greater than moderate${of}, which is ${moderate}`;
    return [{ pointer: `/thresholds/strong${of}`, detail }];
  });
}
