import { createHash, randomUUID } from 'node:crypto';
import { createDataSource, rows } from '#libs/persistence';
import { ConflictError, InvalidError, loadConfig } from '#libs/platform';
import { itemBounds, type RuntimeProfile } from '#libs/profiles';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  calls,
  falcoRead,
  listens,
  TestAgent,
  uses,
  writes,
} from '../../../../test/fixtures/runtime-events.js';
import { createDatabase } from '../../../../test/services/index.js';
import { IngestionMetrics } from '../ingestion-metrics.js';
import type { PipelineParts } from '../pipeline.js';
import { type DayWindow, readProfiles } from '../profiles/read-profiles.js';
import { byName } from '../workload-resolver.js';
import { RequestIngestion } from './request-ingestion.js';

let dataSource: DataSource;
let parts: PipelineParts;

beforeAll(async () => {
  const config = loadConfig({ DATABASE_URL: await createDatabase() });
  dataSource = await createDataSource(config.database).initialize();
  parts = {
    dataSource,
    resolver: byName,
    settings: config,
    metrics: new IngestionMetrics(new Registry()),
    now: () => new Date('2026-03-02T00:00:00Z'),
  };
});

afterAll(() => dataSource.destroy());

const bounds = itemBounds(2000);

async function profileOf(
  namespace: string,
  name: string,
  window: DayWindow = {},
  kind = 'Deployment',
): Promise<RuntimeProfile | undefined> {
  const workload = { cluster: 'prod', namespace, kind, name };
  const profiles = await readProfiles(dataSource, [workload], window, bounds);
  return profiles.get(`prod/${namespace}/${kind}/${name}`);
}

const ingestion = () => new RequestIngestion(parts);

