import { firstRow, recordChange } from '#libs/persistence';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { readSimulation, type StoredSimulation } from '../simulation-store.js';
import { summary, withoutManifest } from '../simulation.js';
import { summed } from './store-round.js';

const stoppedRow = z.object({
  summary: summary.nullable(),
  without_manifest: withoutManifest.nullable(),
  project: z.string(),
});

/**
 * Ends a continuous simulation at once, whether or not a worker is at it: nothing is stored of it from now on. Its results
 * and history stay. Does nothing to one that has ended or is not continuous. Returns it as it is now, or undefined if
 * there is none.
 */
export async function stopSimulation(
  dataSource: DataSource,
  id: string,
  now: Date,
): Promise<StoredSimulation | undefined> {
  await dataSource.transaction(async (transaction) => {
    const stopped = await firstRow(
      transaction,
      stoppedRow,
      `UPDATE simulations SET status = 'stopped', finished_at = $2, pending_since = NULL, pending_all = '{}',
         version = version + 1
       WHERE id = $1 AND continuous AND finished_at IS NULL RETURNING summary, without_manifest, project`,
      [id, now],
    );
    if (stopped !== undefined) {
      await recordChange(transaction, { kind: 'simulations', id, project: stopped.project });
      // A round that was cut short has changed some of the results.
      if (stopped.summary !== null) {
        const sum = await summed(transaction, id, stopped.without_manifest ?? undefined);
        await transaction.query(`UPDATE simulations SET summary = $2 WHERE id = $1`, [
          id,
          JSON.stringify(sum),
        ]);
      }
    }
    await transaction.query(`DELETE FROM simulation_pending WHERE simulation_id = $1`, [id]);
  });
  return readSimulation(dataSource, id);
}
