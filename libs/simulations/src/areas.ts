import { compareText } from '#libs/events';
import type { WorkloadReference } from '#libs/kubernetes';
import type { Area } from '#libs/persistence';
import { manifestWorkloads } from './manifest-workloads.js';
import type { KubernetesDocument, SimulationOrder } from './simulation-order.js';
import type { Scope } from './simulation.js';

/** The areas of a scope: what of the inventory it may tell of. A label selector takes nothing away for sure. */
export function areasOfScope({ clusters, namespaces, workloads, manifestsOnly }: Scope): readonly Area[] {
  if (manifestsOnly === true) return [];
  return workloads === undefined ? [{ clusters, namespaces }] : areasOfWorkloads(workloads);
}

/** The namespaces in which workloads are, cluster by cluster. */
export function areasOfWorkloads(workloads: readonly WorkloadReference[]): readonly Area[] {
  const namespaces = new Map<string, Set<string>>();
  for (const { cluster, namespace } of workloads) {
    const ofCluster = namespaces.get(cluster) ?? new Set();
    namespaces.set(cluster, ofCluster.add(namespace));
  }
  return [...namespaces]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([cluster, names]) => ({ clusters: [cluster], namespaces: [...names].toSorted(compareText) }));
}

/**
 * The areas that a simulation tells of, those of its manifests included: profiles of their workloads count. Who may see
 * it has to reach all of them.
 */
export function areasOf(order: SimulationOrder, manifests: readonly KubernetesDocument[]): readonly Area[] {
  const fromManifests = manifestWorkloads(manifests, order.manifestsIn).map(({ workload }) => workload);
  return [...areasOfScope(order.scope), ...areasOfWorkloads(fromManifests)];
}
