import { byName, IngestionMetrics, listWorkloads, readProfiles, RequestIngestion } from '#libs/ingestion';
import { beginTerm, inventoryResolver } from '#libs/inventory';
import { createDataSource, Reach } from '#libs/persistence';
import { type Config, loadConfig } from '#libs/platform';
import { itemBounds } from '#libs/profiles';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { settleParked, tellInventory, tooLate } from '../../../../test/fixtures/watched-cluster.js';
import { createDatabase } from '../../../../test/services/index.js';
import { calls, falcoRead, TestAgent } from '../../../../test/fixtures/runtime-events.js';

type Json = Readonly<Record<string, unknown>>;

let dataSource: DataSource;
let config: Config;
let cluster = '';
let clusters = 0;
let metrics: Registry;
/** Statements that looked for containers. */
let lookedUp = 0;

beforeAll(async () => {
  config = loadConfig({ DATABASE_URL: await createDatabase() });
  dataSource = await createDataSource(config.database).initialize();
});
afterAll(() => dataSource.destroy());
beforeEach(async () => {
  clusters += 1;
  cluster = `identity-${clusters}`;
  lookedUp = 0;
  await beginTerm(
    dataSource,
    { cluster, term: 1 },
    { name: 'collector-1', clusterIdentity: 'c1' },
    new Date(),
  );
});

const now = () => new Date('2026-03-02T00:00:00Z');

function ingestion(mostParked = 100): RequestIngestion {
  metrics = new Registry();
  const runner = {
    query: (sql: string, parameters?: unknown[]) => {
      if (sql.includes('inventory_containers')) lookedUp += 1;
      return dataSource.query(sql, parameters);
    },
  };
  const resolver = inventoryResolver(runner, { otherwise: byName, mostParked, keepFor: 0 });
  return new RequestIngestion({
    dataSource,
    resolver,
    settings: config,
    metrics: new IngestionMetrics(metrics),
    now,
  });
}

const settle = (at?: Date) => settleParked(dataSource, at);

const tell = (present: readonly Json[], gone: readonly Json[] = [], at = new Date(), kind = 'Pod') =>
  tellInventory(dataSource, cluster, { kind, present, gone, at });

const hex = (digits: string): string => digits.repeat(64 / digits.length);

interface Run {
  readonly uid?: string;
  readonly created?: string;
  readonly ids?: Readonly<Record<string, string>>;
  readonly before?: Readonly<Record<string, string>>;
  readonly owner?: readonly [string, string];
}

/** A pod of the StatefulSet `db`, and the ids that its containers have, or had before they started again. */
function pod(
  name: string,
  {
    uid = `uid-of-${name}`,
    created = '2026-03-01T09:00:00Z',
    ids = {},
    before = {},
    owner = ['Postgres', 'db'],
  }: Run = {},
): Json {
  return {
    metadata: {
      namespace: 'shop',
      name,
      uid,
      creationTimestamp: created,
      ownerReferences: [{ apiVersion: 'v1', kind: owner[0], name: owner[1], uid: 'u', controller: true }],
    },
    spec: { containers: Object.keys(ids).map((container) => ({ name: container, image: 'db:1' })) },
    status: {
      containerStatuses: Object.entries(ids).map(([container, id]) => ({
        name: container,
        containerID: `containerd://${id}`,
        lastState:
          before[container] === undefined
            ? {}
            : { terminated: { containerID: `containerd://${before[container]}` } },
      })),
    },
  };
}

/** What Falco sees in a container of which it does not know the pod. */
function read(id: string, path: string, time = '2026-03-01T10:20:00Z'): Json {
  const alert = falcoRead('shop', `${cluster} ${id} ${path} ${time}`, { path, time });
  const {
    'k8s.ns.name': _namespace,
    'k8s.pod.name': _pod,
    'container.name': _name,
    ...fields
  } = alert.output_fields;
  return { ...alert, output_fields: { ...fields, 'container.id': id } };
}

/** What Falco sees in a pod of which it knows the name; and, if it is given, the id of the container. */
function readBy(name: string, path: string, time: string, id?: string): Json {
  const alert = falcoRead('shop', `${cluster} ${name} ${path} ${time}`, { pod: name, path, time });
  return { ...alert, output_fields: { ...alert.output_fields, 'container.id': id ?? null } };
}

async function ingest(events: readonly Json[], into = ingestion()): Promise<void> {
  await into.ingest({ json: events }, undefined, { cluster });
}

