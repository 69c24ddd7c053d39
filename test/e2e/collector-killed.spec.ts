import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { byName, IngestionMetrics, readProfiles, RequestIngestion } from '#libs/ingestion';
import { createKafka, type KafkaLogger } from '#libs/kafka';
import { createDataSource, rows } from '#libs/persistence';
import { type Config, loadConfig } from '#libs/platform';
import { itemBounds } from '#libs/profiles';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { calls, listens, TestAgent, writes } from '../fixtures/runtime-events.js';
import { createDatabase, kafkaBrokers } from '../services/index.js';

const PARTITIONS = 6;
const EVENTS = 12_000;
const silent: KafkaLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const topic = `runtime-events-${randomUUID()}`;
const collectors: ChildProcess[] = [];
const dataSources: DataSource[] = [];

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
});
afterAll(async () => {
  for (const collector of collectors) collector.kill('SIGKILL');
  for (const dataSource of dataSources) await dataSource.destroy();
});

async function connect(
  environment: Record<string, string> = {},
): Promise<{ config: Config; dataSource: DataSource }> {
  const config = loadConfig({ DATABASE_URL: await createDatabase(), ...environment });
  const dataSource = await createDataSource(config.database).initialize();
  dataSources.push(dataSource);
  return { config, dataSource };
}

/** A collector as it is delivered; nothing less can be killed. */
function startCollector(environment: Readonly<Record<string, string>>): ChildProcess {
  const collector = fork('dist/apps/collector/src/main.js', {
    env: { ...process.env, ...environment },
    stdio: 'ignore',
  });
  collectors.push(collector);
  return collector;
}

/** Events of agents on some nodes: many repeats, crowded directories, several days. */
function eventsOf(agents: readonly TestAgent[]): { readonly partition: number; readonly event: object }[] {
  return Array.from({ length: EVENTS }, (_, n) => {
    const partition = n % agents.length;
    const day = `2026-03-0${1 + (n % 3)}`;
    const at = {
      count: 1 + (n % 5),
      first: `${day}T10:00:00.${String(n).padStart(9, '0')}Z`,
      last: `${day}T11:00:00Z`,
    };
    const name = `app-${n % 40}-7d9c5`;
    const event = agents[partition]?.event(
      [
        {
          pod: `${name}-${'bcdfg'[n % 5] ?? ''}x2z4`,
          owner: { kind: 'ReplicaSet', name },
          observations: [
            calls(`call_${n % 17}`, at),
            listens(8000 + (n % 7), at),
            writes(`/data/${n % 60}`, at),
          ],
        },
      ],
      { sentAt: `${day}T11:30:00Z` },
    );
    return { partition, event: event ?? {} };
  });
}

/** Everything observed, without ids. */
async function profilesOf(dataSource: DataSource): Promise<string> {
  const workloads = await rows(
    dataSource,
    z.object({ cluster: z.string(), namespace: z.string(), kind: z.string(), name: z.string() }),
    `SELECT cluster, namespace, kind, name FROM workloads ORDER BY cluster, namespace, kind, name`,
  );
  const profiles = await readProfiles(dataSource, workloads, {}, itemBounds(2000));
  return JSON.stringify([...profiles.values()].sort((a, b) => (a.workload.name < b.workload.name ? -1 : 1)));
}

async function stored(dataSource: DataSource): Promise<number> {
  const [row] = await rows(
    dataSource,
    z.object({ read: z.int() }),
    `SELECT coalesce(sum(next_offset), 0)::integer AS read FROM kafka_offsets`,
  );
  return row?.read ?? 0;
}

it('collectors that are killed again and again store what one would have stored undisturbed', async () => {
  const brokers = await kafkaBrokers();
  const { config, dataSource } = await connect();
  const kafka = { ...config.kafka, brokers };
  const admin = createKafka(kafka, silent).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: PARTITIONS }], waitForLeaders: true });
  await admin.disconnect();

  const events = eventsOf(Array.from({ length: PARTITIONS }, (_, n) => new TestAgent({ node: `node-${n}` })));
  const malformed: string[] = [];
  const nextOffset = Array.from({ length: PARTITIONS }, () => 0);
  const messages: { partition: number; value: string }[] = [];
  const add = (partition: number, value: string): void => {
    messages.push({ partition, value });
    nextOffset[partition] = (nextOffset[partition] ?? 0) + 1;
  };
  for (const [n, { partition, event }] of events.entries()) {
    add(partition, JSON.stringify(event));
    if (n % 20 === 0) add(partition, JSON.stringify(event));
    if (n % 100 !== 0) continue;
    malformed.push(`${partition}/${nextOffset[partition] ?? 0}`);
    add(partition, `{"broken": ${n}`);
  }

  const environment = {
    DATABASE_URL: config.database.url,
    KAFKA_BROKERS: brokers.join(','),
    KAFKA_TOPICS: topic,
    KAFKA_GROUP_ID: topic,
    KAFKA_SESSION_TIMEOUT: '6s',
    KAFKA_MAX_BYTES_PER_PARTITION: '64KiB',
    INGESTION_FLUSH_INTERVAL: '50ms',
    COLLECTOR_HEALTH_PORT: '0',
    LOG_LEVEL: 'silent',
  };
  const running = [1, 2, 3].map(() => startCollector(environment));
  const producer = createKafka(kafka, silent).producer();
  await producer.connect();
  // A part at a time, with a kill after each as soon as some of it is stored.
  const parts = 6;
  for (let part = 0; part < parts; part += 1) {
    const before = await stored(dataSource);
    const size = Math.ceil(messages.length / parts);
    await producer.send({ topic, messages: messages.slice(part * size, (part + 1) * size) });
    await expect.poll(() => stored(dataSource), { timeout: 60_000, interval: 20 }).toBeGreaterThan(before);
    const victim = part % running.length;
    running[victim]?.kill('SIGKILL');
    running[victim] = startCollector(environment);
  }
  await producer.disconnect();
  await expect.poll(() => stored(dataSource), { timeout: 90_000, interval: 100 }).toBe(messages.length);

  const undisturbed = await connect();
  const ingestion = new RequestIngestion({
    dataSource: undisturbed.dataSource,
    settings: undisturbed.config,
    resolver: byName,
    metrics: new IngestionMetrics(new Registry()),
    now: () => new Date(),
  });
  for (let at = 0; at < events.length; at += 1_000) {
    await ingestion.ingest({ json: events.slice(at, at + 1_000).map(({ event }) => event) });
  }
  const profiles = await profilesOf(undisturbed.dataSource);
  expect(profiles.length).toBeGreaterThan(50_000);
  expect(await profilesOf(dataSource)).toBe(profiles);
  const letters = await rows(
    dataSource,
    z.object({ place: z.string() }),
    `SELECT partition || '/' || message_offset AS place FROM dead_letters`,
  );
  expect(letters.map(({ place }) => place).sort((a, b) => (a < b ? -1 : 1))).toEqual(
    malformed.sort((a, b) => (a < b ? -1 : 1)),
  );
}, 240_000);
