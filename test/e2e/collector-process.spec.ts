import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '#libs/embedded-services';
import { createKafka, type KafkaLogger } from '#libs/kafka';
import { readWatch } from '#libs/inventory';
import { createDataSource } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, createTopic, kafkaBrokers } from '../services/index.js';

const processes: ChildProcess[] = [];

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
});
afterEach(() => {
  for (const each of processes.splice(0)) each.kill('SIGKILL');
});

interface Started {
  readonly collector: ChildProcess;
  readonly exited: Promise<unknown[]>;
  readonly get: (path: string) => Promise<{ readonly status: number; readonly body: string }>;
}

async function start(environment: Readonly<Record<string, string>>): Promise<Started> {
  const [port = 0] = await freePorts(1);
  const collector = fork('dist/apps/collector/src/main.js', {
    env: {
      ...process.env,
      DATABASE_URL: await createDatabase(),
      COLLECTOR_HEALTH_PORT: String(port),
      LOG_LEVEL: 'silent',
      ...environment,
    },
    stdio: 'ignore',
  });
  processes.push(collector);
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
    return { status: response?.status ?? 0, body: (await response?.text()) ?? '' };
  };
  return { collector, exited: once(collector, 'exit'), get };
}

const soon = { timeout: 30_000, interval: 100 };

describe('the collector', () => {
  it('is ready without Kafka, and ends in order on SIGTERM', async () => {
    const { collector, exited, get } = await start({});
    await expect.poll(() => get('/readyz'), soon).toMatchObject({ status: 200 });
    expect((await get('/metrics')).body).toContain('ingestion_messages_total');
    collector.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  });

  it('is ready while the cluster that it should watch can not be reached, and says so at the cluster', async () => {
    const databaseUrl = await createDatabase();
    const kubeconfig = join(mkdtempSync(join(tmpdir(), 'policy-advisor-kubeconfig-')), 'kubeconfig');
    const [nobody = 0] = await freePorts(1);
    const context = { name: 'c', context: { cluster: 'c', user: 'u' } };
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'c', cluster: { server: `https://127.0.0.1:${nobody}` } }],
      users: [{ name: 'u', user: { token: 'secret-token' } }],
      contexts: [context],
      'current-context': 'c',
    };
    writeFileSync(kubeconfig, JSON.stringify(config));
    const { collector, exited, get } = await start({
      DATABASE_URL: databaseUrl,
      KUBERNETES_WATCH: 'true',
      KUBERNETES_CLUSTER: 'far',
      KUBECONFIG: kubeconfig,
    });
    const dataSource = await createDataSource(
      loadConfig({ DATABASE_URL: databaseUrl }).database,
    ).initialize();
    const watch = () => readWatch(dataSource, 'far');
    await expect.poll(watch, soon).toMatchObject({ live: false, term: 0, error: expect.any(String) });
    expect(JSON.stringify(await watch())).not.toContain('secret-token');
    expect(await get('/readyz')).toMatchObject({ status: 200 });
    expect((await get('/metrics')).body).toMatch(/^inventory_watching\{.*\} 0$/m);
    collector.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    await dataSource.destroy();
  });

  it('ends when the process that started it is gone', async () => {
    const { collector, exited, get } = await start({});
    await expect.poll(() => get('/healthz'), soon).toMatchObject({ status: 200 });
    collector.disconnect();
    expect(await exited).toEqual([0, null]);
  });

  it('is not ready while a batch hangs, though its heartbeats go on, and is again when it is through', async () => {
    const brokers = await kafkaBrokers();
    const topic = `runtime-events-${randomUUID()}`;
    const databaseUrl = await createDatabase();
    const config = loadConfig({ DATABASE_URL: databaseUrl });
    const quiet: KafkaLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const kafka = createKafka({ ...config.kafka, brokers }, quiet);
    await createTopic(kafka, topic);
    const { collector, exited, get } = await start({
      DATABASE_URL: databaseUrl,
      KAFKA_BROKERS: brokers.join(','),
      KAFKA_TOPICS: topic,
      KAFKA_SESSION_TIMEOUT: '6s',
    });
    await expect.poll(() => get('/readyz'), soon).toMatchObject({ status: 200 });
    const dataSource = await createDataSource(config.database).initialize();
    await dataSource.transaction(async (transaction) => {
      await transaction.query('LOCK TABLE kafka_offsets IN ACCESS EXCLUSIVE MODE');
      const producer = kafka.producer();
      await producer.connect();
      await producer.send({ topic, messages: [{ value: '{}' }] });
      await producer.disconnect();
      await expect.poll(async () => (await get('/readyz')).body, soon).toContain('"kafka":"failed"');
    });
    await expect.poll(() => get('/readyz'), soon).toMatchObject({ status: 200 });
    collector.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    await dataSource.destroy();
  });

  it('is not ready while a topic is missing, nor while brokers are away, and ends in order all the same', async () => {
    const [nobody = 0] = await freePorts(1);
    const settings = [
      { KAFKA_BROKERS: (await kafkaBrokers()).join(','), KAFKA_TOPICS: 'no-such-topic' },
      { KAFKA_BROKERS: `127.0.0.1:${nobody}` },
    ];
    for (const environment of settings) {
      const { collector, exited, get } = await start(environment);
      await expect.poll(async () => (await get('/readyz')).body, soon).toContain('"kafka":"failed"');
      expect(await get('/readyz')).toMatchObject({ status: 503 });
      collector.kill('SIGTERM');
      expect(await exited).toEqual([0, null]);
    }
  });
});