async function observed() {
  const found = await listWorkloads(dataSource, Reach.everything, { cluster, observed: true, limit: 100 });
  return found.map(({ kind, name, containers, pods }) => `${kind}/${name} ${containers.join()} ${pods}`);
}

async function profile(): Promise<string> {
  const workload = { cluster, namespace: 'shop', kind: 'Postgres', name: 'db' };
  const found = await readProfiles(dataSource, [workload], {}, itemBounds(2000));
  return JSON.stringify([...found.values()]).replaceAll(cluster, 'cluster');
}

/** How many pods have shown what, in how many. */
async function shown(): Promise<Readonly<Record<string, string>>> {
  const workload = { cluster, namespace: 'shop', kind: 'Postgres', name: 'db' };
  const found = [...(await readProfiles(dataSource, [workload], {}, itemBounds(2000))).values()];
  return Object.fromEntries(
    found.flatMap(({ pods, containers }) =>
      containers.flatMap(({ items }) =>
        items.map(({ item, seen }) => [
          'path' in item ? item.path : item.dimension,
          `${seen.pods} of ${pods}`,
        ]),
      ),
    ),
  );
}

async function messages(outcome: string, reason: string): Promise<number> {
  const found = await metrics.getSingleMetric('ingestion_messages_total')?.get();
  const values = found?.values ?? [];
  return values
    .filter(({ labels }) => labels['outcome'] === outcome && labels['reason'] === reason)
    .reduce((sum, { value }) => sum + value, 0);
}

