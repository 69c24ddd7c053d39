/**
 * Speed of the collector: a real broker, a real Postgres, one run. Prints JSON Lines. The ratios are of CPU seconds per
 * observation, the limit's divided by the collector's, as wall clock says little on a shared machine.
 */
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { createKafka, type KafkaLogger } from '#libs/kafka';
import { createDataSource, migrate } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import kafkajs from 'kafkajs';
import { z } from 'zod';
import { startKafka } from '../test/services/kafka.js';
import { startTestPostgres } from '../test/services/postgres.js';
import { NODES, nativeEvent, seeded } from './collector/generate.js';

const PARTITIONS = 8;
const OBSERVATIONS = Number(process.env['BENCH_OBSERVATIONS'] ?? 1_000_000);
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
const environment = (topic: string, databaseUrl: string) => ({
  DATABASE_URL: databaseUrl,
  KAFKA_BROKERS: broker.plain,
  KAFKA_TOPICS: topic,
  KAFKA_GROUP_ID: randomUUID(),
});

async function measure(
  mode: 'limit' | 'collector',
  topic: string,
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

try {
  const topic = 'native-batches';
  const { kafka } = loadConfig(environment(topic, postgres.url));
  const client = createKafka({ ...kafka, brokers: [broker.plain] }, silent);
  const admin = client.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: PARTITIONS }], waitForLeaders: true });
  await admin.disconnect();
  const producer = client.producer();
  await producer.connect();
  const random = seeded(1);
  const total = Math.ceil(OBSERVATIONS / PER_MESSAGE);
  const sequences = Array.from({ length: NODES }, () => 0);
  for (let at = 0; at < total; at += 500) {
    const messages = Array.from({ length: Math.min(500, total - at) }, (_, n) => {
      const node = (at + n) % NODES;
      const sequence = sequences[node] ?? 0;
      sequences[node] = sequence + 1;
      return {
        partition: node % PARTITIONS,
        key: `bench/node-${node}`,
        value: JSON.stringify(nativeEvent(random, node, sequence, PER_MESSAGE)),
      };
    });
    await producer.send({ topic, messages, compression: kafkajs.CompressionTypes.LZ4 });
  }
  await producer.disconnect();
  const limit = await measure('limit', topic, total);
  const collector = await measure('collector', topic, total);
  print('collector.batch.ratio', limit.cpu / collector.cpu, 'ratio');
  print('collector.batch.limit_cpu', (limit.cpu / OBSERVATIONS) * 1e6, 'us/observation');
  print('collector.batch.cpu', (collector.cpu / OBSERVATIONS) * 1e6, 'us/observation');
  print('collector.batch.limit_rate', OBSERVATIONS / limit.wall, 'observations/s');
  print('collector.batch.rate', OBSERVATIONS / collector.wall, 'observations/s');
  print('collector.peak_rss_mb', collector.rss / 1024 ** 2, 'MB');
} finally {
  await broker.stop();
  await postgres.stop();
}
