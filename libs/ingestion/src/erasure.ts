import { type ErasureStep, type ErasureSubject, removeRows, rows } from '#libs/persistence';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';

/** Workloads whose data are removed together. */
const WORKLOADS = 50;

/**
 * What runtime events told of the workloads of a cluster and of those who used them, the workloads themselves, and, of a
 * cluster as a whole, what its nodes and agents sent. Who writes meanwhile finds the containers gone and reads its events
 * again: the workload is made anew, and is not among those that are deleted.
 */
export const ingestionErasure: readonly ErasureStep[] = [
  { name: 'workloads', erase: eraseWorkloads },
  ofPlace('runtime_interactions'),
  ofPlace('runtime_service_account_uses'),
  ofCluster('runtime_agents'),
  ofCluster('runtime_loss_totals'),
  ofCluster('runtime_nodes'),
  ofCluster('runtime_transmissions'),
];

async function eraseWorkloads(transaction: EntityManager, subject: ErasureSubject, atMost: number) {
  const found = await rows(
    transaction,
    z.object({ id: z.string() }),
    `SELECT id FROM workloads
     WHERE cluster = $1 AND ($2::text IS NULL OR namespace = $2) AND created_at <= $3
     ORDER BY cluster, namespace, kind, name LIMIT ${WORKLOADS}`,
    [subject.cluster, subject.namespace ?? null, subject.before],
  );
  if (found.length === 0) return { removed: 0, more: false };
  const workloads = found.map(({ id }) => id);
  // Whoever stores observations holds a lock on their containers until it has committed: after this line nobody does.
  const containers = await rows(
    transaction,
    z.object({ id: z.int() }),
    `SELECT id FROM runtime_containers WHERE workload_id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`,
    [workloads],
  );
  const ids = containers.map(({ id }) => id);
  let removed = 0;
  for (const [table, key] of keptByContainer) {
    removed += await removeRows(
      transaction,
      `DELETE FROM ${table} WHERE (${key}) IN (
         SELECT ${key} FROM ${table} WHERE container_id = ANY ($1::integer[]) LIMIT $2)`,
      [ids, atMost - removed],
    );
    if (removed >= atMost) return { removed, more: true };
  }
  removed += await removeRows(
    transaction,
    `DELETE FROM runtime_pods WHERE id IN (SELECT id FROM runtime_pods WHERE workload_id = ANY ($1::uuid[]) LIMIT $2)`,
    [workloads, atMost - removed],
  );
  if (removed >= atMost) return { removed, more: true };
  removed += await removeRows(transaction, `DELETE FROM workloads WHERE id = ANY ($1::uuid[])`, [workloads]);
  return { removed, more: true };
}

const keptByContainer = [
  ['runtime_observations', 'container_id, item_id, day'],
  ['runtime_watches', 'container_id, pod_id, image_id, day'],
] as const;

/** Rows that name their cluster and namespace. */
function ofPlace(table: string): ErasureStep {
  return {
    name: table,
    erase: (transaction, { cluster, namespace }, atMost) =>
      removeWhere(
        transaction,
        table,
        'cluster = $2 AND ($3::text IS NULL OR namespace = $3)',
        [cluster, namespace ?? null],
        atMost,
      ),
  };
}

/** Rows that belong to a cluster as a whole. */
function ofCluster(table: string): ErasureStep {
  return {
    name: table,
    erase: async (transaction, { cluster, namespace }, atMost) =>
      namespace === undefined
        ? removeWhere(transaction, table, 'cluster = $2', [cluster], atMost)
        : { removed: 0, more: false },
  };
}

// What arrives meanwhile is not waited for: fewer than asked for means that all that there was is gone.
async function removeWhere(
  transaction: Parameters<ErasureStep['erase']>[0],
  table: string,
  condition: string,
  parameters: readonly unknown[],
  atMost: number,
): ReturnType<ErasureStep['erase']> {
  const removed = await removeRows(
    transaction,
    `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${condition} LIMIT $1))`,
    [atMost, ...parameters],
  );
  return { removed, more: removed >= atMost };
}