describe('a request', () => {
  it('becomes a profile of the workload, with all that was said of it', async () => {
    const agent = new TestAgent({ covers: ['listen', 'capability'] });
    const event = agent.event(
      [
        {
          namespace: 'whole',
          pod: 'web-7d9c5-x2x8q',
          owner: { kind: 'ReplicaSet', name: 'web-7d9c5' },
          more: { imageDigest: 'sha256:1', imageUser: '101', imageVolumes: ['/cache'], fromStart: true },
          observations: [
            uses('NET_BIND_SERVICE', {
              count: 3,
              first: '2026-03-01T10:00:00.000000001Z',
              last: '2026-03-01T10:10:00Z',
            }),
            listens(80),
          ],
        },
      ],
      { nodeFacts: { cgroup: 'v2' }, lost: { listen: 2 } },
    );
    expect(await ingestion().ingest({ json: event })).toEqual({ events: 1, duplicates: 0, observations: 2 });
    const onlyVersion = {
      templateHash: '7d9c5',
      imageDigest: 'sha256:1',
      pods: 1,
      starts: 1,
      startDays: 1,
      ends: 0,
      days: 1,
      from: '2026-03-01T10:00:00.000000001Z',
      to: '2026-03-01T10:30:00.000000000Z',
    };
    expect(await profileOf('whole', 'web')).toEqual({
      workload: { cluster: 'prod', namespace: 'whole', kind: 'Deployment', name: 'web' },
      pods: 1,
      nodeFacts: [{ cgroup: 'v2' }],
      containers: [
        {
          name: 'nginx',
          images: [{ image: 'nginx:1.27', digest: 'sha256:1' }],
          imageUsers: ['101'],
          imageVolumes: ['/cache'],
          coverage: {
            capability: {
              pods: 1,
              starts: 1,
              startDays: 1,
              ends: 0,
              days: 1,
              from: '2026-03-01T10:00:00.000000001Z',
              to: '2026-03-01T10:30:00.000000000Z',
              received: 3,
              lost: 0,
              full: false,
              versions: [onlyVersion],
            },
            listen: {
              pods: 1,
              starts: 1,
              startDays: 1,
              ends: 0,
              days: 1,
              from: '2026-03-01T10:00:00.000000001Z',
              to: '2026-03-01T10:30:00.000000000Z',
              received: 1,
              lost: 2,
              full: false,
              versions: [onlyVersion],
            },
          },
          items: [
            {
              item: {
                dimension: 'capability',
                capability: 'NET_BIND_SERVICE',
                granted: true,
                uid: 0,
                userNamespace: 'own',
                outcome: 'allowed',
                origin: 'container',
              },
              seen: {
                count: 3,
                first: '2026-03-01T10:00:00.000000001Z',
                last: '2026-03-01T10:10:00.000000000Z',
                pods: 1,
                days: 1,
              },
              collapsed: false,
              onlyPod: 'uid-of-whole-web-7d9c5-x2x8q',
              pinned: false,
            },
            {
              item: {
                dimension: 'listen',
                protocol: 'tcp',
                address: '0.0.0.0',
                port: 80,
                hostNetwork: false,
                outcome: 'allowed',
                origin: 'container',
              },
              seen: {
                count: 1,
                first: '2026-03-01T10:20:00.000000000Z',
                last: '2026-03-01T10:20:00.000000000Z',
                pods: 1,
                days: 1,
              },
              collapsed: false,
              onlyPod: 'uid-of-whole-web-7d9c5-x2x8q',
              pinned: false,
            },
          ],
        },
      ],
    });
  });

  it('adds to what was known: counts, extremes, distinct pods and days', async () => {
    const [one, other] = [new TestAgent({ node: 'node-a' }), new TestAgent({ node: 'node-b' })];
    const seen = (pod: string, statistics: object) => ({
      namespace: 'sums',
      pod,
      owner: { kind: 'DaemonSet', name: 'fluent' },
      observations: [calls('openat', statistics)],
    });
    const day = (n: number) => ({ first: `2026-02-0${n}T01:00:00Z`, last: `2026-02-0${n}T02:00:00Z` });
    const at = { sentAt: '2026-02-03T03:00:00Z' };
    const service = ingestion();
    await service.ingest({ json: one.event([seen('fluent-aaaaa', { count: 5, ...day(2) })], at) });
    await service.ingest({ json: other.event([seen('fluent-bbbbb', { count: 7, ...day(3) })], at) });
    await ingestion().ingest({ json: other.event([seen('fluent-bbbbb', { count: 1, ...day(1) })], at) });
    const profile = await profileOf('sums', 'fluent', {}, 'DaemonSet');
    expect([profile?.pods, profile?.containers[0]?.items[0]?.seen]).toEqual([
      2,
      {
        count: 13,
        first: '2026-02-01T01:00:00.000000000Z',
        last: '2026-02-03T02:00:00.000000000Z',
        pods: 2,
        days: 3,
      },
    ]);
    const window = await profileOf('sums', 'fluent', { from: '2026-02-02', to: '2026-02-02' }, 'DaemonSet');
    expect([window?.window, window?.containers[0]?.items[0]?.seen]).toEqual([
      { from: '2026-02-02T00:00:00Z', to: '2026-02-02T23:59:59.999999999Z' },
      {
        count: 5,
        first: '2026-02-02T01:00:00.000000000Z',
        last: '2026-02-02T02:00:00.000000000Z',
        pods: 1,
        days: 1,
      },
    ]);
    expect(await profileOf('sums', 'fluent', { from: '2026-04-01' }, 'DaemonSet')).toBe(undefined);
  });

  it('divides an observation over the two days that it names', async () => {
    const agent = new TestAgent();
    const statistics = { count: 10, first: '2026-02-10T23:00:00Z', last: '2026-02-11T01:00:00Z' };
    await ingestion().ingest({
      json: agent.event([{ namespace: 'days', pod: 'batch', observations: [calls('read', statistics)] }], {
        sentAt: '2026-02-11T01:00:01Z',
      }),
    });
    const counts = await Promise.all(
      [{}, { to: '2026-02-10' }, { from: '2026-02-11' }].map(async (window) => {
        const profile = await profileOf('days', 'batch', window, 'Pod');
        return profile?.containers[0]?.items[0]?.seen;
      }),
    );
    expect(
      counts.map((seen) => [seen?.count, seen?.days, seen?.first.slice(0, 13), seen?.last.slice(0, 13)]),
    ).toEqual([
      [10, 2, '2026-02-10T23', '2026-02-11T01'],
      [1, 1, '2026-02-10T23', '2026-02-10T23'],
      [9, 1, '2026-02-11T01', '2026-02-11T01'],
    ]);
  });

  it('is taken whole or not at all, and says where its mistakes are', async () => {
    const agent = new TestAgent();
    const good = agent.event([{ namespace: 'refused', pod: 'web', observations: [calls('read')] }]);
    const bad = agent.event([
      { namespace: 'refused', pod: 'web', observations: [calls('read'), listens(-1), calls('X')] },
    ]);
    const error = await ingestion()
      .ingest({ lines: [good, bad, { schema: 'other' }] })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidError);
    expect(error instanceof InvalidError ? error.mistakes.map(({ pointer }) => pointer) : []).toEqual([
      '/1/containers/0/observations/1/port',
      '/1/containers/0/observations/2/syscall',
      '/2/schema',
    ]);
    expect(await profileOf('refused', 'web', {}, 'Pod')).toBe(undefined);
  });

  it('that is sent again is not counted again: the agent has numbered it', async () => {
    const agent = new TestAgent();
    const event = agent.event([
      { namespace: 'again', pod: 'web', observations: [calls('read', { count: 4 })] },
    ]);
    const service = ingestion();
    expect(await service.ingest({ json: [event, event] })).toEqual({
      events: 2,
      duplicates: 1,
      observations: 1,
    });
    expect(await service.ingest({ json: event })).toEqual({ events: 1, duplicates: 1, observations: 0 });
    expect(await ingestion().ingest({ json: event })).toEqual({ events: 1, duplicates: 1, observations: 0 });
    expect((await profileOf('again', 'web', {}, 'Pod'))?.containers[0]?.items[0]?.seen.count).toBe(4);
  });

  it('that comes to several processes at once is counted by one of them', async () => {
    const agent = new TestAgent();
    const event = agent.event([
      { namespace: 'race', pod: 'web', observations: [calls('read', { count: 4 })] },
    ]);
    const receipts = await Promise.all(Array.from({ length: 8 }, () => ingestion().ingest({ json: event })));
    expect(receipts.map(({ duplicates }) => duplicates).sort((a, b) => a - b)).toEqual([
      0, 1, 1, 1, 1, 1, 1, 1,
    ]);
    expect((await profileOf('race', 'web', {}, 'Pod'))?.containers[0]?.items[0]?.seen.count).toBe(4);
  });

  it('may go to any of several processes, each time to another one, without any conflict', async () => {
    const registry = new Registry();
    const metrics = new IngestionMetrics(registry);
    const replicas = [1, 2].map(() => new RequestIngestion({ ...parts, metrics }));
    const agent = new TestAgent();
    for (let turn = 0; turn < 6; turn += 1) {
      const event = agent.event([{ namespace: 'turns', pod: 'web', observations: [calls('read')] }]);
      await replicas[turn % 2]?.ingest({ json: event });
    }
    expect((await profileOf('turns', 'web', {}, 'Pod'))?.containers[0]?.items[0]?.seen.count).toBe(6);
    expect((await registry.getSingleMetric('ingestion_flush_conflicts_total')?.get())?.values).toMatchObject([
      { value: 0 },
    ]);
  });

  it('with an Idempotency-Key gets the same answer again, and a conflict with another body', async () => {
    const agent = new TestAgent();
    const event = agent.event([{ namespace: 'keyed', pod: 'web', observations: [calls('read')] }]);
    const key = (body: string) => ({
      keyId: 'key',
      idempotencyKey: 'once',
      bodyHash: createHash('sha256').update(body).digest(),
    });
    const first = await ingestion().ingest({ json: event }, key('a'));
    expect(await ingestion().ingest({ json: event }, key('a'))).toEqual(first);
    await expect(ingestion().ingest({ json: event }, key('b'))).rejects.toBeInstanceOf(ConflictError);
  });

  it('waits together with others for one transaction, and each gets its own receipt', async () => {
    const service = ingestion();
    const receipts = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        service.ingest({
          json: new TestAgent().event([
            {
              namespace: 'group',
              pod: 'web',
              observations: Array.from({ length: n }, (__, m) => calls(`s${m}`)),
            },
          ]),
        }),
      ),
    );
    expect(receipts.map(({ observations }) => observations)).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(
      (await profileOf('group', 'web', {}, 'Pod'))?.containers[0]?.items.reduce(
        (sum, { seen }) => sum + seen.count,
        0,
      ),
    ).toBe(190);
  });
});

