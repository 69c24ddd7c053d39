import type { SqlRunner } from './rows.js';

/**
 * Marks workloads as changed, for the simulations that go on (`change_marks`): to be called in the transaction that
 * changes what is known of them. Does nothing where no simulation goes on.
 */
export async function markWorkloads(
  transaction: SqlRunner,
  workloads: readonly string[],
  cause: 'profile',
): Promise<void> {
  if (workloads.length === 0) return;
  await transaction.query(
    `INSERT INTO change_marks (cause, workload_id)
     SELECT DISTINCT $2::text, id FROM unnest($1::uuid[]) AS id WHERE is_simulated_continuously()`,
    [workloads, cause],
  );
}