describe('a container of which only the id is known', () => {
  const id = hex('5c9d');

  it.each([12, 31, 64])('is of the pod that has it, if %i digits of the id are known', async (digits) => {
    await tell([
      pod('db-0', { ids: { postgres: id, exporter: hex('77') } }),
      pod('db-1', { ids: { postgres: hex('5c9e') } }),
    ]);
    await ingest([read(id.slice(0, digits), '/data/a'), read(hex('77').slice(0, digits), '/metrics')]);
    expect(await observed()).toEqual(['Postgres/db exporter,postgres 1']);
    expect(await shown()).toEqual({ '/data/a': '1 of 1', '/metrics': '1 of 1' });
    expect(await messages('ok', '')).toBe(2);
  });

  it('is of the same pod as what an agent saw that knows the UID', async () => {
    await tell([pod('db-0', { ids: { postgres: id } })]);
    const into = ingestion();
    const seen = { pod: 'db-0', uid: 'uid-of-db-0', container: 'postgres', observations: [calls('read')] };
    await into.ingest({ json: new TestAgent({ cluster }).event([seen]) });
    await ingest([read(id.slice(0, 12), '/data/a'), read(id, '/data/a')], into);
    expect(await shown()).toEqual({ '/data/a': '1 of 1', syscall: '1 of 1' });
  });

  it('stays of its pod when it starts again, under either id', async () => {
    const again = hex('e1');
    await tell([pod('db-0', { ids: { postgres: id } })]);
    await tell([pod('db-0', { ids: { postgres: again }, before: { postgres: id } })]);
    await tell([pod('db-0', { ids: { postgres: hex('e2') }, before: { postgres: again } })]);
    await ingest([
      read(id.slice(0, 31), '/data/a'),
      read(again.slice(0, 12), '/data/b'),
      read(hex('e2'), '/data/c'),
    ]);
    expect(await shown()).toEqual({ '/data/a': '1 of 1', '/data/b': '1 of 1', '/data/c': '1 of 1' });
  });

  it('is forgotten a day after it was gone, if its pod has others since', async () => {
    const day = 86_400_000;
    const at = (days: number) => new Date(Date.parse('2026-03-01T09:00:00Z') + days * day);
    await tell([pod('db-0', { ids: { postgres: id } })], [], at(0));
    await tell([pod('db-0', { ids: { postgres: hex('e1') } })], [], at(1));
    await tell([pod('db-0', { ids: { postgres: hex('e2') } })], [], at(1.5));
    const ids = async () =>
      (
        await dataSource.query(`SELECT id FROM inventory_containers WHERE cluster = $1 ORDER BY id`, [
          cluster,
        ])
      ).length;
    expect(await ids()).toBe(3);
    await tell([pod('db-0', { ids: { postgres: hex('e3') } })], [], at(2.1));
    expect(await ids()).toBe(3);
  });

  it("is nobody's if several pods have ids that begin so; that is counted", async () => {
    const begin = id.slice(0, 12);
    await tell([
      pod('db-0', { ids: { postgres: id } }),
      pod('db-1', { ids: { postgres: `${begin}${hex('0').slice(12)}` } }),
    ]);
    await ingest([read(begin, '/data/a'), read(begin, '/data/b'), read(id.slice(0, 31), '/data/c')]);
    expect(await shown()).toEqual({ '/data/c': '1 of 1' });
    expect(await messages('drop', 'ambiguous-container')).toBe(2);
  });

  it('is of the one of several pods with ids that begin so that was there at the time; in one go, at all times', async () => {
    const begin = id.slice(0, 12);
    const early = pod('db-0', { created: '2026-03-01T08:00:00Z', ids: { postgres: id } });
    const late = pod('db-1', {
      created: '2026-03-01T10:00:00Z',
      ids: { exporter: `${begin}${hex('0').slice(12)}` },
    });
    await tell([early]);
    await tell([], [early], new Date('2026-03-01T09:00:00Z'));
    await tell([late]);
    await ingest([
      read(begin, '/early', '2026-03-01T08:30:00Z'),
      read(begin, '/nobody', '2026-03-01T09:30:00Z'),
      read(begin, '/late', '2026-03-01T10:30:00Z'),
      read(begin, '/early', '2026-03-01T08:40:00Z'),
      read(begin, '/before', '2026-03-01T07:00:00Z'),
    ]);
    expect(await shown()).toEqual({ '/early': '1 of 2', '/late': '1 of 2' });
    expect(await observed()).toEqual(['Postgres/db exporter,postgres 2']);
    expect(await messages('drop', 'ambiguous-container')).toBe(2);
  });

  it('is told from others that begin so by when its pod, or the container itself, was gone', async () => {
    const begin = id.slice(0, 12);
    const other = `${begin}${hex('0').slice(12)}`;
    await tell([pod('db-0', { ids: { postgres: id } }), pod('db-1', { ids: { postgres: other } })]);
    // The container of db-0 has started again, twice: it is no longer told of.
    await tell([pod('db-0', { ids: { postgres: hex('e1') } })], [], new Date('2026-03-01T10:00:00Z'));
    await ingest([
      read(begin, '/both', '2026-03-01T09:30:00Z'),
      read(begin, '/left', '2026-03-01T10:30:00Z'),
    ]);
    expect(await shown()).toEqual({ '/left': '1 of 1' });
    expect(await messages('drop', 'ambiguous-container')).toBe(1);
  });

  it('is not looked for in another cluster, and not at all in one that nobody watches', async () => {
    await tell([pod('db-0', { ids: { postgres: id } })]);
    const watched = cluster;
    cluster = `unwatched-${clusters}`;
    await ingest([read(id, '/data/a')]);
    expect(await observed()).toEqual([]);
    cluster = watched;
    expect(await observed()).toEqual([]);
    expect(await messages('drop', 'no-pod')).toBe(1);
    expect(await messages('ok', '')).toBe(0);
  });

  it('is looked for once, however many events it has', async () => {
    await tell([pod('db-0', { ids: { postgres: id } })]);
    const into = ingestion();
    for (const n of [1, 2, 3]) {
      const events = Array.from({ length: 50 }, (_, at) =>
        read(id, `/data/${at % 5}`, `2026-03-0${n}T10:00:${at + 10}Z`),
      );
      await ingest(events, into);
    }
    expect(lookedUp).toBe(1);
    expect(await profile()).toContain('"count":30');
  });

  it('is parked until the inventory has heard of it, and ends as if that had been known all along', async () => {
    const events = () => [
      read(id, '/data/a'),
      read(id.slice(0, 12), '/data/a'),
      read(id.slice(0, 31), '/data/b'),
    ];
    const run = pod('db-0', { ids: { postgres: id } });
    await tell([run]);
    await ingest(events());
    const known = await profile();
    expect(known).toContain('/data/a');

    clusters += 1;
    cluster = `identity-${clusters}`;
    await beginTerm(
      dataSource,
      { cluster, term: 1 },
      { name: 'collector-1', clusterIdentity: 'c1' },
      new Date(),
    );
    const into = ingestion();
    await ingest(events(), into);
    expect(await observed()).toEqual([]);
    expect(await settle()).toMatchObject({ parked: 3, known: 0 });
    await tell([run]);
    expect(await settle()).toMatchObject({ parked: 0, known: 3 });
    expect(await profile()).toBe(known);
    expect(await observed()).toEqual(['Postgres/db postgres 1']);
    await ingest([read(id, '/data/a', '2026-03-01T11:00:00Z')], into);
    expect(await settle()).toMatchObject({ known: 1, dropped: 0 });
    expect(await shown()).toEqual({ '/data/a': '1 of 1', '/data/b': '1 of 1' });
  });

  it('is dropped when nobody was found for it in time, and if too many are parked', async () => {
    await ingest([read(id, '/data/a')]);
    expect(await settle(tooLate())).toMatchObject({ parked: 0, known: 0, expired: 0, dropped: 1 });
    const left = await dataSource.query(
      `SELECT (SELECT count(*)::int FROM runtime_pods WHERE cluster = $1)
         + (SELECT count(*)::int FROM workloads WHERE cluster = $1) AS rows`,
      [cluster],
    );
    expect(left).toEqual([{ rows: 0 }]);
    await ingest([read(hex('0a'), '/data/a')], ingestion(0));
    expect(await messages('drop', 'no-pod')).toBe(1);
  });
});