describe('a watched pod start', () => {
  const pod = (name: string, more: object) => ({
    namespace: 'units',
    pod: name,
    owner: { kind: 'StatefulSet', name: 'db' },
    more: { fromStart: true, ...more },
    observations: [writes('/data')],
  });
  const event = (agent: TestAgent, of: ReturnType<typeof pod>, templateHash?: string, changes = {}) => {
    const sent = agent.event([of], changes);
    const containers = [sent['containers']].flat().map((container) =>
      typeof container === 'object' && container !== null && 'pod' in container
        ? {
            ...container,
            pod: { ...Object(container.pod), ...(templateHash !== undefined && { templateHash }) },
          }
        : container,
    );
    return { ...sent, containers };
  };
  const fileCoverage = async () =>
    (await profileOf('units', 'db', {}, 'StatefulSet'))?.containers[0]?.coverage.file;

  it('is kept with its version and its end, also if they are learnt later and by another process', async () => {
    const agent = new TestAgent({ node: 'node-units' });
    const service = ingestion();
    await service.ingest({ json: event(agent, pod('db-0', { imageDigest: 'sha256:1' })) });
    expect(await fileCoverage()).toMatchObject({
      starts: 1,
      ends: 0,
      versions: [{ imageDigest: 'sha256:1', starts: 1, ends: 0 }],
    });
    await service.ingest({ json: event(agent, pod('db-0', { imageDigest: 'sha256:1' }), 'old') });
    const ended = { imageDigest: 'sha256:1', endedAt: '2026-03-01T10:29:00Z' };
    await ingestion().ingest({ json: event(agent, pod('db-0', ended)) });
    const later = { sentAt: '2026-03-02T10:30:00Z' };
    const observations = [writes('/data', { first: '2026-03-02T10:00:00Z', last: '2026-03-02T10:00:00Z' })];
    const next = { ...pod('db-1', { imageDigest: 'sha256:2' }), observations };
    await ingestion().ingest({ json: event(agent, next, 'new', later) });
    expect(await fileCoverage()).toMatchObject({
      starts: 2,
      startDays: 2,
      ends: 1,
      versions: [
        { templateHash: 'new', imageDigest: 'sha256:2', starts: 1, ends: 0 },
        { templateHash: 'old', imageDigest: 'sha256:1', starts: 1, ends: 1 },
      ],
    });
  });

  it('that was watched in part is marked so, until an agent watches the whole', async () => {
    const coverage = async () => (await profileOf('partly', 'web', {}, 'Pod'))?.containers[0]?.coverage;
    const seen = { namespace: 'partly', pod: 'web', observations: [writes('/x', { count: 3 })] };
    const partly = new TestAgent({ node: 'node-partly', covers: ['syscall', 'file'] });
    await ingestion().ingest({ json: partly.event([seen], { coversPartly: ['file'] }) });
    expect(await coverage()).toMatchObject({ file: { pods: 1, received: 3, partial: true } });
    expect((await coverage())?.syscall).not.toHaveProperty('partial');
    await ingestion().ingest({ json: new TestAgent({ node: 'node-partly' }).event([seen]) });
    expect((await coverage())?.file).not.toHaveProperty('partial');
  });
});

