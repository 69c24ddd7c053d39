import {
  observedWithoutManifest,
  readClusterObjects,
  readClusterState,
  readTemplates,
  readWorkloads,
  selectWorkloads,
} from '#libs/inventory';
import type { SqlRunner } from '#libs/persistence';
import type { InventorySource } from './ports.js';

/** What the inventory in Postgres knows. */
export function inventorySource(runner: SqlRunner): InventorySource {
  return {
    selectWorkloads: (scope, order, among) => selectWorkloads(runner, scope, order, among),
    observedWithoutManifest: (scope, except) => observedWithoutManifest(runner, scope, except),
    readTemplates: (ids) => readTemplates(runner, ids),
    readWorkloads: (ids) => readWorkloads(runner, ids),
    clusterState: (cluster) => readClusterState(runner, cluster),
    clusterObjects: (cluster) => readClusterObjects(runner, cluster),
  };
}
