import { clusterName, plainText } from '#libs/events';
import { type ManifestDocument, parseLabelSelector, selectorMistake } from '#libs/kubernetes';
import type { Reach } from '#libs/persistence';
import { InvalidError, TooLargeError } from '#libs/platform';
import {
  areasOfScope,
  areasOfWorkloads,
  type InventorySource,
  kubernetesDocument,
  manifestMistakes,
  type ManifestsIn,
  manifestWorkloads,
  scope,
  type SimulatedWorkload,
} from '#libs/simulations';
import { z } from 'zod';
import { requireAreas } from '../auth/index.js';
import type { ManifestTexts } from '../computations/index.js';

/** A request is answered at once, so it must not keep the process busy for long. Larger scopes are simulated. */
const MOST_WORKLOADS = 500;

/** The cluster and namespace of manifests that don't say so themselves; also as query parameters. */
export const manifestsIn = z.object({
  cluster: clusterName
    .default('default')
    .meta({ description: 'The cluster that the manifests are meant for: its runtime profiles count.' }),
  namespace: plainText.max(63).default('default').meta({ description: 'Of manifests that name none.' }),
});

/** Workloads by manifest, from the inventory, or both. */
export const workloadSources = manifestsIn.extend({
  manifests: z
    .union([z.string(), z.array(kubernetesDocument).max(50_000)])
    .optional()
    .meta({ description: 'Manifests: YAML or JSON text, or a list of objects.' }),
  scope: scope.strict().optional().meta({ description: 'Workloads of the inventory.' }),
});
export type WorkloadSources = z.infer<typeof workloadSources>;

/**
 * The workloads that a request names; `pointer` is where its manifests stand in the body. A manifest stands in for the
 * workload of the inventory of the same name. Throws `InvalidError` (422), `TooLargeError` (413), and `ForbiddenError`
 * (403) for what the caller does not reach.
 */
export async function readSources(
  { inventory, texts }: { readonly inventory: InventorySource; readonly texts: ManifestTexts },
  reach: Reach,
  request: WorkloadSources,
  pointer = '/manifests',
): Promise<readonly SimulatedWorkload[]> {
  const { manifests } = request;
  const documents = manifests === undefined ? [] : await texts.given(manifests, pointer);
  const given = workloadsOfDocuments(reach, documents, pointer, request);
  if (request.scope !== undefined) requireAreas(reach, areasOfScope(request.scope), '/scope');
  const replaced = new Set(given.map(({ id }) => id));
  const ids = request.scope === undefined ? [] : await selected(inventory, request.scope);
  const others = ids.filter((id) => !replaced.has(id));
  requireModest(given.length + others.length);
  const workloads = [...given, ...(await inventory.readWorkloads(others))];
  if (workloads.length > 0) return workloads;
  throw new InvalidError('There is no workload to work on.', {
    mistakes: [{ pointer: '', detail: 'neither `manifests` nor `scope` holds a workload' }],
  });
}

/** The workloads among documents, checked. `pointer` is where these stand in the body. Throws as readSources does. */
export function workloadsOfDocuments(
  reach: Reach,
  documents: readonly ManifestDocument[],
  pointer: string,
  { cluster, namespace }: ManifestsIn,
) {
  const mistakes = manifestMistakes(documents, { cluster, namespace }, pointer);
  if (mistakes.length > 0) throw new InvalidError('The manifests are not valid.', { mistakes });
  const values = documents.map(({ value }) => value);
  const workloads = manifestWorkloads(values, { cluster, namespace });
  requireAreas(reach, areasOfWorkloads(workloads.map(({ workload }) => workload)), pointer);
  requireModest(workloads.length);
  return workloads;
}

function requireModest(count: number): void {
  if (count <= MOST_WORKLOADS) return;
  throw new TooLargeError(
    `At most ${MOST_WORKLOADS} workloads are worked on while you wait; ${count} were named.`,
  );
}

async function selected(inventory: InventorySource, asked: NonNullable<WorkloadSources['scope']>) {
  const selector = parseLabelSelector(asked.labelSelector ?? '');
  if (selector.ok) return inventory.selectWorkloads(asked);
  throw new InvalidError('The scope is not valid.', {
    mistakes: [{ pointer: '/scope/labelSelector', detail: selectorMistake(selector.error) }],
  });
}