describe('gaps in the sequence of an agent', () => {
  it('count as lost observations until the events come', async () => {
    const agent = new TestAgent({ node: 'node-gap', covers: ['syscall'] });
    const event = () =>
      agent.event([{ namespace: 'gaps', pod: 'web', observations: [calls('read', { count: 10 })] }]);
    const [one, two, three] = [event(), event(), event()];
    const service = ingestion();
    await service.ingest({ json: [one, three] });
    const coverage = async () => (await profileOf('gaps', 'web', {}, 'Pod'))?.containers[0]?.coverage.syscall;
    expect(await coverage()).toMatchObject({ received: 20, lost: 10 });
    await service.ingest({ json: two });
    expect(await coverage()).toMatchObject({ received: 30, lost: 0 });
  });
});

describe('what agents lost', () => {
  it('is counted once, by dimension, and as events that are missing until they come', async () => {
    const registry = new Registry();
    const service = new RequestIngestion({ ...parts, metrics: new IngestionMetrics(registry) });
    const value = async (name: string) =>
      (await registry.getSingleMetric(name)?.get())?.values.map(({ labels, value: n }) => [
        labels['dimension'],
        n,
      ]);
    const agent = new TestAgent({ node: 'node-loss' });
    const seen = [{ namespace: 'loss', pod: 'web', observations: [calls('read')] }];
    const [first, second, third, fourth] = [
      agent.event(seen, { lost: { file: 3, syscall: 1 } }),
      agent.event(seen),
      agent.event(seen),
      agent.event(seen, { lost: { file: 4 } }),
    ];
    await service.ingest({ json: [first, fourth, first] });
    expect(await value('ingestion_agent_lost_observations_total')).toEqual([
      ['file', 7],
      ['syscall', 1],
    ]);
    expect(await value('ingestion_agent_missing_events_total')).toEqual([[undefined, 2]]);
    await service.ingest({ json: second });
    await new RequestIngestion({ ...parts, metrics: new IngestionMetrics(new Registry()) }).ingest({
      json: third,
    });
    await service.ingest({ json: [first, fourth, agent.event(seen)] });
    expect(await value('ingestion_agent_missing_events_total')).toEqual([[undefined, 2]]);
    expect((await value('ingestion_agent_late_events_total'))?.[0]?.[1]).toBe(1);
    expect(await value('ingestion_agent_lost_observations_total')).toEqual([
      ['file', 7],
      ['syscall', 1],
    ]);
  });
});

