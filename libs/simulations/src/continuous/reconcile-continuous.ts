import type { JobQueue } from '#libs/queue';
import type { DataSource } from 'typeorm';
import type { InventorySource } from '../ports.js';
import { duePlans, type DueSettings } from '../turns/due-plans.js';
import { dispatchChanges } from './dispatch-changes.js';
import { dispatchEndedFailures } from './dispatch-ended-failures.js';

export interface ContinuousSettings extends DueSettings {
  /** How often everything is judged again, whether or not something is known to have changed. */
  readonly rescanEveryMs: number;
}

/**
 * Hands changes to the continuous simulations, and queues rounds of those that have waited long enough with some, so many of
 * a project at a time; each that was started brings the next. All of it stands in Postgres, so it may run at any time,
 * anywhere, by several at once.
 */
export async function reconcileContinuous(
  dataSource: DataSource,
  inventory: InventorySource,
  queue: JobQueue,
  { now, debounceMs, rescanEveryMs }: ContinuousSettings,
): Promise<void> {
  await dispatchChanges(dataSource, inventory, now);
  await dispatchEndedFailures(dataSource, now);
  await dataSource.query(
    `UPDATE simulations SET pending_since = coalesce(pending_since, $1), rescan_at = $2,
       pending_all = ARRAY(SELECT DISTINCT cause FROM unnest(pending_all || 'rescan'::text) AS cause ORDER BY cause)
     WHERE status = 'active' AND rescan_at <= $1`,
    [now, new Date(now.getTime() + rescanEveryMs)],
  );
  await queue.enqueue(await duePlans(dataSource, { now, debounceMs }));
}
