import { createDataSource, rows } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { itemBounds } from '#libs/profiles';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { calls, TestAgent } from '../../../../test/fixtures/runtime-events.js';
import { createDatabase } from '../../../../test/services/index.js';
import { IngestionMetrics } from '../ingestion-metrics.js';
import type { PipelineParts } from '../pipeline.js';
import { type DayWindow, readProfiles } from '../profiles/read-profiles.js';
import { RequestIngestion } from '../requests/request-ingestion.js';
import { byName } from '../workload-resolver.js';

let dataSource: DataSource;
let parts: PipelineParts;
let clusters = 0;

beforeAll(async () => {
  const settings = loadConfig({ DATABASE_URL: await createDatabase() });
  dataSource = await createDataSource(settings.database).initialize();
  const metrics = new IngestionMetrics(new Registry());
  parts = { dataSource, resolver: byName, settings, metrics, now: () => new Date('2026-03-05T00:00:00Z') };
});
afterAll(() => dataSource.destroy());

/** The pods of a CronJob: each of a Job of its own, and what they show. */
interface Shown {
  readonly pods: readonly number[];
  readonly syscalls: (pod: number) => readonly string[];
  readonly day?: string;
  readonly templateHash?: (pod: number) => string;
}

/** A cluster of its own, and agents in it. */
function cluster() {
  clusters += 1;
  const name = `sets-${clusters}`;
  const agent = new TestAgent({ cluster: name });
  const into = new RequestIngestion(parts);
  /** Beside, pods of other workloads come and go: their ids lie between. */
  const show = async (
    { pods, syscalls, day = '2026-03-01', templateHash }: Shown,
    by: RequestIngestion = into,
  ): Promise<void> => {
    const at = `${day}T10:00:00Z`;
    const seen = (pod: number) => ({
      pod: `backup-${29_000_000 + pod}-x2x8q`,
      uid: `${name}-${pod}`,
      owner: { kind: 'Job', name: `backup-${29_000_000 + pod}` },
      observations: syscalls(pod).map((call) => calls(call, { first: at, last: at })),
    });
    const other = (pod: number) => ({
      ...seen(pod),
      uid: `${name}-other-${pod}`,
      owner: { kind: 'Job', name: `other${pod}-29000000` },
    });
    const containers = pods.flatMap((pod) => [seen(pod), other(pod)]);
    const event = agent.event(containers, { sentAt: at });
    const hashed = containers.map(({ uid }) => Number(uid.split('-').at(-1)));
    const told = z.object({ containers: z.array(z.looseObject({ pod: z.looseObject({}) })) }).parse(event);
    const json =
      templateHash === undefined
        ? event
        : {
            ...event,
            containers: told.containers.map((each, index) => ({
              ...each,
              pod: { ...each.pod, templateHash: templateHash(hashed[index] ?? 0) },
            })),
          };
    await by.ingest({ json });
  };
  const workload = { cluster: name, namespace: 'shop', kind: 'CronJob', name: 'backup' };
  const profile = async (window: DayWindow = {}) => [
    ...(await readProfiles(dataSource, [workload], window, itemBounds(2000))).values(),
  ];
  /** In how many of how many pods each call was seen. */
  const counted = async (window: DayWindow = {}): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries(
      (await profile(window)).flatMap(({ pods, containers }) =>
        containers.flatMap(({ items }) =>
          items.map(({ item, seen }) => [
            item.dimension === 'syscall' ? item.syscall : '',
            `${seen.pods} of ${pods}`,
          ]),
        ),
      ),
    );
  /** How the sets are kept: by call and day, single ids, ranges, and bytes. */
  const kept = () =>
    rows(
      dataSource,
      z
        .object({ call: z.string(), day: z.string(), single: z.int(), ranges: z.int(), bytes: z.int() })
        .transform(({ call, day, ...sizes }) => [`${call} ${day}`, sizes] as const),
      `SELECT item->>'syscall' AS call, day::text, cardinality(pods) AS single,
         (SELECT count(*)::int FROM unnest(pod_ranges)) AS ranges,
         (pg_column_size(pods) + coalesce(pg_column_size(pod_ranges), 0))::int AS bytes
       FROM runtime_observations o JOIN runtime_items i ON i.id = o.item_id
         JOIN runtime_containers c ON c.id = o.container_id JOIN workloads w ON w.id = c.workload_id
       WHERE w.cluster = $1 AND w.kind = 'CronJob' AND w.name = 'backup' ORDER BY 1, 2`,
      [name],
    ).then((all) => new Map(all));
  return { show, counted, kept, profile, name };
}

const upTo = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
const unfold = () =>
  dataSource.query(
    `UPDATE runtime_observations SET pod_ranges = NULL, pods = pods || ARRAY(
       SELECT generate_series(lower(r), upper(r) - 1) FROM unnest(pod_ranges) AS r) WHERE pod_ranges IS NOT NULL`,
  );