describe('what is left out of requests', () => {
  it('is counted with its reason once the rest is stored, one by one also within arrays and lines', async () => {
    const registry = new Registry();
    const service = new RequestIngestion({ ...parts, metrics: new IngestionMetrics(registry) });
    const counted = async () =>
      (await registry.getSingleMetric('ingestion_messages_total')?.get())?.values.map(({ labels, value }) => [
        labels['source'],
        labels['outcome'],
        labels['reason'],
        value,
      ]);
    const source = { cluster: 'prod' };
    const [seen, unclear, onNode] = [
      falcoRead('left-out', 'a'),
      { ...falcoRead('left-out', 'b'), output_fields: { 'container.id': '0123456789ab' } },
      { ...falcoRead('left-out', 'c'), output_fields: { 'container.id': 'host' } },
    ];
    expect(await service.ingest({ json: onNode }, undefined, source)).toMatchObject({ events: 0 });
    expect(await service.ingest({ json: [seen, unclear, onNode] }, undefined, source)).toMatchObject({
      events: 1,
    });
    const again = {
      keyId: randomUUID(),
      idempotencyKey: 'again',
      bodyHash: createHash('sha256').update('again').digest(),
    };
    // A request that is sent again is not taken again, and one that is refused not at all.
    await service.ingest({ lines: [onNode, unclear, onNode] }, again, source);
    await service.ingest({ lines: [onNode, unclear, onNode] }, again, source);
    await expect(service.ingest({ json: [onNode, { hello: 'world' }] }, undefined, source)).rejects.toThrow(
      InvalidError,
    );
    expect(await counted()).toEqual([
      ['http', 'drop', 'not-relevant', 4],
      ['http', 'ok', '', 1],
      ['http', 'drop', 'incomplete', 2],
      ['http', 'dead-letter', 'invalid', 1],
    ]);
  });
});

