/**
 * Speed of the collector: a real broker, a real Postgres, one run. Prints JSON Lines. The ratios are of CPU seconds per
 * observation, the limit's divided by the collector's, as wall clock says little on a shared machine.
 */
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createKafka, type KafkaLogger } from '#libs/kafka';
import { createDataSource, migrate } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import kafkajs from 'kafkajs';
import { z } from 'zod';
import { startKafka } from '../test/services/kafka.js';
import { startTestPostgres } from '../test/services/postgres.js';
import { NODES, nativeEvent, seeded } from './collector/generate.js';
import { tetragonEvent } from './collector/tetragon.js';

const PARTITIONS = 8;
const OBSERVATIONS = Number(process.env['BENCH_OBSERVATIONS'] ?? 1_000_000);
const SINGLE_EVENTS = Number(process.env['BENCH_SINGLE_EVENTS'] ?? 500_000);
const PER_MESSAGE = 50;
const silent: KafkaLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function print(figure: string, value: number | null, unit: string, reason?: string): void {
  const rounded = value === null ? null : Number(value.toPrecision(4));
  process.stdout.write(
    `${JSON.stringify({ figure, value: rounded, unit, ...(reason === undefined ? {} : { reason }) })}\n`,
  );
}

const measured = z.object({ cpu: z.number(), wall: z.number(), rss: z.number() });

const broker = await startKafka();
const postgres = await startTestPostgres();
const folder = mkdtempSync(join(tmpdir(), 'bench-collector-'));
const topicSettings = join(folder, 'topics.yaml');
writeFileSync(
  topicSettings,
  'topics: { single-events: { format: tetragon, covers: [capability, exec, file, connect] } }\n',
);
const TOPICS = ['native-batches', 'single-events'] as const;

const environment = (topic: (typeof TOPICS)[number], databaseUrl: string) => ({
  DATABASE_URL: databaseUrl,
  KAFKA_BROKERS: broker.plain,
  KAFKA_TOPICS: topic,
  KAFKA_GROUP_ID: randomUUID(),
  ...(topic === 'single-events' ? { KAFKA_TOPIC_SETTINGS_FILE: topicSettings } : {}),
});

async function measure(
  mode: 'limit' | 'collector',
  topic: (typeof TOPICS)[number],
  messages: number,
): Promise<z.infer<typeof measured>> {
  const databaseUrl = await postgres.createDatabase(`bench_${randomUUID().replaceAll('-', '')}`);
  const settings = loadConfig(environment(topic, databaseUrl));
  const dataSource = await createDataSource(settings.database).initialize();
  await migrate(dataSource);
  await dataSource.destroy();
  const child = fork(fileURLToPath(new URL('collector/consume.js', import.meta.url)), {
    env: {
      ...process.env,
      ...environment(topic, databaseUrl),
      BENCH_MODE: mode,
      BENCH_MESSAGES: String(messages),
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [...process.execArgv],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(measured.parse(message)));
    child.once('exit', (code) => reject(new Error(`the measured process ended with ${code}`)));
  });
}

interface Produced {
  readonly partition: number;
  readonly key: string;
  readonly value: string;
}

/** Writes so many messages to a topic, in the order in which they are made. */
async function produce(topic: (typeof TOPICS)[number], total: number, next: () => Produced): Promise<void> {
  const { kafka } = loadConfig(environment(topic, postgres.url));
  const client = createKafka({ ...kafka, brokers: [broker.plain] }, silent);
  const admin = client.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: PARTITIONS }], waitForLeaders: true });
  await admin.disconnect();
  const producer = client.producer();
  await producer.connect();
  for (let at = 0; at < total; at += 500) {
    const messages = Array.from({ length: Math.min(500, total - at) }, next);
    await producer.send({ topic, messages, compression: kafkajs.CompressionTypes.LZ4 });
  }
  await producer.disconnect();
}

/** The limit and the collector on the same topic, one after the other; `name` is the middle of the figures' names. */
async function compare(
  name: string,
  topic: (typeof TOPICS)[number],
  messages: number,
  observations: number,
  unit: string,
): Promise<void> {
  const limit = await measure('limit', topic, messages);
  const collector = await measure('collector', topic, messages);
  print(`collector.${name}.ratio`, limit.cpu / collector.cpu, 'ratio');
  print(`collector.${name}.limit_cpu`, (limit.cpu / observations) * 1e6, `us/${unit}`);
  print(`collector.${name}.cpu`, (collector.cpu / observations) * 1e6, `us/${unit}`);
  print(`collector.${name}.limit_rate`, observations / limit.wall, `${unit}s/s`);
  print(`collector.${name}.rate`, observations / collector.wall, `${unit}s/s`);
  print(`collector.${name}.peak_rss_mb`, collector.rss / 1024 ** 2, 'MB');
}

try {
  const random = seeded(1);
  const sequences = Array.from({ length: NODES }, () => 0);
  const batches = Math.ceil(OBSERVATIONS / PER_MESSAGE);
  let batch = 0;
  await produce('native-batches', batches, () => {
    const node = batch % NODES;
    batch += 1;
    const sequence = sequences[node] ?? 0;
    sequences[node] = sequence + 1;
    const value = JSON.stringify(nativeEvent(random, node, sequence, PER_MESSAGE));
    return { partition: node % PARTITIONS, key: `bench/node-${node}`, value };
  });
  await compare('batch', 'native-batches', batches, OBSERVATIONS, 'observation');

  let event = 0;
  await produce('single-events', SINGLE_EVENTS, () => {
    event += 1;
    return { partition: event % PARTITIONS, key: '', value: JSON.stringify(tetragonEvent(random)) };
  });
  await compare('single', 'single-events', SINGLE_EVENTS, SINGLE_EVENTS, 'event');
} finally {
  await broker.stop();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
