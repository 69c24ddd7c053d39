import type { ObservedPod } from '#libs/events';
import {
  byName,
  IngestionMetrics,
  listWorkloads,
  ParkedPods,
  parkEverything,
  readProfiles,
  RequestIngestion,
} from '#libs/ingestion';
import { beginTerm, inventoryResolver } from '#libs/inventory';
import { createDataSource, Reach } from '#libs/persistence';
import { type Config, loadConfig } from '#libs/platform';
import { itemBounds } from '#libs/profiles';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { calls, listens, type Seen, TestAgent, writes } from '../../../../test/fixtures/runtime-events.js';
import { settleParked, tellInventory, tooLate } from '../../../../test/fixtures/watched-cluster.js';
import { createDatabase } from '../../../../test/services/index.js';

type Json = Readonly<Record<string, unknown>>;

function watcherNamed(name: string) {
  return { name, clusterIdentity: 'c1' };
}

let dataSource: DataSource;
let config: Config;
let cluster = '';
let clusters = 0;

beforeAll(async () => {
  config = loadConfig({ DATABASE_URL: await createDatabase() });
  dataSource = await createDataSource(config.database).initialize();
});
afterAll(() => dataSource.destroy());
beforeEach(async () => {
  await watch();
});

/** A cluster that is watched, and of which nothing is known yet. */
async function watch(): Promise<void> {
  clusters += 1;
  cluster = `parking-${clusters}`;
  await beginTerm(dataSource, { cluster, term: 1 }, watcherNamed('collector-1'), new Date());
}

function ingestion(mostParked = 100): RequestIngestion {
  return new RequestIngestion({
    dataSource,
    resolver: inventoryResolver(dataSource, { otherwise: byName, mostParked, keepFor: 0 }),
    settings: config,
    metrics: new IngestionMetrics(new Registry()),
    now: () => new Date('2026-03-02T00:00:00Z'),
  });
}

const settle = (at?: Date) => settleParked(dataSource, at);

const tell = (kind: string, ...present: readonly Json[]) =>
  tellInventory(dataSource, cluster, { kind, present });

const template = { metadata: {}, spec: { containers: [{ name: 'nginx', image: 'nginx:1.27' }] } };

function object(name: string, owner?: readonly [string, string], more: Json = {}): Json {
  const owners = owner && [{ apiVersion: 'v1', kind: owner[0], name: owner[1], uid: 'u', controller: true }];
  return {
    metadata: {
      namespace: 'shop',
      name,
      uid: `uid-of-shop-${name}`,
      creationTimestamp: '2026-03-01T09:00:00Z',
      ...(owners !== undefined && { ownerReferences: owners }),
      ...more,
    },
    spec: { template, ...template.spec },
  };
}

const podName = 'web-7d9c8b6f5-x2k4q';

async function tellOfWeb(): Promise<void> {
  await tell('Deployment', object('web'));
  await tell('ReplicaSet', object('web-7d9c8b6f5', ['Deployment', 'web']));
  await tell('Pod', object(podName, ['ReplicaSet', 'web-7d9c8b6f5']));
}

async function observe(
  into: RequestIngestion,
  seen: Seen,
  agent = new TestAgent({ cluster }),
): Promise<void> {
  await into.ingest({ json: agent.event([seen]) });
}

async function profile(kind: string, name: string): Promise<string> {
  const workload = { cluster, namespace: 'shop', kind, name };
  const found = await readProfiles(dataSource, [workload], {}, itemBounds(2000));
  return JSON.stringify([...found.values()]).replaceAll(cluster, 'cluster');
}

/** Workloads with runtime events, and how many pods of each. */
async function observed() {
  const found = await listWorkloads(dataSource, Reach.everything, { cluster, observed: true, limit: 100 });
  return found.map(({ kind, name, pods }) => `${kind}/${name} ${pods}`);
}

