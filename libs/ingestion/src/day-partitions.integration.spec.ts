import { applyRetention, createDataSource, rows } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { calls, TestAgent } from '../../../test/fixtures/runtime-events.js';
import { createDatabase } from '../../../test/services/index.js';
import { IngestionMetrics } from './ingestion-metrics.js';
import { RequestIngestion } from './requests/request-ingestion.js';
import { ingestionRetention } from './retention.js';
import { byName } from './workload-resolver.js';

const day = 86_400_000;
const keep = { observations: 90 * day, deadLetters: 14 * day, eventIds: 3 * day };
const rules = ingestionRetention({ ...keep, deadLettersRelayed: false });
let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await createDataSource(
    loadConfig({ DATABASE_URL: await createDatabase() }).database,
  ).initialize();
});
afterAll(() => dataSource.destroy());

async function ingest(date: string, pod: string): Promise<void> {
  const ingestion = new RequestIngestion({
    dataSource,
    resolver: byName,
    settings: loadConfig({ DATABASE_URL: 'postgres://unused:unused@localhost/unused' }),
    metrics: new IngestionMetrics(new Registry()),
    now: () => new Date(`${date}T12:00:00Z`),
  });
  const at = `${date}T11:00:00Z`;
  const event = new TestAgent({ node: `node-of-${pod}` }).event(
    [{ pod, observations: [calls(`call_${pod}`, { first: at, last: at })] }],
    { sentAt: at },
  );
  await ingestion.ingest({ json: event });
}

/** A transaction that has read tables, as one that dumps the database, until it is ended. */
async function reading(...tables: readonly string[]): Promise<{ readonly end: () => Promise<void> }> {
  const reader = dataSource.createQueryRunner();
  await reader.startTransaction();
  for (const table of tables) await reader.query(`SELECT FROM ${table}`);
  return {
    end: async () => {
      await reader.rollbackTransaction();
      await reader.release();
    },
  };
}

const partitionsOf = (month: string): Promise<string[]> =>
  names(
    `SELECT relname AS name FROM pg_class WHERE relname ~ '^runtime_observations_${month}..$' ORDER BY 1`,
  );

function names(sql: string): Promise<string[]> {
  return rows(
    dataSource,
    z.object({ name: z.string() }).transform(({ name }) => name),
    sql,
  );
}

it('retention drops days as a whole, and all that only they referred to', async () => {
  await ingest('2026-01-01', 'old');
  await ingest('2026-03-01', 'young');
  await dataSource.query(
    `INSERT INTO runtime_loss_totals (cluster, node, agent, run, totals, revision, last_day)
     VALUES ('c', 'n', 'falco', 'old', '{"kernel":1}', 1, '2026-01-01'),
       ('c', 'n', 'falco', 'young', '{"kernel":1}', 1, '2026-03-01')`,
  );
  await dataSource.query(
    `INSERT INTO dead_letters (topic, partition, message_offset, reason, mistakes, received_at)
     VALUES ('t', 0, 1, 'invalid', '[]', '2026-03-01'), ('t', 0, 2, 'invalid', '[]', '2026-03-30')`,
  );
  const now = new Date('2026-04-05T00:00:00Z');
  const apply = async (): Promise<Record<string, number>> => {
    const removed: Record<string, number> = {};
    const applied = await applyRetention(dataSource, rules, {
      now,
      chunk: 1,
      removed: (name, count) => {
        removed[name] = (removed[name] ?? 0) + count;
      },
    });
    expect(applied).toBe(true);
    return removed;
  };
  expect(await apply()).toEqual({
    partitions: 6,
    runtime_items: 1,
    runtime_pods: 1,
    runtime_containers: 1,
    runtime_agents: 1,
    runtime_loss_totals: 1,
    runtime_nodes: 1,
    runtime_transmissions: 4,
    dead_letters: 1,
  });
  expect(await apply()).toEqual({});
  const left = [
    `SELECT item->>'syscall' AS name FROM runtime_items`,
    `SELECT name FROM runtime_pods`,
    `SELECT node AS name FROM runtime_agents`,
    `SELECT run AS name FROM runtime_loss_totals`,
    `SELECT node AS name FROM runtime_nodes`,
    `SELECT DISTINCT node AS name FROM runtime_transmissions`,
    `SELECT message_offset::text AS name FROM dead_letters`,
  ];
  expect(await Promise.all(left.map(names))).toEqual([
    ['call_young'],
    ['young'],
    ['node-of-young'],
    ['young'],
    ['node-of-young'],
    ['node-of-young'],
    ['2'],
  ]);
});

