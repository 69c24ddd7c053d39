import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  kafkaBrokers,
  type RedisServer,
  startRedis,
  startTestPostgres,
  type TestPostgres,
} from '../services/index.js';
import { type CompletePostgres, debianPostgres } from '../services/debian-postgres.js';
import { root } from '../services/server-process.js';
import { documentedCommands, Shell } from './backup/documented-commands.js';
import { Alerts, type Life, live, manyManifests, Receiver } from './backup/life.js';
import { plainDeployment } from './manifests.js';
import { Product, until } from './backup/product.js';
import { BUSY_NAMESPACE, readEverything, type Readings } from './backup/readings.js';

const WORKLOADS = 300;
const { backup, restore } = documentedCommands();

let programs: CompletePostgres;
/** Operations of which the answers were compared. */
const compared = new Set<string>();

beforeAll(async () => {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
  programs = await debianPostgres();
}, 240_000);

async function query(url: string, sql: string, values: readonly unknown[] = []): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

async function number(url: string, sql: string, ...values: readonly unknown[]): Promise<number> {
  const [row] = await query(url, `SELECT coalesce((${sql})::int, 0) AS number`, values);
  return z.object({ number: z.int() }).parse(row).number;
}

/** A database of a role that may do nothing else. */
async function createOwnedDatabase(server: TestPostgres, name: string): Promise<string> {
  const url = new URL(await server.createDatabase(name));
  const [role, password] = [`owner_of_${name}`, randomBytes(16).toString('hex')];
  await query(server.url, `CREATE ROLE ${role} LOGIN PASSWORD '${password}'`);
  await query(server.url, `ALTER DATABASE ${name} OWNER TO ${role}`);
  return Object.assign(url, { username: role, password }).href;
}

const alertsStored = (url: string): Promise<number> =>
  number(
    url,
    `SELECT sum(o.count) FROM runtime_observations o JOIN runtime_containers c ON c.id = o.container_id
     JOIN workloads w ON w.id = c.workload_id WHERE w.namespace = $1`,
    BUSY_NAMESPACE,
  );

/** The sum over all partitions. */
const alertsRead = (url: string, topic: string): Promise<number> =>
  number(url, `SELECT sum(next_offset) FROM kafka_offsets WHERE topic = $1`, topic);

const cases = [
  {
    queue: 'in Postgres',
    restored: 'by the documented commands, on the same Postgres',
    command: backup,
    newer: false,
  },
  {
    queue: 'in Redis',
    restored: 'by the documented commands, on the newest Postgres',
    command: backup,
    newer: true,
  },
  {
    queue: 'in Postgres',
    restored: 'with the queue, as a copy of the whole server is',
    command: backup.replace(' --exclude-schema=bullmq', ''),
    newer: false,
  },
] as const;

