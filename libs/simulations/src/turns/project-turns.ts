import { rows, type SqlRunner } from '#libs/persistence';
import { z } from 'zod';

/**
 * Lets nobody else give turns to simulations of the project until the transaction ends, so that what is counted after it
 * is what there is. To be called after the row of a simulation was locked, never before: no deadlocks. It does not hold
 * up who only refers to the project.
 */
export async function lockTurns(transaction: SqlRunner, project: string): Promise<void> {
  await rows(
    transaction,
    z.object({ name: z.string() }),
    `SELECT name FROM projects WHERE name = $1 FOR NO KEY UPDATE`,
    [project],
  );
}
