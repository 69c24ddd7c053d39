import { type RetentionRule, rowsOlderThan } from '#libs/persistence';
import { dayAfter, dropPartitions } from './day-partitions.js';

/** How long the same Idempotency-Key gives the same answer. */
const idempotencyKeysKept = 86_400_000;

/** What refers to containers, pods, items and images by their ids, without the database's knowing. */
const observations = ['partitions', 'runtime_observations_default', 'runtime_watches_default'];

/**
 * What of runtime events goes with time: days of observations as a whole, by dropping partitions, then all that only they
 * referred to. Periods in milliseconds.
 */
export function ingestionRetention(keep: {
  readonly observations: number;
  readonly deadLetters: number;
  readonly eventIds: number;
  /** Whether dead letters are written to a topic: those that are not yet stay until they are. */
  readonly deadLettersRelayed: boolean;
}): readonly RetentionRule[] {
  const { deadLetters, eventIds, deadLettersRelayed } = keep;
  const byDay = (table: string, column: string, after: readonly string[] = []): RetentionRule =>
    rowsOlderThan({
      table,
      condition: `old.${column} < ($1::timestamptz AT TIME ZONE 'UTC')::date`,
      keep: keep.observations,
      after,
    });
  return [
    {
      name: 'partitions',
      keep: keep.observations,
      remove: (dataSource, before, atMost) => dropPartitions(dataSource, dayAfter(before, 0), atMost),
    },
    byDay('runtime_observations_default', 'day'),
    byDay('runtime_watches_default', 'day'),
    byDay('runtime_items', 'last_day', observations),
    byDay('runtime_images', 'last_day', observations),
    byDay('runtime_pods', 'last_day', observations),
    byDay('runtime_containers', 'last_day', observations),
    byDay('runtime_agents', 'last_day'),
    byDay('runtime_loss_totals', 'last_day'),
    byDay('runtime_nodes', 'day'),
    byDay('runtime_transmissions', 'day'),
    byDay('runtime_interactions', 'day'),
    byDay('runtime_service_account_uses', 'day'),
    rowsOlderThan({
      table: 'dead_letters',
      condition: `old.received_at < $1${deadLettersRelayed ? ' AND old.relayed_at IS NOT NULL' : ''}`,
      keep: deadLetters,
    }),
    rowsOlderThan({
      table: 'ingestion_requests',
      condition: 'old.received_at < $1',
      keep: idempotencyKeysKept,
    }),
    rowsOlderThan({ table: 'ingestion_event_ids', condition: 'old.received_at < $1', keep: eventIds }),
  ];
}
