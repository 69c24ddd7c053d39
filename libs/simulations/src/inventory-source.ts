import {
  observedWithoutManifest,
  readClusterObjects,
  readClusterState,
  readFailures,
  readTemplates,
  readWorkloads,
  selectWorkloads,
} from '#libs/inventory';
import { workloadKey } from '#libs/kubernetes';
import { type SqlRunner, workloadId } from '#libs/persistence';
import type { InventorySource } from './ports.js';

/** What the inventory in Postgres knows. */
export function inventorySource(runner: SqlRunner): InventorySource {
  return {
    // Who may see it is not asked of a scope that holds nothing of the inventory (areas.ts).
    selectWorkloads: async (scope, order, among) =>
      scope.manifestsOnly === true ? [] : selectWorkloads(runner, scope, order, among),
    observedWithoutManifest: (scope, except) => observedWithoutManifest(runner, scope, except),
    readTemplates: (ids) => readTemplates(runner, ids),
    readWorkloads: (ids) => readWorkloads(runner, ids),
    failuresOf: async (workloads, since) => {
      const keys = new Map(workloads.map((workload) => [workloadId(workload), workloadKey(workload)]));
      const found = await readFailures(runner, [...keys.keys()], since);
      return new Map([...found].map(([id, failures]) => [keys.get(id) ?? '', failures]));
    },
    clusterState: (cluster) => readClusterState(runner, cluster),
    clusterObjects: (cluster) => readClusterObjects(runner, cluster),
  };
}