describe('a pod of which one agent knows the UID, and another one the name', () => {
  const id = hex('5c9d');
  const time = '2026-03-01T10:20:00Z';

  async function seenByBoth(first: 'name' | 'uid'): Promise<string> {
    clusters += 1;
    cluster = `identity-${clusters}`;
    await beginTerm(
      dataSource,
      { cluster, term: 1 },
      { name: 'collector-1', clusterIdentity: 'c1' },
      new Date(),
    );
    await tell([pod('db-0', { ids: { nginx: id } }), pod('db-1', { ids: { nginx: hex('1b') } })]);
    const into = ingestion();
    const steps = {
      name: () =>
        ingest([readBy('db-0', '/etc/a', time, id.slice(0, 12)), readBy('db-1', '/etc/a', time)], into),
      uid: async () => {
        const seen = ['db-0', 'db-1'].map((name) => ({
          pod: name,
          uid: `uid-of-${name}`,
          observations: [calls('read')],
        }));
        await into.ingest({ json: new TestAgent({ cluster }).event(seen) });
      },
    };
    await steps[first]();
    await steps[first === 'name' ? 'uid' : 'name']();
    return profile();
  }

  it('is one pod, whichever came first', async () => {
    const profiles = [await seenByBoth('name'), await seenByBoth('uid')];
    expect(profiles[0]).toBe(profiles[1]);
    expect(await shown()).toEqual({ '/etc/a': '2 of 2', syscall: '2 of 2' });
  });

  it('is one pod where nobody watches the cluster, too, on the days on which both saw it', async () => {
    cluster = `unwatched-${clusters}`;
    const owner = { kind: 'Postgres', name: 'db' };
    const native = (name: string, uid: string, day: string) => {
      const at = `2026-03-${day}T10:00:00Z`;
      const seen = { pod: name, uid, owner, observations: [calls('read', { first: at, last: at })] };
      return new TestAgent({ cluster }).event([seen], { sentAt: at });
    };
    const into = ingestion();
    const named = (name: string, day: string) => native(name, `shop/${name}`, day);
    await into.ingest({ json: [named('db-0', '01'), native('db-0', 'uid-0', '01'), named('db-1', '01')] });
    expect(await shown()).toEqual({ syscall: '2 of 2' });
    expect(await observed()).toEqual(['Postgres/db nginx 2']);
    await into.ingest({ json: [native('db-1', 'uid-1', '02')] });
    expect(await shown()).toEqual({ syscall: '3 of 3' });
  });

  it('is not the pod that had the name before or has it after: told by the container, or by the time', async () => {
    const old = pod('db-0', { uid: 'old', created: '2026-03-01T08:00:00Z', ids: { nginx: hex('01') } });
    await tell([old]);
    await tell([], [old], new Date('2026-03-01T08:59:59Z'));
    await tell([pod('db-0', { uid: 'new', created: '2026-03-01T09:00:00Z', ids: { nginx: hex('02') } })]);
    const into = ingestion();
    await ingest(
      [
        readBy('db-0', '/by/time', '2026-03-01T09:30:00Z'),
        readBy('db-0', '/by/time', '2026-03-01T08:30:00Z'),
        readBy('db-0', '/by/new-id', '2026-03-01T09:30:00Z', hex('02').slice(0, 31)),
        readBy('db-0', '/by/old-id', '2026-03-01T08:30:00Z', hex('01').slice(0, 12)),
      ],
      into,
    );
    expect(await shown()).toEqual({ '/by/time': '2 of 2', '/by/new-id': '1 of 2', '/by/old-id': '1 of 2' });
    const onlyBy = await profile();
    expect(onlyBy).toContain('"onlyPod":"new"');
    expect(onlyBy).toContain('"onlyPod":"old"');
  });

  it('is waited for if the last of that name has gone, or another one runs its container', async () => {
    const old = pod('db-0', { uid: 'old', created: '2026-03-01T08:00:00Z', ids: { nginx: hex('01') } });
    await tell([old]);
    const into = ingestion();
    await ingest([readBy('db-0', '/by/id', '2026-03-01T09:30:00Z', hex('02').slice(0, 12))], into);
    await tell([], [old], new Date('2026-03-01T08:59:59Z'));
    await ingest(
      [readBy('db-0', '/by/time', '2026-03-01T09:30:00Z'), readBy('db-0', '/before', '2026-03-01T08:30:00Z')],
      into,
    );
    expect(await shown()).toEqual({ '/before': '1 of 1' });
    await tell([pod('db-0', { uid: 'new', created: '2026-03-01T09:00:00Z', ids: { nginx: hex('02') } })]);
    expect(await settle()).toMatchObject({ parked: 0, known: 2 });
    expect(await shown()).toEqual({ '/before': '1 of 2', '/by/id': '1 of 2', '/by/time': '1 of 2' });
    expect((await profile()).match(/"onlyPod":"new"/g)).toHaveLength(2);
  });

  it('is told by its name when its container never becomes known', async () => {
    await tell([pod('db-0', { uid: 'new', ids: { nginx: hex('02') } })]);
    await ingest([readBy('db-0', '/etc/a', time, hex('03').slice(0, 12))]);
    expect(await shown()).toEqual({});
    expect(await settle(tooLate())).toMatchObject({ dropped: 0 });
    expect(await shown()).toEqual({ '/etc/a': '1 of 1' });
    expect(await profile()).toContain('"onlyPod":"new"');
  });
});

