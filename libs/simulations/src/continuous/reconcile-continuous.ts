import { rows } from '#libs/persistence';
import { type JobQueue, planSimulation } from '#libs/queue';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import type { InventorySource } from '../ports.js';
import { dispatchChanges } from './dispatch-changes.js';

export interface ContinuousSettings {
  readonly now: Date;
  /** How long changes are gathered before a round begins. */
  readonly debounceMs: number;
  /** How often everything is judged again, whether or not something is known to have changed. */
  readonly rescanEveryMs: number;
}

/**
 * Hands changes to the continuous simulations, and queues a round for each that has waited long enough with some. All of
 * it stands in Postgres, so it may run at any time, anywhere, by several at once.
 */
export async function reconcileContinuous(
  dataSource: DataSource,
  inventory: InventorySource,
  queue: JobQueue,
  { now, debounceMs, rescanEveryMs }: ContinuousSettings,
): Promise<void> {
  await dispatchChanges(dataSource, inventory, now);
  await dataSource.query(
    `UPDATE simulations SET pending_since = coalesce(pending_since, $1), rescan_at = $2,
       pending_all = ARRAY(SELECT DISTINCT cause FROM unnest(pending_all || 'rescan'::text) AS cause ORDER BY cause)
     WHERE status = 'active' AND rescan_at <= $1`,
    [now, new Date(now.getTime() + rescanEveryMs)],
  );
  const due = await rows(
    dataSource,
    z.object({ id: z.uuid(), run: z.int() }),
    `SELECT id, run FROM simulations
     WHERE continuous AND finished_at IS NULL AND status = 'active' AND pending_since <= $1 ORDER BY pending_since, id`,
    [new Date(now.getTime() - debounceMs)],
  );
  await queue.enqueue(due.map(({ id, run }) => planSimulation.request({ simulation: id, run: run + 1 })));
}
