import { randomUUID } from 'node:crypto';
import { createKafka, EventStream, type KafkaLogger, type KafkaSettings } from '#libs/kafka';
import { createDataSource, rows } from '#libs/persistence';
import { type Config, loadConfig } from '#libs/platform';
import type { Producer } from 'kafkajs';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { falcoSnapshot } from '../../../../test/fixtures/runtime-events.js';
import { createDatabase, createTopic, kafkaBrokers } from '../../../../test/services/index.js';
import { StaleStateError } from '../flush/stale-state-error.js';
import { IngestionMetrics } from '../ingestion-metrics.js';
import { Pipeline, type PipelineParts } from '../pipeline.js';
import { byName } from '../workload-resolver.js';
import { StreamIngestion } from './stream-ingestion.js';

const silent: KafkaLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const soon = { timeout: 30_000, interval: 100 };
const source = { format: 'falco', cluster: 'prod', covers: ['exec'] } as const;

let databaseUrl: string;
let dataSource: DataSource;
let producer: Producer;
const cleanUp: (() => Promise<void>)[] = [];

beforeAll(async () => {
  databaseUrl = await createDatabase();
  const config = loadConfig({ DATABASE_URL: databaseUrl });
  dataSource = await createDataSource(config.database).initialize();
  producer = createKafka({ ...config.kafka, brokers: await kafkaBrokers() }, silent).producer();
  await producer.connect();
});
afterEach(async () => {
  for (const each of cleanUp.splice(0).reverse()) await each();
});
afterAll(async () => {
  await producer.disconnect();
  await dataSource.destroy();
});

type Settings = Config & { readonly kafka: KafkaSettings };

/** Settings of a topic and group of its own. */
async function setUp(partitions = 1): Promise<Settings> {
  const topic = `falco-${randomUUID()}`;
  const config = loadConfig({
    DATABASE_URL: databaseUrl,
    KAFKA_TOPICS: topic,
    KAFKA_GROUP_ID: `group-${topic}`,
    INGESTION_FLUSH_INTERVAL: '50ms',
  });
  const kafka = { ...config.kafka, brokers: await kafkaBrokers() };
  await createTopic(createKafka(kafka, silent), topic, partitions);
  return { ...config, kafka };
}

const topicOf = ({ kafka }: Settings): string => kafka.topics[0] ?? '';

function partsOf(settings: Settings, registry = new Registry()): PipelineParts {
  const metrics = new IngestionMetrics(registry);
  return { dataSource, resolver: byName, settings, metrics, now: () => new Date('2026-03-02T00:00:00Z') };
}

function collect(config: Settings, registry = new Registry()): () => Promise<void> {
  const sources = new Map([[topicOf(config), source]]);
  const ingestion = new StreamIngestion(partsOf(config, registry), config.kafka, silent, sources);
  const stream = new EventStream(config.kafka, ingestion, silent);
  ingestion.start(stream);
  stream.start();
  const stop = async (): Promise<void> => {
    await stream.stop();
    await ingestion.stop();
  };
  cleanUp.push(stop);
  return stop;
}

async function produce(config: Settings, snapshots: readonly object[], partition = 0): Promise<void> {
  const messages = snapshots.map((each) => ({ partition, value: JSON.stringify(each) }));
  await producer.send({ topic: topicOf(config), messages });
}

/** Waits until so many messages are stored; what was lost on a node until then. */
async function lostOf(config: Settings, node: string, messages: number): Promise<number[]> {
  const read = (): Promise<number[]> =>
    rows(
      dataSource,
      z.object({ sum: z.int() }).transform(({ sum }) => sum),
      `SELECT coalesce(sum(next_offset), 0)::int AS sum FROM kafka_offsets WHERE group_id = $1`,
      [config.kafka.groupId],
    );
  await expect.poll(read, soon).toEqual([messages]);
  return storedLossOf(node);
}

function storedLossOf(node: string): Promise<number[]> {
  return rows(
    dataSource,
    z.object({ lost: z.int() }).transform(({ lost }) => lost),
    `SELECT lost::int FROM runtime_transmissions WHERE node = $1`,
    [node],
  );
}