describe.each(cases)(
  'a backup that is taken while all processes work, queue $queue, restored $restored',
  (the) => {
    let folder: string;
    const key = randomBytes(32).toString('hex');
    const receiver = new Receiver();
    const servers: TestPostgres[] = [];
    const redises: RedisServer[] = [];
    let alerts: Alerts;
    let life: Life;
    let source: { readonly product: Product; readonly url: string };
    let copy: { readonly product: Product; readonly url: string };
    let before: Readings;
    /** What was asked when the queue could not be reached any more. */
    let waiting: { readonly simulation: string; readonly delivery: string };
    let running: string;

    async function redis(): Promise<RedisServer | undefined> {
      if (the.queue !== 'in Redis') return undefined;
      const server = await startRedis();
      redises.push(server);
      return server;
    }

    async function productOn(url: string, name: string, server: RedisServer | undefined): Promise<Product> {
      const environment = {
        DATABASE_URL: url,
        ...(server !== undefined && { REDIS_URL: server.url }),
        BOOTSTRAP_API_KEY_FILE: join(folder, 'key'),
        KAFKA_BROKERS: (await kafkaBrokers()).join(','),
        KAFKA_TOPICS: alerts.topic,
        KAFKA_TOPIC_SETTINGS_FILE: join(folder, 'topics.yaml'),
        KAFKA_GROUP_ID: alerts.topic,
        KAFKA_SESSION_TIMEOUT: '6s',
        INGESTION_FLUSH_INTERVAL: '100ms',
        RETENTION_OBSERVATIONS: '3650d', // the days of the alerts have long gone
        SIMULATION_CHUNK_SIZE: '5',
        SIMULATION_RECONCILE_INTERVAL: '1s',
        SIMULATION_DEBOUNCE: '0ms',
        WEBHOOK_ALLOW_HTTP: 'true',
        WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
        LOG_LEVEL: 'warn',
      };
      return Product.on(environment, { key, folder, name });
    }

    /** From now on no job gets into the queue or out of it. Returns what lets go of it. */
    async function blockQueue(url: string): Promise<() => Promise<void>> {
      const [server] = redises;
      if (server !== undefined) {
        await server.kill();
        return async () => undefined;
      }
      const client = new Client({ connectionString: url });
      await client.connect();
      await client.query('BEGIN');
      await client.query('LOCK TABLE bullmq.job IN EXCLUSIVE MODE');
      return () => client.end();
    }

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'policy-advisor-backup-'));
      writeFileSync(join(folder, 'key'), key, { mode: 0o600 });
      alerts = new Alerts(await kafkaBrokers());
      await alerts.start();
      writeFileSync(
        join(folder, 'topics.yaml'),
        `topics: { ${alerts.topic}: { format: falco, cluster: edge, covers: [file] } }\n`,
      );
      const shell = new Shell(folder, programs.folder);

      const old = await startTestPostgres({ binaries: programs, commitsSurvive: true });
      servers.push(old);
      const url = await createOwnedDatabase(old, 'advisor');
      await shell.run('node dist/apps/cli/src/migrate/main.js', url);
      source = { url, product: await productOn(url, 'source', await redis()) };
      await source.product.start('api', 'worker', 'collector');
      await source.product.ask('PUT', '/clusters/large/manifests', {
        body: manyManifests(WORKLOADS),
        type: 'application/yaml',
      });
      life = await live(source.product, await receiver.start());
      await alerts.send(500);
      await until(() => alertsStored(url), 500);
      const holder = new Client({ connectionString: url });
      await holder.connect();
      await holder.query('BEGIN');
      running = await source.product.make('/simulations', {
        body: { name: 'large', policies: [{ id: life.policy }], scope: { clusters: ['large'] } },
      });
      // Its last part is held until the backup has been taken: however fast the worker is, it does not end before.
      const last = `SELECT FROM simulation_chunks WHERE simulation_id = $1 AND state <> 'done'
         ORDER BY chunk DESC LIMIT 1 FOR UPDATE`;
      await until(async () => (await holder.query(last, [running])).rowCount, 1);
      await until(
        () => number(url, `SELECT count(*) > 5 FROM simulation_results WHERE simulation_id = $1`, running),
        1,
      );
      const unblock = await blockQueue(url);
      const simulation = await source.product.make('/simulations', {
        body: { policies: [{ id: life.policy }], scope: { clusters: ['prod'] } },
      });
      const delivery = await source.product.make(`/webhooks/${life.webhook}/ping`, {});
      waiting = { simulation, delivery };
      before = await readEverything(source.product);

      await alerts.sendDuring(() => shell.run(the.command, url));
      await alerts.send(100);
      await until(() => alertsRead(url, alerts.topic), alerts.sent);
      await unblock();
      await holder.end();
      await source.product.lose();

      const target = the.newer ? await startTestPostgres({ commitsSurvive: true }) : old;
      if (target !== old) servers.push(target);
      const restoredUrl = await createOwnedDatabase(target, 'restored');
      await shell.run(restore, restoredUrl);
      copy = { url: restoredUrl, product: await productOn(restoredUrl, 'copy', await redis()) };
      await copy.product.start('api');
    }, 240_000);

    afterAll(async () => {
      await source?.product.lose();
      await copy?.product.lose();
      await alerts?.stop();
      receiver.stop();
      for (const each of [...redises, ...servers]) await each.stop();
      rmSync(folder, { recursive: true, force: true });
    }, 60_000);

    it('is of the Postgres that it should be of', async () => {
      const version = (url: string) =>
        number(url, `SELECT current_setting('server_version_num')::int / 10000`);
      expect(await version(source.url)).toBe(programs.major);
      expect(await version(copy.url)).toBe(the.newer ? 18 : programs.major);
    });

    it('has everything that the API showed before', async () => {
      const after = await readEverything(copy.product);
      for (const operation of after.operations) compared.add(operation);
      expect([...after.answers.keys()]).toEqual([...before.answers.keys()]);
      for (const [path, answer] of before.answers) expect.soft(after.answers.get(path), path).toEqual(answer);
      expect(before.answers.size).toBeGreaterThan(80);
    });

    it('has the keys: those that were valid are, those that were revoked are not', async () => {
      const list = await copy.product.ask('GET', '/policies', { key: life.editorKey });
      expect(list).toEqual(before.answers.get('/policies?limit=50'));
      await expect(copy.product.ask('GET', '/keys', { key: life.editorKey })).rejects.toThrow('403');
      await expect(copy.product.ask('GET', '/policies', { key: randomUUID() })).rejects.toThrow('401');
    });

    it('was taken in the middle of everything', async () => {
      const unfinished = `SELECT count(*) FROM simulations WHERE status IN ('queued', 'running')`;
      expect(await number(copy.url, unfinished)).toBe(2);
      const results = await number(
        copy.url,
        `SELECT count(*) FROM simulation_results WHERE simulation_id = $1`,
        running,
      );
      expect(results).toBeGreaterThan(5);
      expect(results).toBeLessThan(WORKLOADS);
      const stored = await alertsStored(copy.url);
      expect(stored).toBe(await alertsRead(copy.url, alerts.topic));
      expect(stored).toBeGreaterThanOrEqual(500);
      expect(stored).toBeLessThan(alerts.sent);
    });

    it('goes on with what had not ended, in an empty queue, and loses and doubles nothing', async () => {
      await copy.product.start('worker');
      const results = async (id: string) => {
        const view = await copy.product.ask('GET', `/simulations/${id}/results`);
        return z.object({ items: z.array(z.unknown()) }).parse(view).items;
      };
      await copy.product.reached(`/simulations/${waiting.simulation}`, { status: 'succeeded' });
      expect(await results(waiting.simulation)).toHaveLength(3);
      await copy.product.reached(`/simulations/${running}`, {
        status: 'succeeded',
        progress: { done: WORKLOADS, total: WORKLOADS },
        summary: { workloads: WORKLOADS },
      });
      expect(
        await number(copy.url, `SELECT count(*) FROM simulation_results WHERE simulation_id = $1`, running),
      ).toBe(WORKLOADS);
      await until(async () => receiver.toldWith(life.webhookSecret, waiting.delivery), true);
      await until(() => number(copy.url, 'SELECT count(*) FROM outbox'), 0);
    });

    it('reads on from its own offsets: what came after it is counted once', async () => {
      await copy.product.start('collector');
      await until(() => alertsRead(copy.url, alerts.topic), alerts.sent);
      expect(await alertsStored(copy.url)).toBe(alerts.sent);
      expect(await alertsStored(source.url)).toBe(alerts.sent);
    });

    it('goes on: a continuous simulation notes what changes from now on', async () => {
      const { continuous } = life;
      await copy.product.ask('PUT', '/clusters/prod/manifests', {
        body: plainDeployment,
        type: 'application/yaml',
      });
      await copy.product.reached(`/simulations/${continuous}`, {
        status: 'active',
        continuous: { changes: 4 },
      });
      const history = await copy.product.ask('GET', `/simulations/${continuous}/history`);
      expect(z.object({ items: z.array(z.object({ seq: z.int() })) }).parse(history).items).toHaveLength(4);
    });
  },
);

describe('what is compared', () => {
  it('is every operation that reads', () => {
    const { paths } = z
      .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
      .parse(JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8')));
    const reading = Object.entries(paths)
      .filter(([path, operations]) => 'get' in operations && path.startsWith('/api/v1/'))
      .map(([path]) => path.replace('/api/v1', ''))
      .filter((path) => path !== '/simulations/{id}/events'); // the history, as a stream
    expect([...compared].toSorted()).toEqual(reading.toSorted());
  });
});