describe('a pod that the inventory does not know yet', () => {
  it('ends with the profile that it would have if it had been known, whichever came first', async () => {
    const days = { first: '2026-02-27T10:00:00Z', last: '2026-03-01T10:00:00Z', count: 5 };
    const events = async () => {
      for (const into of [ingestion(), ingestion()]) {
        await observe(into, {
          pod: podName,
          more: { fromStart: true },
          observations: [listens(80, days), calls('read')],
        });
        await observe(into, { pod: podName, container: 'other', observations: [calls('write', days)] });
      }
    };
    await tellOfWeb();
    await events();
    const known = await profile('Deployment', 'web');
    expect(known).toContain('listen');

    await watch();
    await events();
    expect(await observed()).toEqual([]);
    expect(await settle()).toMatchObject({ known: 0, expired: 0 });
    await tellOfWeb();
    expect(await settle()).toMatchObject({ known: 1, expired: 0 });
    expect(await profile('Deployment', 'web')).toBe(known);
    expect(await observed()).toEqual(['Deployment/web 1']);

    await watch();
    await observe(ingestion(), {
      pod: podName,
      more: { fromStart: true },
      observations: [listens(80, days), calls('read')],
    });
    await observe(ingestion(), { pod: podName, container: 'other', observations: [calls('write', days)] });
    await tellOfWeb();
    const late = ingestion();
    await observe(late, {
      pod: podName,
      more: { fromStart: true },
      observations: [listens(80, days), calls('read')],
    });
    await settle();
    await observe(late, { pod: podName, container: 'other', observations: [calls('write', days)] });
    expect(await profile('Deployment', 'web')).toBe(known);
  });

  it('joins the many pods that its workload has, and is none more if it is among them under its UID', async () => {
    await tell('Deployment', object('web'));
    await tell('ReplicaSet', object('web-7d9c8b6f5', ['Deployment', 'web']));
    const owner = { kind: 'ReplicaSet', name: 'web-7d9c8b6f5' };
    const names = Array.from(
      { length: 200 },
      (_, index) => `web-7d9c8b6f5-x${String(index).padStart(4, '0')}`,
    );
    const into = ingestion();
    const agent = new TestAgent({ cluster });
    for (const some of [names.slice(0, 100), names.slice(100)]) {
      const seen = some.map((pod) => ({ pod, owner, observations: [calls('read')] }));
      await into.ingest({ json: agent.event(seen) });
    }
    const ranges = await dataSource.query(
      `SELECT FROM runtime_observations o JOIN runtime_containers c ON c.id = o.container_id
         JOIN workloads w ON w.id = c.workload_id WHERE w.cluster = $1 AND pod_ranges IS NOT NULL`,
      [cluster],
    );
    expect(ranges).toHaveLength(1);
    const [member = ''] = names.slice(150);
    await observe(into, { pod: podName, observations: [calls('read')] });
    await observe(into, {
      pod: member,
      uid: `shop/${member}`,
      observations: [calls('read'), calls('write')],
    });
    const shown = async () =>
      [...(await profile('Deployment', 'web')).matchAll(/"seen":\{[^}]*"pods":(\d+)/g)].map(
        ([, pods]) => pods,
      );
    expect(await shown()).toEqual(['200']);
    await tell(
      'Pod',
      object(podName, ['ReplicaSet', owner.name]),
      object(member, ['ReplicaSet', owner.name]),
    );
    expect(await settle()).toMatchObject({ known: 2 });
    expect(await shown()).toEqual(['201', '1']);
    expect(await observed()).toEqual(['Deployment/web 201']);
  });

  it('is moved again when a process that has not heard of it goes on writing', async () => {
    const into = ingestion();
    await observe(into, { pod: podName, observations: [calls('read')] });
    await tellOfWeb();
    await settle();
    await observe(into, { pod: podName, observations: [calls('read', { count: 4 })] });
    expect(await settle()).toMatchObject({ known: 1 });
    expect(await settle()).toMatchObject({ known: 0 });
    expect(await profile('Deployment', 'web')).toContain('"count":5');
  });

  it('goes where its name says when the inventory does not learn of it in time', async () => {
    await observe(ingestion(), { pod: podName, observations: [calls('read')] });
    expect(await settle(tooLate())).toMatchObject({ expired: 1 });
    expect(await observed()).toEqual(['Deployment/web 1']);
    await observe(ingestion(), { pod: podName, observations: [calls('read', { count: 4 })] });
    expect(await settle()).toMatchObject({ known: 0, expired: 0 });
    expect(await profile('Deployment', 'web')).toContain('"count":5');
  });

  it('is parked whatever its UID looks like, and however an agent calls its owner', async () => {
    const seen = { pod: podName, uid: 'a/b%2Fc: \u00fc \u{1f600}', observations: [calls('read')] };
    await observe(ingestion(), { ...seen, owner: { kind: 'UnknownPod', name: 'x' } });
    expect(await observed()).toEqual([]);
    expect(await settle()).toMatchObject({ parked: 1 });
    expect(await settle(tooLate())).toMatchObject({ expired: 1 });
    expect(await observed()).toEqual(['UnknownPod/x 1']);
  });

  it('is not parked where too many are, nor in a cluster that nobody watches', async () => {
    await observe(ingestion(1), { pod: podName, observations: [calls('read')] });
    await observe(ingestion(1), { pod: 'api-7d9c8b6f5-x2k4q', observations: [calls('read')] });
    expect(await observed()).toEqual(['Deployment/api 1']);
    cluster = `unwatched-${clusters}`;
    await observe(ingestion(), { pod: podName, observations: [calls('read')] });
    expect(await observed()).toEqual(['Deployment/web 1']);
  });
});