/** Falco on a node of its own. */
function falco(start = 1) {
  const node = `node-${randomUUID()}`;
  const snapshot = (kernel: number, more: object = {}) => falcoSnapshot({ kernel, start, node, ...more });
  return { node, snapshot };
}

describe("snapshots of Falco's metrics", () => {
  it('count what was lost since the one before; the first one all since the start', async () => {
    const config = await setUp();
    const { node, snapshot } = falco();
    const registry = new Registry();
    collect(config, registry);
    await produce(config, [snapshot(100, { outputs: 4 })]);
    expect(await lostOf(config, node, 1)).toEqual([104]);
    await produce(config, [snapshot(100, { outputs: 4 }), snapshot(130, { outputs: 5 })]);
    expect(await lostOf(config, node, 3)).toEqual([135]);
    expect(await registry.getSingleMetricAsString('ingestion_agent_lost_observations_total')).toContain(
      'ingestion_agent_lost_observations_total{dimension="exec"} 135',
    );
  });

  it('count nothing twice that comes again, with its id or without, or late', async () => {
    const config = await setUp();
    const { node, snapshot } = falco();
    const first = snapshot(100);
    await produce(config, [first, first, snapshot(150), snapshot(120), snapshot(150, { uuid: '' })]);
    collect(config);
    expect(await lostOf(config, node, 5)).toEqual([150]);
    await produce(config, [snapshot(149), first, snapshot(160)]);
    expect(await lostOf(config, node, 8)).toEqual([160]);
  });

  it('begin anew with each run of Falco, also where those of the one before come later', async () => {
    const config = await setUp();
    const { node, snapshot } = falco();
    collect(config);
    await produce(config, [
      snapshot(100),
      snapshot(30, { start: 2 }),
      snapshot(110),
      snapshot(40, { start: 2 }),
    ]);
    expect(await lostOf(config, node, 4)).toEqual([150]);
  });

  it('go on where they were when the collector is started again', async () => {
    const config = await setUp();
    const { node, snapshot } = falco();
    const stop = collect(config);
    await produce(config, [snapshot(100)]);
    expect(await lostOf(config, node, 1)).toEqual([100]);
    await stop();
    await produce(config, [snapshot(100), snapshot(107)]);
    collect(config);
    expect(await lostOf(config, node, 3)).toEqual([107]);
  });

  it('of one Falco in two partitions, that two collectors read, count once', async () => {
    const config = await setUp(2);
    const { node, snapshot } = falco();
    collect(config);
    collect(config);
    for (let total = 10; total <= 200; total += 10)
      await produce(config, [snapshot(total)], (total / 10) % 2);
    expect(await lostOf(config, node, 20)).toEqual([200]);
  });

  it('taken by two processes in turns are stored by both, and nobody has to read again', async () => {
    const parts = partsOf(await setUp());
    const { node, snapshot } = falco();
    const pipelines = [new Pipeline(parts), new Pipeline(parts)];
    for (let total = 10; total <= 60; total += 10) {
      const pipeline = pipelines[(total / 10) % 2];
      const decoded = pipeline?.decodeJson(snapshot(total), source);
      if (decoded?.outcome !== 'ok') throw new Error(decoded?.outcome);
      await pipeline?.prepare(decoded.value);
      pipeline?.add(decoded.value);
      await pipeline?.flush({});
    }
    expect(await storedLossOf(node)).toEqual([60]);
  });

  it('taken by two processes at the same time are stored by one: the other one has to read again', async () => {
    const parts = partsOf(await setUp());
    const { node, snapshot } = falco();
    const pipelines = [new Pipeline(parts), new Pipeline(parts)];
    for (const [index, pipeline] of pipelines.entries()) {
      const decoded = pipeline.decodeJson(snapshot(100 + index), source);
      if (decoded.outcome !== 'ok') throw new Error(decoded.outcome);
      await pipeline.prepare(decoded.value);
      pipeline.add(decoded.value);
    }
    await pipelines[0]?.flush({});
    await expect(pipelines[1]?.flush({})).rejects.toThrow(StaleStateError);
    expect(await storedLossOf(node)).toEqual([100]);
  });
});
