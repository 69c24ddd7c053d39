import { createDataSource, rows } from '#libs/persistence';
import { MessagesTooLargeError, type OutgoingMessage } from '#libs/kafka';
import { loadConfig } from '#libs/platform';
import { createHash } from 'node:crypto';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '../../../../test/services/index.js';
import { DeadLetterRelay } from '../dead-letter-relay.js';
import { IngestionMetrics } from '../ingestion-metrics.js';
import { Pipeline, type PipelineParts } from '../pipeline.js';
import { byName } from '../workload-resolver.js';
import { observeDeadLetters } from './dead-letter-metrics.js';
import { DeadLetterReplay } from './replay.js';

let dataSource: DataSource;
let parts: PipelineParts;
let registry: Registry;

beforeAll(async () => {
  const settings = loadConfig({
    DATABASE_URL: await createDatabase(),
    INGESTION_MAX_DEAD_LETTERS: '6',
    INGESTION_MAX_DEAD_LETTERS_SIZE: '1MiB',
  });
  dataSource = await createDataSource(settings.database).initialize();
  registry = new Registry();
  const metrics = new IngestionMetrics(registry);
  parts = { dataSource, resolver: byName, settings, metrics, now: () => new Date() };
  observeDeadLetters(registry, dataSource, { relayed: true });
});
beforeEach(async () => {
  await dataSource.query('TRUNCATE dead_letters RESTART IDENTITY');
  registry.resetMetrics();
});
afterAll(() => dataSource.destroy());

const valueOf = (offset: number, bytes: number): Buffer => Buffer.alloc(bytes, String(offset % 10));

async function keep(offsets: readonly number[], bytes = 10): Promise<void> {
  const letter = { topic: 't', partition: 0, reason: 'not-json', mistakes: [], key: null };
  const deadLetters = offsets.map((offset) => ({ ...letter, offset, value: valueOf(offset, bytes) }));
  await new Pipeline(parts).flush({ deadLetters });
}

function relay(write: (messages: readonly OutgoingMessage[]) => Promise<void>): Promise<number> {
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const writer = { write: (_topic: string, messages: readonly OutgoingMessage[]) => write(messages) };
  return new DeadLetterRelay(dataSource, writer, 'letters', parts.metrics, silent).relay();
}

const kept = (): Promise<(readonly [number, number, number | null])[]> =>
  rows(
    dataSource,
    z
      .object({ at: z.int(), bytes: z.int(), whole: z.int().nullable() })
      .transform(({ at, bytes, whole }) => [at, bytes, whole] as const),
    `SELECT message_offset::integer AS at, octet_length(message_value) AS bytes, whole_bytes::integer AS whole
     FROM dead_letters ORDER BY id`,
  );

async function metricsOf(name: string): Promise<readonly string[]> {
  const lines = (await registry.getSingleMetricAsString(name)).split('\n');
  return lines.filter((line) => !line.startsWith('#') && line !== '');
}

describe('dead letters beyond the bounds', () => {
  it('push out the oldest that the dead-letter topic has, and no others', async () => {
    await keep([1, 2, 3]);
    await relay(() => Promise.resolve());
    await keep([4, 5, 6]);
    await keep([7, 8]);
    expect((await kept()).map(([at]) => at)).toEqual([3, 4, 5, 6, 7, 8]);
    expect(await metricsOf('ingestion_dead_letters_cut_total')).toEqual([
      'ingestion_dead_letters_cut_total{how="removed"} 2',
      'ingestion_dead_letters_cut_total{how="truncated"} 0',
      'ingestion_dead_letters_cut_total{how="not-kept"} 0',
    ]);
  });

  it('are not kept, but counted, if none of those before is in the dead-letter topic', async () => {
    await keep([1, 2, 3, 4, 5]);
    await keep([6, 7, 8]);
    expect((await kept()).map(([at]) => at)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await metricsOf('ingestion_dead_letters_cut_total')).toContain(
      'ingestion_dead_letters_cut_total{how="not-kept"} 2',
    );
  });

  it('are kept by their beginning when bytes are short, and can not be replayed as if they were whole', async () => {
    await keep([1], 1_000_000);
    await keep([2], 100_000);
    expect(await kept()).toEqual([
      [1, 1_000_000, null],
      [2, 1_024, 100_000],
    ]);
    expect(await metricsOf('ingestion_dead_letters_cut_total')).toContain(
      'ingestion_dead_letters_cut_total{how="truncated"} 1',
    );
    expect(await new DeadLetterReplay(parts, new Map()).replay('2')).toEqual({
      outcome: 'refused',
      reason: 'not-json',
      detail: 'only 1024 of 100000 bytes are kept, the message stands at t/0/2',
    });
    const headers: unknown[] = [];
    const collect = async (messages: readonly OutgoingMessage[]): Promise<void> => {
      headers.push(...messages.map((message) => message.headers['dead-letter-whole-sha256']));
    };
    expect([await relay(collect), await relay(collect), await relay(collect)]).toEqual([1, 1, 0]);
    const hash = createHash('sha256').update(valueOf(2, 100_000)).digest('hex');
    expect(headers).toEqual([undefined, hash]);
  });

  it('push out as many that are relayed as have their bytes', async () => {
    await keep([1, 2, 3], 300_000);
    while ((await relay(() => Promise.resolve())) > 0);
    await keep([4], 500_000);
    expect(await kept()).toEqual([
      [3, 300_000, null],
      [4, 500_000, null],
    ]);
  });
});

describe('the relay of dead letters', () => {
  it('writes those one by one that do not fit together, and of one that is too large its beginning', async () => {
    await keep([1], 100);
    await keep([2], 5_000);
    const written: (readonly [number | undefined, string | undefined])[] = [];
    const write = async (messages: readonly OutgoingMessage[]): Promise<void> => {
      const bytes = messages.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
      if (bytes > 2_000) throw new MessagesTooLargeError('too large');
      for (const { value, headers } of messages)
        written.push([value?.length, headers['dead-letter-whole-bytes']]);
    };
    expect([await relay(write), await relay(write)]).toEqual([2, 0]);
    expect(written).toEqual([
      [100, undefined],
      [1_024, '5000'],
    ]);
  });
});

describe('the gauges of dead letters', () => {
  it('show how many there are, and how old the oldest is that waits', async () => {
    const names = [
      'ingestion_dead_letters',
      'ingestion_dead_letter_bytes',
      'ingestion_dead_letters_unrelayed',
      'ingestion_dead_letter_oldest_unrelayed_seconds',
    ];
    const all = async () => (await Promise.all(names.map(metricsOf))).flat();
    expect(await all()).toEqual(names.map((name) => `${name} 0`));
    await keep([1, 2]);
    await dataSource.query(`UPDATE dead_letters SET relayed_at = now() WHERE message_offset = 1`);
    await dataSource.query(
      `UPDATE dead_letters SET received_at = now() - interval '1 hour' WHERE message_offset = 2`,
    );
    expect(await all()).toEqual([
      'ingestion_dead_letters 2',
      'ingestion_dead_letter_bytes 24',
      'ingestion_dead_letters_unrelayed 1',
      // Clocks are set back now and then, by some microseconds.
      expect.stringMatching(/^ingestion_dead_letter_oldest_unrelayed_seconds (3599|36\d\d)(\.\d+)?$/),
    ]);
  });
});
