import { expandWorkload, type FieldError } from '#libs/kubernetes';
import { workloadId } from '#libs/persistence';
import type { SimulatedWorkload } from './ports.js';
import type { KubernetesDocument, SimulationOrder } from './simulation-order.js';

/** A workload that came with the request: where its document stands in it, and its id. */
export interface ManifestWorkload extends SimulatedWorkload {
  readonly position: number;
  readonly id: string;
}

/** A document that can't be expanded, and what is wrong with it. */
export class ManifestError extends Error {
  constructor(
    readonly position: number,
    readonly errors: readonly FieldError[],
  ) {
    super(`manifest ${position} is not valid`);
    this.name = 'ManifestError';
  }
}

/**
 * The workloads of manifests, in the order given; other objects are passed over. Of two documents for one workload the
 * later one counts, as with `kubectl apply`. Throws `ManifestError` for the first document that can't be read.
 */
export function manifestWorkloads(
  documents: readonly KubernetesDocument[],
  order: Pick<SimulationOrder, 'manifestsIn'>,
): readonly ManifestWorkload[] {
  const byId = new Map<string, ManifestWorkload>();
  for (const [position, manifest] of documents.entries()) {
    const expansion = expandWorkload(manifest, {
      cluster: order.manifestsIn.cluster,
      defaultNamespace: order.manifestsIn.namespace,
    });
    if (!expansion.ok) throw new ManifestError(position, expansion.errors);
    for (const { workload, pod, templatePath } of expansion.workloads) {
      const id = workloadId(workload);
      byId.delete(id);
      const shapes = [{ workload, origin: 'template' as const, templatePath, pod }];
      byId.set(id, { position, id, workload, shapes, manifest });
    }
  }
  return [...byId.values()];
}
