import { type RetentionRule, rowsOlderThan } from '#libs/persistence';

/** Deliveries that ended so long ago (milliseconds) go, with the log of their tries. */
export function webhookRetention(keep: number): readonly RetentionRule[] {
  return [rowsOlderThan({ table: 'webhook_deliveries', condition: 'old.finished_at < $1', keep })];
}