describe('the move of what a parked pod did', () => {
  it('keeps by which names agents call its node: what each of them lost counts', async () => {
    for (const [node, lost] of [['node-17', 3] as const, ['falco-xczjd', 4] as const]) {
      const agent = new TestAgent({ cluster, node, covers: ['syscall'] });
      const event = agent.event([{ pod: podName, observations: [calls('read')] }], {
        lost: { syscall: lost },
      });
      await ingestion().ingest({ json: event });
    }
    await tellOfWeb();
    expect(await settle()).toMatchObject({ known: 1 });
    expect(await profile('Deployment', 'web')).toContain('"received":2,"lost":7');
  });

  it('has moved nothing when it is broken off, and everything when it is made again', async () => {
    await observe(ingestion(), { pod: podName, observations: [calls('read'), listens(80)] });
    await tellOfWeb();
    const other = dataSource.createQueryRunner();
    await other.startTransaction();
    await other.query(`SELECT FROM runtime_observations FOR UPDATE`);
    const outcome = settle().catch((error: unknown) => String(error));
    const waiting = `SELECT pid FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%DELETE FROM runtime_observations%'`;
    await vi.waitFor(async () => expect(await dataSource.query(waiting)).toHaveLength(1), {
      timeout: 10_000,
    });
    await dataSource.query(`SELECT pg_terminate_backend(pid) FROM (${waiting}) AS found`);
    expect(await outcome).toContain('terminating connection');
    await other.rollbackTransaction();
    await other.release();
    expect(await observed()).toEqual([]);
    expect(await settle()).toMatchObject({ known: 1 });
    expect(await profile('Deployment', 'web')).toContain('"count":1');
    expect(await observed()).toEqual(['Deployment/web 1']);
  });

  it('of many pods of as many workloads takes no longer for each than that of one', async () => {
    const names = Array.from({ length: 120 }, (_, n) => `job-${n}`);
    const observations = Array.from({ length: 100 }, (_, n) => writes(`/d${n % 5}/f${n}`));
    const into = ingestion(1_000);
    const agent = new TestAgent({ cluster });
    for (const container of ['nginx', 'other'])
      for (const some of [names.slice(0, 60), names.slice(60)])
        await into.ingest({
          json: agent.event(some.map((pod) => ({ pod, container, observations }))),
        });
    await tell('Pod', ...names.map((name) => object(name)));
    const failures: unknown[] = [];
    expect(await settleParked(dataSource, new Date(), (error) => failures.push(error))).toMatchObject({
      known: 120,
    });
    expect(failures).toEqual([]);
    const moved = await dataSource.query(
      `SELECT w.kind, count(*)::integer AS rows, count(DISTINCT w.id)::integer AS workloads, sum(o.count)::integer AS count
       FROM runtime_observations o JOIN runtime_containers c ON c.id = o.container_id
         JOIN workloads w ON w.id = c.workload_id
       WHERE w.cluster = $1 GROUP BY w.kind`,
      [cluster],
    );
    expect(moved).toEqual([{ kind: 'Pod', rows: 24_000, workloads: 120, count: 24_000 }]);
  });

  it('ends between two transactions when it is told to, and goes on there the next time', async () => {
    const names = Array.from({ length: 120 }, (_, n) => `task-${n}`);
    const observations = [calls('read')];
    const into = ingestion(1_000);
    const agent = new TestAgent({ cluster });
    await into.ingest({ json: agent.event(names.map((pod) => ({ pod, observations }))) });
    await tell('Pod', ...names.map((name) => object(name)));
    const stopping = new AbortController();
    const inventory = inventoryResolver(dataSource, { otherwise: parkEverything, keepFor: 0 });
    const resolver = {
      resolve: (pods: readonly ObservedPod[]) => {
        if (pods.length > 0) stopping.abort();
        return inventory.resolve(pods);
      },
    };
    const parked = new ParkedPods({
      dataSource,
      resolver,
      afterwards: resolver,
      keepFor: 600_000,
      now: () => new Date(),
      failed: () => undefined,
    });
    const first = (await parked.settle(stopping.signal))?.known ?? 0;
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(120);
    expect(await parked.settle(stopping.signal)).toMatchObject({ known: 0 });
    expect(await settle()).toMatchObject({ known: 120 - first });
  });

  it('that takes too long is made of fewer pods at a time, and a single one keeps no other parked', async () => {
    const names = ['one', 'two', 'three'];
    for (const pod of names) await observe(ingestion(), { pod, observations: [calls('read')] });
    await tell('Pod', ...names.map((name) => object(name)));
    const hurried = await createDataSource({ ...config.database, statementTimeout: 2_000 }).initialize();
    const other = dataSource.createQueryRunner();
    await other.startTransaction();
    await other.query(
      `SELECT FROM runtime_observations WHERE container_id = (
         SELECT c.id FROM runtime_containers c JOIN workloads w ON w.id = c.workload_id
         WHERE w.cluster = $1 ORDER BY w.id DESC LIMIT 1) FOR UPDATE`,
      [cluster],
    );
    const tried: number[] = [];
    const report = await settleParked(hurried, new Date(), (_, places) => tried.push(places));
    await other.rollbackTransaction();
    await other.release();
    await hurried.destroy();
    expect(report).toMatchObject({ known: 2 });
    expect([tried[0], tried.at(-1)]).toEqual([100, 1]);
    expect(tried.filter((places) => places === 1)).toEqual([1]);
    expect(await settle()).toMatchObject({ known: 1 });
    expect(await observed()).toEqual(['Pod/one 1', 'Pod/three 1', 'Pod/two 1']);
  }, 120_000);

  it('loses and doubles nothing of what comes in meanwhile', async () => {
    const writers = [ingestion(), ingestion(), ingestion()];
    await Promise.all(writers.map((into) => observe(into, { pod: podName, observations: [calls('read')] })));
    await tellOfWeb();
    const rounds = Array.from({ length: 10 }, (_, n) => n);
    await Promise.all([
      ...writers.map(async (into) => {
        for (const _ of rounds) await observe(into, { pod: podName, observations: [calls('read')] });
      }),
      (async () => {
        for (const _ of rounds) await settle();
      })(),
    ]);
    await settle();
    expect(await profile('Deployment', 'web')).toContain('"count":33');
    expect(await observed()).toEqual(['Deployment/web 1']);
  });

  it('brings the version of the template along, where only the inventory knows it', async () => {
    const labels = { 'controller-revision-hash': 'web-5d8f' };
    const pods = [0, 1].map((n) => object(`web-${n}`, ['StatefulSet', 'web'], { labels }));
    await tell('StatefulSet', object('web'));
    await observe(ingestion(), { pod: 'web-0', more: { fromStart: true }, observations: [calls('read')] });
    await tell('Pod', ...pods);
    await settle();
    await observe(ingestion(), { pod: 'web-1', more: { fromStart: true }, observations: [calls('read')] });
    const hashes = await dataSource.query(
      `SELECT name, template_hash FROM runtime_pods WHERE cluster = $1 ORDER BY name`,
      [cluster],
    );
    expect(hashes).toEqual([
      { name: 'web-0', template_hash: 'web-5d8f' },
      { name: 'web-1', template_hash: 'web-5d8f' },
    ]);
  });
});

