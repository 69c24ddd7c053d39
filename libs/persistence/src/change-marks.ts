import type { SqlRunner } from './rows.js';

/**
 * Marks the profiles of workloads as changed, for the simulations that go on (`change_marks`): to be called in the
 * transaction that changes what was observed of them. Does nothing where no simulation goes on.
 */
export async function markProfiles(transaction: SqlRunner, workloads: readonly string[]): Promise<void> {
  if (workloads.length === 0) return;
  await transaction.query(
    `INSERT INTO change_marks (cause, workload_id)
     SELECT DISTINCT 'profile', id FROM unnest($1::uuid[]) AS id WHERE is_simulated_continuously()`,
    [workloads],
  );
}
