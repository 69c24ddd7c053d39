import { type ErasureStep, type ErasureSubject, removeRows } from '#libs/persistence';
import type { EntityManager } from 'typeorm';

/** What manifests, or the watch, told of a cluster beside its workloads; in the end the cluster itself. */
export const inventoryErasure: readonly ErasureStep[] = [
  named('inventory_failures', `first_seen <= $3`),
  named('inventory_pods', `created_at <= $3`),
  {
    name: 'inventory_shapes',
    erase: (transaction, { cluster }, atMost) =>
      erase(
        transaction,
        'inventory_shapes',
        `cluster = $1 AND NOT EXISTS (
           SELECT FROM inventory_pods pod WHERE pod.cluster = old.cluster AND pod.shape_id = old.id)`,
        [cluster],
        atMost,
      ),
  },
  named('inventory_objects', `updated_at <= $3`, `OR (kind = 'Namespace' AND name = $2)`),
  named('inventory_owners', `$3::timestamptz IS NOT NULL`),
  {
    name: 'clusters',
    erase: (transaction, { cluster, namespace, before }, atMost) =>
      namespace === undefined
        ? erase(transaction, 'clusters', `name = $1 AND created_at <= $2`, [cluster, before], atMost)
        : Promise.resolve({ removed: 0, more: false }),
  },
];

function named(table: string, condition: string, orElse = ''): ErasureStep {
  return {
    name: table,
    erase: (transaction, { cluster, namespace, before }: ErasureSubject, atMost) =>
      erase(
        transaction,
        table,
        `cluster = $1 AND ($2::text IS NULL OR namespace = $2 ${orElse}) AND ${condition}`,
        [cluster, namespace ?? null, before],
        atMost,
      ),
  };
}

async function erase(
  transaction: EntityManager,
  table: string,
  condition: string,
  parameters: readonly unknown[],
  atMost: number,
) {
  const removed = await removeRows(
    transaction,
    `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
       SELECT old.ctid FROM ${table} AS old WHERE ${condition} LIMIT $${parameters.length + 1}))`,
    [...parameters, atMost],
  );
  return { removed, more: removed >= atMost };
}