describe('whose a pod is', () => {
  it('is told by its UID where another pod had the same name before', async () => {
    await observe(ingestion(), { pod: 'web-0', uid: 'first', observations: [calls('read')] });
    await observe(ingestion(), { pod: 'web-0', uid: 'second', observations: [calls('write')] });
    await tell('StatefulSet', object('web'));
    await tell('Pod', object('web-0', undefined, { uid: 'first' }));
    await tell('Pod', object('web-0', ['StatefulSet', 'web'], { uid: 'second' }));
    await settle();
    expect(await observed()).toEqual(['Pod/web-0 1', 'StatefulSet/web 1']);
    expect(await profile('Pod', 'web-0')).not.toContain('write');
  });

  it('is told by the hash of its configuration, for static pods: their mirror has another UID', async () => {
    const mirror = { annotations: { 'kubernetes.io/config.mirror': '5f2a' } };
    await tell('Pod', object('etcd-node-1', ['Node', 'node-1'], mirror));
    await observe(ingestion(), { pod: 'etcd-node-1', uid: '5f2a', observations: [calls('read')] });
    expect(await observed()).toEqual(['Pod/etcd-node-1 1']);
  });

  it('is told by its name where the agent knows no UID', async () => {
    await tellOfWeb();
    await observe(ingestion(), { pod: podName, uid: `shop/${podName}`, observations: [calls('read')] });
    expect(await observed()).toEqual(['Deployment/web 1']);
  });

  it('stays the same when its containers start again, whatever their ids look like', async () => {
    await tellOfWeb();
    for (const id of ['containerd://1f2e3d', '1f2e3d4c5b6a', '1f2e3d4c5b6a7f8e9d0c1b2a3f4e5d6']) {
      await observe(ingestion(), { pod: podName, more: { id }, observations: [calls('read')] });
    }
    expect(await observed()).toEqual(['Deployment/web 1']);
    expect(await profile('Deployment', 'web')).toContain('"count":3');
  });

  it('is its old workload still when that is made again under another name', async () => {
    await tellOfWeb();
    await observe(ingestion(), { pod: podName, observations: [calls('read')] });
    await tell('Deployment', object('shop-web'));
    await tell('ReplicaSet', object('shop-web-7d9c8b6f5', ['Deployment', 'shop-web']));
    await tell('Pod', object('shop-web-7d9c8b6f5-x2k4q', ['ReplicaSet', 'shop-web-7d9c8b6f5']));
    await observe(ingestion(), { pod: 'shop-web-7d9c8b6f5-x2k4q', observations: [calls('read')] });
    expect(await observed()).toEqual(['Deployment/shop-web 1', 'Deployment/web 1']);
  });

  it('is the custom controller that owns it, or its ReplicaSet', async () => {
    await tell('Pod', object('db-0', ['Postgres', 'db']));
    await tell('ReplicaSet', object('shop-6c9f', ['Rollout', 'shop']));
    await tell('Pod', object('shop-6c9f-x2k4q', ['ReplicaSet', 'shop-6c9f']));
    await observe(ingestion(), { pod: 'db-0', observations: [calls('read')] });
    await observe(ingestion(), { pod: 'shop-6c9f-x2k4q', observations: [calls('read')] });
    expect(await observed()).toEqual(['Postgres/db 1', 'Rollout/shop 1']);
  });
});
