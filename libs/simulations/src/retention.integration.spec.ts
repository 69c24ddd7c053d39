import { randomUUID } from 'node:crypto';
import { createDataSource, rows } from '#libs/persistence';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '../../../test/services/index.js';
import { simulationRetention } from './retention.js';

const day = 86_400_000;
const now = new Date('2026-06-01T00:00:00Z');
const before = new Date(now.getTime() - 90 * day);
let dataSource: DataSource;

beforeAll(async () => {
  const url = await createDatabase();
  // One connection: it is its statistics that are read.
  const options = { url, poolSize: 1, connectTimeout: 10_000, statementTimeout: 60_000 };
  dataSource = await createDataSource(options).initialize();
});
afterAll(() => dataSource.destroy());

/** A simulation with results, all of which say the same. Null: it goes on. */
async function simulate(finishedAt: Date | null, results: number): Promise<string> {
  const id = randomUUID();
  await dataSource.query(
    `INSERT INTO simulations (id, status, request, created_at, created_by, finished_at, summary)
     VALUES ($1, $2, '{}', '2026-01-01', 'test', $3, $4)`,
    [id, finishedAt === null ? 'running' : 'succeeded', finishedAt, finishedAt === null ? null : '{}'],
  );
  const document = randomUUID();
  await dataSource.query(
    `INSERT INTO simulation_documents (simulation_id, run, id, document) VALUES ($1, 1, $2, '{}')`,
    [id, document],
  );
  await dataSource.query(
    `INSERT INTO simulation_results
       (simulation_id, run, cluster, namespace, kind, name, verdict, stage, fields, document_id)
     SELECT $1, 1, 'prod', 'shop', 'Deployment', 'web-' || n, 'passes', NULL, '{}', $2
     FROM generate_series(1, $3::int) AS n`,
    [id, document, results],
  );
  return id;
}

const rule = (name: string) => {
  const found = simulationRetention(90 * day).find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no rule ${name}`);
  return found;
};

/** How many rows of results this connection has read so far. */
async function read(): Promise<number> {
  await dataSource.query(`SELECT pg_stat_force_next_flush()`);
  const [found] = await rows(
    dataSource,
    z.object({ read: z.coerce.number() }),
    `SELECT seq_tup_read + idx_tup_fetch AS read FROM pg_stat_user_tables WHERE relname = 'simulation_results'`,
  );
  return found?.read ?? 0;
}

it('results of simulations that ended long ago go in parts, and others are not even looked at', async () => {
  const kept = [await simulate(new Date(before.getTime()), 2_000), await simulate(null, 2_000)];
  await dataSource.query(`ANALYZE simulation_results, simulations`);
  const remove = () => rule('simulation_results').remove(dataSource, before, 10);
  const atFirst = await read();
  expect(await remove()).toBe(0);
  expect((await read()) - atFirst).toBe(0);

  await simulate(new Date(before.getTime() - 1), 25);
  await simulate(new Date(before.getTime() - 1), 5);
  const then = await read();
  const removed: number[] = [];
  for (let count = 10; count === 10;) removed.push((count = await remove()));
  expect(removed).toEqual([10, 10, 10, 0]);
  expect((await read()) - then).toBeLessThan(200);
  expect(await rule('simulation_documents').remove(dataSource, before, 10)).toBe(2);
  expect(await rule('simulations').remove(dataSource, before, 10)).toBe(2);
  const left = await rows(
    dataSource,
    z.object({ id: z.string(), results: z.int() }),
    `SELECT simulation_id AS id, count(*)::int AS results FROM simulation_results GROUP BY simulation_id`,
  );
  expect(new Map(left.map(({ id, results }) => [id, results]))).toEqual(
    new Map(kept.map((id) => [id, 2_000])),
  );
});
