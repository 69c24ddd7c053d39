import type { SqlRunner } from './rows.js';

/** Marks workloads as `markWorkloads` does, because of their profiles. */
export function markProfiles(transaction: SqlRunner, workloads: readonly string[]): Promise<void> {
  return markWorkloads(transaction, 'profile', workloads);
}

/**
 * Marks workloads as changed, for the simulations that go on (`change_marks`): `profile`: what was observed of them did;
 * `failure`: pods of them began to fail. To be called in the transaction that changes it. Does nothing where no simulation
 * goes on.
 */
export async function markWorkloads(
  transaction: SqlRunner,
  cause: 'profile' | 'failure',
  workloads: readonly string[],
): Promise<void> {
  if (workloads.length === 0) return;
  await transaction.query(
    `INSERT INTO change_marks (cause, workload_id)
     SELECT DISTINCT $1, id FROM unnest($2::uuid[]) AS id WHERE is_simulated_continuously()`,
    [cause, workloads],
  );
}
