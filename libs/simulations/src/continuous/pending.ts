import type { EntityManager } from 'typeorm';
import type { ChangeCause } from './change-mark.js';

/** Why each workload is to be judged again, by its id. */
export type Pending = ReadonlyMap<string, ReadonlySet<ChangeCause>>;

/**
 * Adds to what a simulation has to judge again, since `now` if nothing was pending: some workloads, or `all` of them for such
 * causes. Its row must be locked before, by everybody who does so: no deadlocks. What is pending already stays, with the
 * causes of both.
 */
export async function addPending(
  transaction: EntityManager,
  simulation: string,
  { pending, all }: { readonly pending: Pending; readonly all: readonly ChangeCause[] },
  now: Date,
): Promise<void> {
  if (pending.size === 0 && all.length === 0) return;
  await insertPending(transaction, simulation, pending);
  await transaction.query(
    `UPDATE simulations SET pending_since = coalesce(pending_since, $2),
       pending_all = ARRAY(SELECT DISTINCT cause FROM unnest(pending_all || $3::text[]) AS cause ORDER BY cause)
     WHERE id = $1`,
    [simulation, now, all],
  );
}

/** In order of the ids. */
async function insertPending(
  transaction: EntityManager,
  simulation: string,
  pending: Pending,
): Promise<void> {
  if (pending.size === 0) return;
  const sorted = [...pending].sort(([a], [b]) => (a < b ? -1 : 1));
  await transaction.query(
    `INSERT INTO simulation_pending AS stored (simulation_id, workload_id, causes)
     SELECT $1, id, ARRAY(SELECT json_array_elements_text(causes))
     FROM unnest($2::uuid[], $3::json[]) AS added (id, causes)
     ON CONFLICT (simulation_id, workload_id) DO UPDATE SET causes = ARRAY(
       SELECT DISTINCT cause FROM unnest(stored.causes || excluded.causes) AS cause ORDER BY cause)
       WHERE NOT stored.causes @> excluded.causes`,
    [simulation, sorted.map(([id]) => id), sorted.map(([, causes]) => JSON.stringify([...causes]))],
  );
}
