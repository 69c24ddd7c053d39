import { firstRow } from '#libs/persistence';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { failRound } from './continuous/fail-round.js';
import { RESULTS_RUN } from './continuous/results-run.js';
import type { RunReference } from './result-store.js';
import { withoutManifest } from './simulation.js';

const failingRow = z.object({
  status: z.enum(['queued', 'running', 'active']),
  failed_rounds: z.int(),
  without_manifest: withoutManifest.nullable(),
});

/**
 * Notes that a run failed, unless it has ended: a simulation that is evaluated once ends with it, and so does a continuous
 * one of which there are no results yet; a later round of it is tried again. `error` is shown to people.
 */
export async function failRun(
  dataSource: DataSource,
  reference: RunReference,
  error: string,
  now: Date,
): Promise<void> {
  const { simulation, run } = reference;
  await dataSource.transaction(async (transaction) => {
    // A round that could not be started is the next of a simulation that waits.
    const failing = await firstRow(
      transaction,
      failingRow,
      `SELECT status, failed_rounds, without_manifest FROM simulations
       WHERE id = $1 AND ((run = $2 AND status IN ('queued', 'running')) OR (run = $2 - 1 AND status = 'active'))
       FOR NO KEY UPDATE`,
      [simulation, run],
    );
    if (failing === undefined) return;
    if (run > RESULTS_RUN) {
      const round = {
        ...reference,
        started: failing.status === 'running',
        failuresBefore: failing.failed_rounds,
        withoutManifest: failing.without_manifest ?? undefined,
      };
      await failRound(transaction, round, error, now);
      return;
    }
    await transaction.query(
      `UPDATE simulations SET status = 'failed', error = $2, finished_at = $3, version = version + 1 WHERE id = $1`,
      [simulation, error, now],
    );
  });
}
