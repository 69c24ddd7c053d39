import { randomUUID } from 'node:crypto';
import type { Verdict } from '#libs/advisor';
import { createDataSource, migrate, revertLatestMigration, rows } from '#libs/persistence';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '../../../test/services/index.js';
import { insertResults, judgedWorkload, readResults } from './result-store.js';
import { summariseResults } from './summaries.js';

let dataSource: DataSource;
const migration = 'BrokenTodayOfResults1764100002000';
const run = { simulation: randomUUID(), run: 1 };
const workload = (name: string) => ({ cluster: 'prod', namespace: 'shop', kind: 'Deployment', name });
const verdict = (name: string, more: Partial<Verdict> = {}): Verdict => ({
  workload: workload(name),
  verdict: 'passes',
  mutated: false,
  findings: [],
  remedies: [],
  ...more,
});
const failure = (lastSeen: string) => ({
  stage: 'admission' as const,
  reason: 'pod-security-policy' as const,
  message: 'says "lastSeen":"yesterday" and \u0000',
  object: { kind: 'ReplicaSet', name: 'web' },
  count: 1,
  firstSeen: lastSeen,
  lastSeen,
});

beforeAll(async () => {
  const url = await createDatabase();
  const options = { url, poolSize: 2, connectTimeout: 10_000, statementTimeout: 60_000 };
  dataSource = await createDataSource(options).initialize();
  await dataSource.query(
    `INSERT INTO simulations (id, status, request, created_at, created_by, finished_at, summary)
     VALUES ($1, 'succeeded', '{}', '2026-01-01', 'test', '2026-01-02', '{"workloads":2}')`,
    [run.simulation],
  );
  await dataSource.transaction((transaction) =>
    insertResults(
      transaction,
      run,
      [
        verdict('broken', {
          brokenToday: [failure('2026-03-01T09:30:00.000Z'), failure('2026-03-01T09:20:00.000Z')],
        }),
        verdict('well'),
      ].map(judgedWorkload),
    ),
  );
});
afterAll(() => dataSource.destroy());

const stored = () =>
  rows(
    dataSource,
    z.object({ name: z.string(), until: z.date().nullable() }),
    `SELECT name, broken_until AS until FROM simulation_results ORDER BY name`,
  );

it('results from before it was kept what they say of failures are found and counted like the others', async () => {
  const before = await stored();
  expect(before).toEqual([
    { name: 'broken', until: new Date('2026-03-01T10:20:00Z') },
    { name: 'well', until: null },
  ]);
  let reverted: string | undefined;
  while (reverted !== migration) reverted = await revertLatestMigration(dataSource);
  await migrate(dataSource);
  expect(await stored()).toEqual(before);
  const found = await readResults(dataSource, run, { limit: 10, filter: { brokenToday: true } });
  expect(found.map(({ workload: { name } }) => name)).toEqual(['broken']);
  expect((await summariseResults(dataSource, run)).brokenToday).toBe(1);
  const [{ summary } = { summary: undefined }] = await rows(
    dataSource,
    z.object({ summary: z.unknown() }),
    `SELECT summary FROM simulations`,
  );
  expect(summary).toEqual({ workloads: 2, brokenToday: 1 });
});
