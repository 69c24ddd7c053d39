import { bigintColumn, firstRow } from '#libs/persistence';
import { askedOnce, sampledGauge } from '#libs/platform';
import type { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { z } from 'zod';

const keptRow = z.object({ letters: bigintColumn, bytes: bigintColumn });
const unrelayedRow = z.object({ letters: bigintColumn, age: z.number() });

/**
 * Gauges of the dead letters that are kept, and of those that wait for the dead-letter topic, if there is one. Each process
 * that shows them shows the same.
 */
export function observeDeadLetters(
  registry: Registry,
  dataSource: DataSource,
  { relayed }: { readonly relayed: boolean },
): void {
  const kept = askedOnce(() =>
    firstRow(
      dataSource,
      keptRow,
      `SELECT count(*)::text AS letters, coalesce(sum(kept_bytes), 0)::text AS bytes FROM dead_letters`,
    ),
  );
  const unrelayed = askedOnce(async () =>
    relayed
      ? firstRow(
          dataSource,
          unrelayedRow,
          `SELECT count(*)::text AS letters,
             coalesce(greatest(extract(epoch FROM now() - min(received_at)), 0), 0)::float8 AS age
           FROM dead_letters WHERE relayed_at IS NULL`,
        )
      : undefined,
  );
  const gauge = (name: string, help: string, sample: () => Promise<number | undefined>): void => {
    sampledGauge(registry, {
      name,
      help,
      sample: async () => {
        const value = await sample();
        return value === undefined ? [] : [{ value }];
      },
    });
  };
  gauge(
    'ingestion_dead_letters',
    'Dead letters that are kept; INGESTION_MAX_DEAD_LETTERS bounds them.',
    async () => (await kept())?.letters,
  );
  gauge(
    'ingestion_dead_letter_bytes',
    'Bytes of the dead letters that are kept; INGESTION_MAX_DEAD_LETTERS_SIZE bounds them.',
    async () => (await kept())?.bytes,
  );
  gauge(
    'ingestion_dead_letters_unrelayed',
    'Dead letters that are not yet in the dead-letter topic; absent without KAFKA_DEAD_LETTER_TOPIC.',
    async () => (await unrelayed())?.letters,
  );
  gauge(
    'ingestion_dead_letter_oldest_unrelayed_seconds',
    'Age of the oldest dead letter that is not yet in the dead-letter topic; 0 if there is none, absent without KAFKA_DEAD_LETTER_TOPIC.',
    async () => (await unrelayed())?.age,
  );
}