describe('the pods that have shown an item', () => {
  it('are kept in a few ranges, however many they are, and counted as ever', async () => {
    const { show, counted, kept, profile } = cluster();
    const syscalls = (pod: number) => [
      'read',
      ...(pod % 2 === 0 ? ['even'] : []),
      ...(pod % 4 === 0 ? [] : ['threes']),
      ...(pod % 5 === 0 ? [] : ['fours']),
      ...(pod === 7 ? ['once'] : []),
      ...(pod % 100 === 99 ? [] : ['most']),
    ];
    for (let from = 0; from < 2_000; from += 100) await show({ pods: upTo(from, from + 100), syscalls });
    expect(await counted()).toEqual({
      read: '2000 of 2000',
      even: '1000 of 2000',
      threes: '1500 of 2000',
      fours: '1600 of 2000',
      once: '1 of 2000',
      most: '1980 of 2000',
    });
    const sizes = await kept();
    expect(sizes.get('read 2026-03-01')?.bytes).toBeLessThan(1_000);
    expect(sizes.get('most 2026-03-01')?.bytes).toBeLessThan(1_500);
    expect(sizes.get('once 2026-03-01')).toMatchObject({ single: 1, ranges: 0 });
    // Where there are few in a row it is a list, no longer than without ranges.
    expect(sizes.get('even 2026-03-01')?.bytes).toBeLessThan(4_200);
    const before = JSON.stringify(await profile());
    await unfold();
    expect(JSON.stringify(await profile())).toBe(before);
  });

  it('are each counted once over days on which they were seen again, and on each day by itself', async () => {
    const { show, counted, kept } = cluster();
    const syscalls = () => ['read'];
    await show({ pods: upTo(0, 100), syscalls });
    await show({ pods: upTo(100, 200), syscalls });
    await show({ pods: upTo(150, 260), syscalls, day: '2026-03-02' });
    await show({ pods: upTo(250, 300), syscalls, day: '2026-03-02' });
    expect(await counted()).toEqual({ read: '300 of 300' });
    expect(await counted({ from: '2026-03-01', to: '2026-03-01' })).toEqual({ read: '200 of 200' });
    expect(await counted({ from: '2026-03-02' })).toEqual({ read: '150 of 150' });
    expect([...(await kept()).values()].every(({ ranges }) => ranges > 0)).toBe(true);
  });

  it('are no more when they show it again, also to another collector, or to two at the same time', async () => {
    const { show, counted } = cluster();
    const syscalls = () => ['read'];
    await show({ pods: upTo(0, 100), syscalls });
    await show({ pods: upTo(100, 200), syscalls });
    const [one, other] = [new RequestIngestion(parts), new RequestIngestion(parts)];
    await show({ pods: upTo(50, 150), syscalls }, one);
    expect(await counted()).toEqual({ read: '200 of 200' });
    await Promise.all(
      [one, other].flatMap((by, index) =>
        [0, 1, 2].map((part) => show({ pods: upTo(part * 100, 300 + index * 100), syscalls }, by)),
      ),
    );
    expect(await counted()).toEqual({ read: '400 of 400' });
  });

  it('are those of the current version where only that is asked for', async () => {
    const { show, counted } = cluster();
    const syscalls = (pod: number) => (pod % 2 === 0 ? ['read', 'even'] : ['read']);
    const templateHash = (pod: number) => (pod < 150 ? 'old' : 'new');
    await show({ pods: upTo(0, 100), syscalls, templateHash });
    await show({ pods: upTo(100, 150), syscalls, templateHash });
    await show({ pods: upTo(150, 300), syscalls, templateHash, day: '2026-03-02' });
    await show({ pods: upTo(100, 150), syscalls, templateHash, day: '2026-03-02' });
    expect(await counted({ version: 'current' })).toEqual({ read: '150 of 150', even: '75 of 150' });
    expect(await counted()).toEqual({ read: '300 of 300', even: '150 of 300' });
  });
});

describe('ids of pods', () => {
  const idsOf = (name: string) =>
    rows(
      dataSource,
      z.object({ workload: z.string(), ids: z.array(z.int()) }),
      `SELECT w.name AS workload, array_agg(p.id ORDER BY p.id) AS ids
       FROM runtime_pods p JOIN workloads w ON w.id = p.workload_id WHERE p.cluster = $1 GROUP BY w.name`,
      [name],
    );

  it('follow one another in blocks for workloads with many pods; those with few take none', async () => {
    const { show, name } = cluster();
    const syscalls = () => ['read'];
    for (let from = 0; from < 100; from += 10) await show({ pods: upTo(from, from + 10), syscalls });
    const found = await idsOf(name);
    const backup = found.find(({ workload }) => workload === 'backup')?.ids ?? [];
    const inBlocks = backup.filter((id) => id < 0);
    expect([backup.length, inBlocks.length]).toEqual([100, 84]);
    expect((inBlocks.at(63) ?? 0) - (inBlocks.at(0) ?? 0)).toBe(63);
    const others = found.filter(({ workload }) => workload !== 'backup').flatMap(({ ids }) => ids);
    expect([others.length, others.every((id) => id > 0)]).toEqual([100, true]);
  });

  it('are of one pod each, though two collectors give them at the same time, and stay', async () => {
    const { show, name } = cluster();
    const syscalls = () => ['read'];
    await show({ pods: upTo(0, 20), syscalls });
    const before = (await idsOf(name)).flatMap(({ ids }) => ids);
    const [one, other] = [new RequestIngestion(parts), new RequestIngestion(parts)];
    await Promise.all(
      [one, other].flatMap((by, index) =>
        [0, 1, 2].map((part) => show({ pods: upTo(0, 100 + 50 * part + index * 30), syscalls }, by)),
      ),
    );
    const ids = (await idsOf(name)).flatMap((each) => each.ids);
    expect([ids.length, new Set(ids).size]).toEqual([460, 460]);
    expect(before.every((id) => ids.includes(id))).toBe(true);
  });
});
