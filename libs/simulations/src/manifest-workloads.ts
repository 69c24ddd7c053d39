import { documentPointer, fieldMistakes, workloadNameErrors } from '#libs/inventory';
import { expandWorkload, type ManifestDocument, type WorkloadReference } from '#libs/kubernetes';
import { workloadId } from '#libs/persistence';
import type { InputMistake } from '#libs/platform';
import type { SimulatedWorkload } from './ports.js';
import type { KubernetesDocument, SimulationOrder } from './simulation-order.js';

/** A workload that came with the request: where its document stands in it, and its id. */
export interface ManifestWorkload extends SimulatedWorkload {
  readonly position: number;
  readonly id: string;
}

/** The cluster and namespace in which manifests stand that don't say so themselves. */
export type ManifestsIn = SimulationOrder['manifestsIn'];

/** What is wrong with the workloads among manifests; `pointer` is where these stand in the request. */
export function manifestMistakes(
  documents: readonly ManifestDocument[],
  manifestsIn: ManifestsIn,
  pointer: string,
): readonly InputMistake[] {
  return checkManifests(documents, manifestsIn, pointer).mistakes;
}

/** The same, with what workloads they are. */
export function checkManifests(
  documents: readonly ManifestDocument[],
  manifestsIn: ManifestsIn,
  pointer: string,
): { readonly mistakes: readonly InputMistake[]; readonly workloads: readonly WorkloadReference[] } {
  const workloads: WorkloadReference[] = [];
  const mistakes = documents.flatMap((document) => {
    const { value, line } = document;
    const expansion = expandWorkload(value, expandOptions(manifestsIn));
    const found = expansion.ok ? expansion.workloads.map(({ workload }) => workload) : [];
    for (const workload of found) workloads.push(workload);
    const errors = expansion.ok ? found.flatMap(workloadNameErrors) : expansion.errors;
    return fieldMistakes(errors, { pointer: documentPointer(document, pointer), line });
  });
  return { mistakes, workloads };
}

function expandOptions({ cluster, namespace }: ManifestsIn) {
  return { cluster, defaultNamespace: namespace };
}

/**
 * The workloads of manifests, in the order given; other objects are passed over. Of two documents for one workload the
 * later one counts, as with `kubectl apply`. The documents have been checked by
 * `manifestMistakes`.
 */
export function manifestWorkloads(
  documents: readonly KubernetesDocument[],
  manifestsIn: ManifestsIn,
): readonly ManifestWorkload[] {
  const byId = new Map<string, ManifestWorkload>();
  for (const [position, manifest] of documents.entries()) {
    const expansion = expandWorkload(manifest, expandOptions(manifestsIn));
    if (!expansion.ok) throw new Error(`manifest ${position} can not be read`);
    for (const { workload, pod, templatePath } of expansion.workloads) {
      const id = workloadId(workload);
      byId.delete(id);
      const shapes = [{ workload, origin: 'template' as const, templatePath, pod }];
      byId.set(id, { position, id, workload, shapes, manifest });
    }
  }
  return [...byId.values()];
}
