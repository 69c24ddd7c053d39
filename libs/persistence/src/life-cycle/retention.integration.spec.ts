import { loadConfig } from '#libs/platform';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { createEmptyDatabase } from '../../../../test/services/index.js';
import { createDataSource } from '../data-source.js';
import { rows } from '../rows.js';
import { applyRetention, type RetentionRule, rowsOlderThan } from './retention.js';

const now = new Date('2026-04-01T00:00:00Z');
const rule = rowsOlderThan({ table: 'letters', condition: 'old.at < $1', keep: 86_400_000 });
let dataSource: DataSource;

beforeAll(async () => {
  const config = loadConfig({ DATABASE_URL: await createEmptyDatabase() });
  dataSource = await createDataSource(config.database).initialize();
  await dataSource.query(`CREATE TABLE letters (id integer, at timestamptz)`);
});
beforeEach(async () => {
  await dataSource.query(`TRUNCATE letters`);
  await dataSource.query(
    `INSERT INTO letters SELECT id, timestamptz '2026-03-30T00:00:00Z' FROM generate_series(1, 7) AS id
     UNION ALL SELECT 8, '2026-03-31T00:00:00Z'`,
  );
});
afterAll(() => dataSource.destroy());

async function left(): Promise<number[]> {
  const found = await rows(dataSource, z.object({ id: z.int() }), `SELECT id FROM letters ORDER BY id`);
  return found.map(({ id }) => id);
}

it('removes what is older, in transactions of bounded size, and nothing that is just old enough to stay', async () => {
  const chunks: number[] = [];
  const removed = (_: string, count: number): number => chunks.push(count);
  expect(await applyRetention(dataSource, [rule], { now, chunk: 3, removed })).toBe(true);
  expect(chunks).toEqual([3, 3, 1]);
  expect(await left()).toEqual([8]);
});

it('ends between two transactions when it is told to', async () => {
  const stopping = new AbortController();
  const options = { now, chunk: 3, signal: stopping.signal, removed: () => stopping.abort() };
  expect(await applyRetention(dataSource, [rule, rule], options)).toBe(true);
  expect(await left()).toHaveLength(5);
});

it('is done by one process at a time, and by the next one when that has failed', async () => {
  const second: boolean[] = [];
  const failing: RetentionRule = {
    name: 'failing',
    keep: 0,
    remove: async () => {
      second.push(await applyRetention(dataSource, [rule], { now }));
      throw new Error('no');
    },
  };
  await expect(applyRetention(dataSource, [failing], { now })).rejects.toThrow('no');
  expect(second).toEqual([false]);
  expect(await left()).toHaveLength(8);
  expect(await applyRetention(dataSource, [rule], { now })).toBe(true);
  expect(await left()).toEqual([8]);
});
