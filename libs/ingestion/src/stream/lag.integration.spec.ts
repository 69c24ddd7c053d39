import { randomUUID } from 'node:crypto';
import { createKafka, EventStream, type KafkaLogger, type KafkaSettings, PartitionEnds } from '#libs/kafka';
import { createDataSource, migrate, rows } from '#libs/persistence';
import { type Config, loadConfig } from '#libs/platform';
import type { Producer } from 'kafkajs';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { calls, TestAgent } from '../../../../test/fixtures/runtime-events.js';
import {
  createTopic,
  kafkaBrokers,
  startKafka,
  startTestPostgres,
  type TestPostgres,
} from '../../../../test/services/index.js';
import { IngestionMetrics } from '../ingestion-metrics.js';
import { byName } from '../workload-resolver.js';
import { Lag } from './lag.js';
import { StreamIngestion } from './stream-ingestion.js';

const silent: KafkaLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const soon = { timeout: 30_000, interval: 50 };
const every = 100;

let postgres: TestPostgres;
let config: Config & { readonly kafka: KafkaSettings };
let dataSource: DataSource;
let producer: Producer;
const cleanUp: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  postgres = await startTestPostgres({ commitsSurvive: true });
  cleanUp.push(() => postgres.stop());
});

/** A topic of its own on the brokers, and a database without anything in it. */
async function setUp(brokers: readonly string[]): Promise<void> {
  const topic = `runtime-events-${randomUUID()}`;
  const read = loadConfig({
    DATABASE_URL: postgres.url,
    KAFKA_TOPICS: topic,
    KAFKA_GROUP_ID: `group-${topic}`,
    INGESTION_FLUSH_INTERVAL: '50ms',
  });
  config = { ...read, kafka: { ...read.kafka, brokers } };
  dataSource = await createDataSource(config.database).initialize();
  await migrate(dataSource);
  cleanUp.push(() => dataSource.destroy());
  const kafka = createKafka(config.kafka, silent);
  await createTopic(kafka, topic, 2);
  producer = kafka.producer();
  await producer.connect();
  cleanUp.push(() => producer.disconnect());
}
afterEach(async () => {
  for (const each of cleanUp.splice(0).reverse()) await each();
});

/** A collector, and what it says of its lag: by partition, or that it does not know. */
function collect(): { told: () => readonly number[] | 'unknown'; stop: () => Promise<void> } {
  const metrics = new IngestionMetrics(new Registry());
  const parts = {
    dataSource,
    resolver: byName,
    settings: config,
    metrics,
    now: () => new Date('2026-03-02'),
  };
  const ingestion = new StreamIngestion(parts, config.kafka, silent);
  const stream = new EventStream(config.kafka, ingestion, silent);
  const reads = () => (stream.state().phase === 'reading' ? ingestion.progress : undefined);
  const lag = new Lag(new PartitionEnds(config.kafka, silent), reads, silent, { ...config.kafka, every });
  ingestion.start(stream);
  stream.start();
  lag.start();
  const stop = async (): Promise<void> => {
    await lag.stop();
    await stream.stop();
    await ingestion.stop();
  };
  cleanUp.push(stop);
  const told = () =>
    lag.isKnown
      ? lag.messages.toSorted((a, b) => a.partition - b.partition).map((each) => each.lag)
      : 'unknown';
  return { told, stop };
}

/** How many messages of the first partition have been stored. */
const stored = () =>
  rows(
    dataSource,
    z.object({ next: z.int() }).transform(({ next }) => next),
    'SELECT next_offset::int AS next FROM kafka_offsets WHERE partition = 0',
  );

const agent = new TestAgent();
function write(partition: number, count: number): Promise<unknown> {
  const event = () => agent.event([{ namespace: 'lag', pod: 'web', observations: [calls('read')] }]);
  const messages = Array.from({ length: count }, () => ({ partition, value: JSON.stringify(event()) }));
  return producer.send({ topic: config.kafka.topics[0] ?? '', messages });
}

describe('the lag that is told', () => {
  it('grows while Postgres is away, of what was read and of what was not, and goes when it is back', async () => {
    await setUp(await kafkaBrokers());
    const { told } = collect();
    await write(0, 3);
    await expect.poll(stored, soon).toEqual([3]);
    await expect.poll(told, soon).toEqual([0, 0]);
    await postgres.kill();
    await write(0, 2);
    await write(1, 4);
    await expect.poll(told, soon).toEqual([2, 4]);
    await write(1, 1);
    await expect.poll(told, soon).toEqual([2, 5]);
    await postgres.restart();
    await expect.poll(told, soon).toEqual([0, 0]);
  });

  it('of a collector that starts while Postgres is away is from what the group reported', async () => {
    await setUp(await kafkaBrokers());
    const first = collect();
    await write(0, 3);
    await expect.poll(stored, soon).toEqual([3]);
    await expect.poll(first.told, soon).toEqual([0, 0]);
    await first.stop();
    await postgres.kill();
    await write(0, 2);
    await write(1, 4);
    await expect.poll(collect().told, soon).toEqual([2, 4]);
    await postgres.restart();
  });

  it('is told to be unknown while the brokers are away, and disturbs nothing', async () => {
    const broker = await startKafka();
    cleanUp.push(() => broker.stop());
    await setUp([broker.plain]);
    const { told } = collect();
    await write(0, 3);
    await expect.poll(told, soon).toEqual([0, 0]);
    await broker.kill();
    await expect.poll(told, soon).toBe('unknown');
    await broker.restart();
    await write(0, 2);
    await expect.poll(told, soon).toEqual([0, 0]);
  });

  it('is of partitions that are added while it is read, too', async () => {
    await setUp(await kafkaBrokers());
    const { told } = collect();
    await expect.poll(told, soon).toEqual([0, 0]);
    const admin = createKafka(config.kafka, silent).admin();
    await admin.connect();
    await admin.createPartitions({ topicPartitions: [{ topic: config.kafka.topics[0] ?? '', count: 3 }] });
    await admin.disconnect();
    await expect.poll(told, { ...soon, timeout: 60_000 }).toEqual([0, 0, 0]);
  }, 90_000);
});
