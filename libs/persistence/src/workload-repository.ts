import type { WorkloadReference } from '#libs/kubernetes';
import type { EntityManager } from 'typeorm';
import { workloadId } from './workload-entity.js';

/**
 * Makes sure that the workloads have a row, and returns their ids in the order given. Rows are written in order of id,
 * so that concurrent callers don't deadlock. Runs in the transaction of the manager, if there is one.
 */
export async function ensureWorkloads(
  manager: EntityManager,
  references: readonly WorkloadReference[],
): Promise<readonly string[]> {
  const ids = references.map(workloadId);
  const rows = [...new Map(references.map((reference, index) => [ids[index] ?? '', reference]))].sort(
    ([a], [b]) => (a < b ? -1 : 1),
  );
  if (rows.length === 0) return ids;
  await manager.query(
    `INSERT INTO workloads (id, cluster, namespace, kind, name)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])
     ON CONFLICT DO NOTHING`,
    [
      rows.map(([id]) => id),
      rows.map(([, { cluster }]) => cluster),
      rows.map(([, { namespace }]) => namespace),
      rows.map(([, { kind }]) => kind),
      rows.map(([, { name }]) => name),
    ],
  );
  return ids;
}