it('retention leaves dead letters alone that still have to go to the dead-letter topic', async () => {
  await dataSource.query('TRUNCATE dead_letters');
  await dataSource.query(
    `INSERT INTO dead_letters (topic, partition, message_offset, reason, mistakes, received_at, relayed_at)
     VALUES ('t', 0, 1, 'invalid', '[]', '2026-03-01', NULL), ('t', 0, 2, 'invalid', '[]', '2026-03-01', '2026-03-02')`,
  );
  const left = () => names(`SELECT message_offset::text AS name FROM dead_letters`);
  const now = new Date('2026-04-05T00:00:00Z');
  await applyRetention(dataSource, ingestionRetention({ ...keep, deadLettersRelayed: true }), { now });
  expect(await left()).toEqual(['1']);
  await applyRetention(dataSource, ingestionRetention({ ...keep, deadLettersRelayed: false }), { now });
  expect(await left()).toEqual([]);
});

it('a partition that somebody reads is not waited for: retention fails, writers go on, and the next time it is dropped', async () => {
  await ingest('2026-01-02', 'read');
  const reader = await reading('runtime_observations');
  const now = new Date('2026-04-05T00:00:00Z');
  const partitions = () =>
    names(`SELECT relname AS name FROM pg_class WHERE relname = 'runtime_observations_20260102'`);
  const [dropped] = await Promise.allSettled([
    applyRetention(dataSource, rules, { now }),
    ingest('2026-03-01', 'meanwhile'),
  ]);
  expect(dropped).toMatchObject({ status: 'rejected', reason: { code: '55P03' } });
  expect([await names(`SELECT name FROM runtime_pods WHERE name = 'meanwhile'`), await partitions()]).toEqual(
    [['meanwhile'], ['runtime_observations_20260102']],
  );
  await reader.end();
  expect([await applyRetention(dataSource, rules, { now }), await partitions()]).toEqual([true, []]);
});

it('partitions of the next two days are made ahead, whoever reads the tables when those come', async () => {
  await ingest('2026-05-01', 'first');
  const three = ['20260501', '20260502', '20260503'].map((day) => `runtime_observations_${day}`);
  expect(await partitionsOf('202605')).toEqual(three);
  const dump = await reading('runtime_observations', 'runtime_watches');
  await ingest('2026-05-03', 'overnight');
  expect(await names(`SELECT DISTINCT day::text AS name FROM runtime_observations_20260503`)).toEqual([
    '2026-05-03',
  ]);
  await dump.end();
  expect(await partitionsOf('202605')).toEqual(three);
});

it('a day whose partition is made too late has its rows in the default partition, and goes as the others do', async () => {
  const dump = await reading('runtime_observations', 'runtime_watches');
  await ingest('2026-06-01', 'late');
  await dump.end();
  await ingest('2026-06-01', 'later');
  const inDefault = (): Promise<string[]> =>
    names(`SELECT DISTINCT day::text AS name FROM runtime_observations_default ORDER BY 1`);
  expect([await partitionsOf('202606'), await inDefault()]).toEqual([
    ['20260602', '20260603'].map((day) => `runtime_observations_${day}`),
    ['2026-06-01'],
  ]);
  expect(await names(`SELECT DISTINCT name FROM runtime_pods WHERE name LIKE 'late%' ORDER BY 1`)).toEqual([
    'late',
    'later',
  ]);
  await applyRetention(dataSource, rules, { now: new Date('2026-09-10T00:00:00Z') });
  expect(await inDefault()).toEqual([]);
});
