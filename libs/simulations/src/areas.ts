import { compareText } from '#libs/events';
import type { WorkloadReference } from '#libs/kubernetes';
import type { Area } from '#libs/persistence';
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