describe('pods of a Job', () => {
  const created = '2026-03-01T09:00:00Z';
  const job = (name: string): Json => ({
    metadata: {
      namespace: 'shop',
      name,
      uid: `uid-of-${name}`,
      ownerReferences: [owner('CronJob', 'backup')],
    },
    spec: { template: { metadata: {}, spec: { containers: [{ name: 'nginx', image: 'b:1' }] } } },
  });
  const owner = (kind: string, name: string) => ({
    apiVersion: 'batch/v1',
    kind,
    name,
    uid: 'u',
    controller: true,
  });

  async function starts(): Promise<number | undefined> {
    const workload = { cluster, namespace: 'shop', kind: 'CronJob', name: 'backup' };
    const found = [...(await readProfiles(dataSource, [workload], {}, itemBounds(2000))).values()];
    return found[0]?.containers[0]?.coverage.syscall?.starts;
  }

  async function observeThree(): Promise<void> {
    const agent = new TestAgent({ cluster });
    const seen = ['a', 'b', 'c'].map((name) => ({
      pod: `backup-${name}`,
      uid: `uid-of-backup-${name}`,
      more: { fromStart: true },
      observations: [calls('read')],
    }));
    await ingestion().ingest({ json: agent.event(seen) });
  }

  async function tellOfThree(): Promise<void> {
    await tell([job('backup-1'), job('backup-2')], [], new Date(), 'Job');
    await tell(
      (['a 1', 'b 1', 'c 2'] as const).map((each) => {
        const [name, run] = each.split(' ');
        return pod(`backup-${name ?? ''}`, { created, owner: ['Job', `backup-${run ?? ''}`] });
      }),
    );
  }

  it('are one run, whether agents know of the Job or the inventory alone', async () => {
    await tellOfThree();
    await observeThree();
    expect(await starts()).toBe(2);
  });

  it('are one run as well if they were parked at first', async () => {
    await observeThree();
    await tellOfThree();
    expect(await settle()).toMatchObject({ known: 3 });
    expect(await starts()).toBe(2);
  });
});
