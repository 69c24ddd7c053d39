import type { KafkaLogger, PartitionOffset, StreamBatch } from '#libs/kafka';
import { createDataSource, rows } from '#libs/persistence';
import { loadConfig, Readiness } from '#libs/platform';
import { setImmediate } from 'node:timers/promises';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { observedCount } from '../../../../test/fixtures/observed-count.js';
import { calls, TestAgent } from '../../../../test/fixtures/runtime-events.js';
import { createDatabase } from '../../../../test/services/index.js';
import { type SilentProxy, silentProxy } from '../../../../test/services/silent-proxy.js';
import { IngestionMetrics } from '../ingestion-metrics.js';
import { byName } from '../workload-resolver.js';
import { StreamIngestion } from './stream-ingestion.js';

const silent: KafkaLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
/** Far more than a statement is waited for, 1 s and 5 s for the answer, and far less than by default, which is a minute. */
const soon = { timeout: 30_000, interval: 50 };

let proxy: SilentProxy;
let direct: DataSource;
let through: DataSource;
let registry: Registry;
let ingestion: StreamIngestion;
let asked: PartitionOffset[];
let failures: number;

beforeEach(async () => {
  const url = new URL(await createDatabase());
  direct = await createDataSource(loadConfig({ DATABASE_URL: url.href }).database).initialize();
  proxy = await silentProxy({ host: url.hostname, port: Number(url.port) });
  [url.hostname, url.port] = ['127.0.0.1', String(proxy.port)];
  const settings = loadConfig({
    DATABASE_URL: url.href,
    DATABASE_STATEMENT_TIMEOUT: '1s',
    DATABASE_CONNECT_TIMEOUT: '500ms',
    INGESTION_FLUSH_ROWS: '1',
  });
  through = await createDataSource(settings.database).initialize();
  registry = new Registry();
  const metrics = new IngestionMetrics(registry);
  const parts = {
    dataSource: through,
    resolver: byName,
    settings,
    metrics,
    now: () => new Date('2026-03-02'),
  };
  failures = 0;
  const logger: KafkaLogger = { ...silent, warn: () => void (failures += 1) };
  ingestion = new StreamIngestion(parts, { groupId: 'g', fromBeginning: true }, logger);
  asked = [];
  ingestion.start({
    seek: (offset) => asked.push(offset),
    report: () => Promise.resolve(),
    ends: () => Promise.resolve([]),
  });
  ingestion.assigned([{ topic: 't', partition: 0 }]);
});
afterEach(async () => {
  proxy.heal();
  await ingestion.stop();
  await Promise.all([through.destroy(), direct.destroy()]);
  await proxy.close();
});

const agent = new TestAgent();
function batch(offset: number): StreamBatch {
  const event = agent.event([{ namespace: 'gone', pod: 'web', observations: [calls('read')] }]);
  const message = { offset, key: null, value: Buffer.from(JSON.stringify(event)) };
  return { topic: 't', partition: 0, messages: [message], next: offset + 1, end: offset + 1 };
}

const stored = async (): Promise<readonly [number[], number]> => [
  await rows(
    direct,
    z.object({ next: z.int() }).transform(({ next }) => next),
    `SELECT next_offset::integer AS next FROM kafka_offsets`,
  ),
  await observedCount(direct, 'gone'),
];

describe('a database that vanishes without a word', () => {
  it('fails a flush within the bound and the readiness at once; what was read is stored once it is back', async () => {
    const readiness = new Readiness({ timeout: 300 });
    readiness.register('database', () => through.query('SELECT 1').then(() => undefined));
    const ready = async () => (await readiness.report()).ready;
    expect(await ingestion.take(batch(0))).toBe('taken');
    expect(await stored()).toEqual([[1], 1]);
    await expect.poll(ready, soon).toBe(true);
    proxy.silence();
    const taking = ingestion.take(batch(1));
    // The flush has the one connection that is idle.
    await setImmediate();
    expect(await readiness.report()).toEqual({ ready: false, checks: { database: 'timed out' } });
    await expect.poll(() => failures, soon).toBeGreaterThan(0);
    proxy.heal();
    expect(await taking).toBe('taken');
    expect(await stored()).toEqual([[2], 2]);
    await expect.poll(ready, soon).toBe(true);
  });

  it('after it has committed, before it has said so, has stored everything once: it is read again from there', async () => {
    expect(await ingestion.take(batch(0))).toBe('taken');
    proxy.silenceAfter('COMMIT');
    const taking = ingestion.take(batch(1));
    await expect.poll(() => failures, soon).toBeGreaterThan(0);
    expect(await stored()).toEqual([[2], 2]);
    proxy.heal();
    expect(await taking).toEqual({ readFrom: 2 });
    expect(await ingestion.take(batch(2))).toBe('taken');
    expect([await stored(), asked.at(-1)]).toEqual([[[3], 3], { topic: 't', partition: 0, offset: 2 }]);
  });
});

it('what was taken and is thrown away is not counted: it is when it comes again and is stored', async () => {
  expect(await ingestion.take(batch(0))).toBe('taken');
  await direct.query('UPDATE kafka_offsets SET next_offset = 5');
  expect(await ingestion.take(batch(1))).toEqual({ readFrom: 5 });
  const observed = await registry.getSingleMetricAsString('ingestion_observations_total');
  expect(observed.split('\n').filter((line) => !line.startsWith('#'))).toEqual([
    'ingestion_observations_total{source="kafka"} 1',
  ]);
});