describe('a pod of which the inventory learns later', () => {
  it('counts to the workload that it is found to belong to, from a minute after on', async () => {
    const agent = new TestAgent();
    let known = false;
    let minutes = 0;
    const service = new RequestIngestion({
      ...parts,
      now: () => new Date(Date.UTC(2026, 2, 1, 12, minutes)),
      resolver: {
        resolve: (pods) =>
          Promise.resolve(
            pods.map(({ cluster, namespace, pod }) =>
              known
                ? { workload: { cluster, namespace, kind: 'Game', name: 'chess' }, by: 'inventory' as const }
                : { workload: { cluster, namespace, kind: 'Pod', name: pod }, by: 'owner' as const },
            ),
          ),
      },
    });
    const send = (count: number) =>
      service.ingest({
        json: agent.event([{ namespace: 'learnt', pod: 'web', observations: [calls('read', { count })] }]),
      });
    await send(1);
    known = true;
    await send(10);
    minutes = 2;
    await send(100);
    await send(1000);
    const counts = await Promise.all(
      [profileOf('learnt', 'web', {}, 'Pod'), profileOf('learnt', 'chess', {}, 'Game')].map(async (profile) =>
        (await profile)?.containers[0]?.items.map(({ seen }) => seen.count),
      ),
    );
    expect(counts).toEqual([[11], [1100]]);
    expect(
      await rows(
        dataSource,
        z.object({ kind: z.string(), attribution: z.string() }),
        `SELECT kind, attribution FROM runtime_pods JOIN workloads ON workloads.id = workload_id WHERE uid = 'uid-of-learnt-web'`,
      ),
    ).toEqual([{ kind: 'Game', attribution: 'inventory' }]);
  });
});

describe('days', () => {
  it('of the future are that on which the request arrived', async () => {
    const seen = (time: string) => ({
      namespace: 'future',
      pod: 'web',
      observations: [calls('read', { first: time, last: time })],
    });
    const agent = new TestAgent();
    const json = ['2099-01-01T00:00:00Z', '2026-03-02T00:05:00Z', '2026-02-01T00:00:00Z'].map((time) =>
      agent.event([seen(time)], { sentAt: time }),
    );
    await ingestion().ingest({ json });
    expect((await profileOf('future', 'web', {}, 'Pod'))?.containers[0]?.items[0]?.seen).toMatchObject({
      count: 3,
      first: '2026-02-01T00:00:00.000000000Z',
      last: '2026-03-02T00:05:00.000000000Z',
      days: 2,
    });
  });

  it('have partitions of their own, but days far away share one', async () => {
    const agent = new TestAgent();
    const seen = (time: string) => ({
      namespace: 'far',
      pod: 'web',
      observations: [calls('read', { first: time, last: time })],
    });
    await ingestion().ingest({
      json: ['1999-01-01T00:00:00Z', '2026-03-01T00:00:00Z', '1998-01-01T00:00:00Z'].map((time) =>
        agent.event([seen(time)]),
      ),
    });
    const partitions = await rows(
      dataSource,
      z.object({ name: z.string() }),
      `SELECT DISTINCT observed.tableoid::regclass::text AS name FROM runtime_observations AS observed
         JOIN runtime_containers AS container ON container.id = container_id
         JOIN workloads ON workloads.id = workload_id WHERE namespace = 'far' ORDER BY 1`,
    );
    expect(partitions.map(({ name }) => name)).toEqual([
      'runtime_observations_20260301',
      'runtime_observations_default',
    ]);
    expect((await profileOf('far', 'web', {}, 'Pod'))?.containers[0]?.items[0]?.seen).toMatchObject({
      count: 3,
      days: 3,
    });
  });
});

describe('paths of a crowded directory', () => {
  it('become one, over any number of requests', async () => {
    const agent = new TestAgent();
    const service = ingestion();
    for (const half of [0, 1]) {
      const observations = Array.from({ length: 30 }, (_, n) => writes(`/data/${half}-${n}`, { count: 2 }));
      await service.ingest({
        json: agent.event([
          {
            namespace: 'paths',
            pod: `web-${half}`,
            owner: { kind: 'StatefulSet', name: 'web' },
            observations,
          },
        ]),
      });
    }
    const profile = await profileOf('paths', 'web', {}, 'StatefulSet');
    expect(profile?.containers[0]?.items).toMatchObject([
      { item: { path: '/data/*' }, collapsed: true, seen: { count: 120, pods: 2 } },
    ]);
  });
});
