import { loadConfig } from '#libs/platform';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
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

// Without the condition it fails on Postgres before 15.15, 16.11 and 17.7 alone: later ones look at the ctid again as well.
it('leaves a row alone that is used again while it waits for it', async () => {
  // A small table would be read as a whole, and not by ctid.
  await dataSource.query(`INSERT INTO letters SELECT 9, $1 FROM generate_series(1, 50000)`, [now]);
  await dataSource.query('ANALYZE letters');
  const flush = dataSource.createQueryRunner();
  await flush.startTransaction();
  await flush.query(`UPDATE letters SET at = $1 WHERE id = 3`, [now]);
  const applied = applyRetention(dataSource, [rule], { now });
  const waiting = () =>
    rows(
      dataSource,
      z.object({ waiting: z.int() }).transform(({ waiting: count }) => count),
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
  await expect.poll(waiting, { timeout: 30_000, interval: 20 }).toEqual([1]);
  await flush.commitTransaction();
  await flush.release();
  expect([await applied, new Set(await left())]).toEqual([true, new Set([3, 8, 9])]);
});

it('asks a row again for its condition where it is removed', async () => {
  const asked: string[] = [];
  const query = vi.spyOn(dataSource, 'query').mockImplementation((sql) => {
    asked.push(sql);
    return Promise.resolve([[], 0]);
  });
  await rule.remove(dataSource, now, 1);
  query.mockRestore();
  expect(asked.map((sql) => sql.split('old.at < $1').length - 1)).toEqual([2]);
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

/** A rule that has nothing to remove, and says that it was asked; or fails with an error. */
function asked(name: string, said: string[], more: { after?: readonly string[]; error?: Error } = {}) {
  const { error, after } = more;
  return {
    name,
    keep: 0,
    ...(after !== undefined && { after }),
    remove: () => {
      said.push(name);
      return error === undefined ? Promise.resolve(0) : Promise.reject(error);
    },
  } satisfies RetentionRule;
}

describe('a rule that fails', () => {
  it('keeps none from being applied but those that come after it, and is told at the end', async () => {
    const said: string[] = [];
    const error = new Error('it is read');
    const rules = [
      asked('days', said, { error }),
      asked('pods', said, { after: ['days'] }),
      asked('names of pods', said, { after: ['pods'] }),
      asked('letters', said, { after: ['other'] }),
      rule,
    ];
    const notApplied: unknown[] = [];
    const options = {
      now,
      notApplied: (each: RetentionRule, why?: unknown) => notApplied.push([each.name, why]),
    };
    await expect(applyRetention(dataSource, rules, options)).rejects.toBe(error);
    expect(said).toEqual(['days', 'letters']);
    expect(await left()).toEqual([8]);
    expect(notApplied).toEqual([
      ['days', error],
      ['pods', undefined],
      ['names of pods', undefined],
    ]);
    expect(await applyRetention(dataSource, [asked('pods', said, { after: ['days'] })], options)).toBe(true);
    expect(said.at(-1)).toBe('pods');
  });

  it('is told with all others that have failed', async () => {
    const errors = [new Error('it is read'), new Error('it takes too long')];
    const rules = errors.map((error, index) => asked(`rule ${index}`, [], { error }));
    await expect(applyRetention(dataSource, rules, { now })).rejects.toMatchObject({ errors });
  });

  it('as the database is away is the last one that is tried', async () => {
    const said: string[] = [];
    const error = Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
    const rules = [asked('days', said, { error }), asked('letters', said)];
    await expect(applyRetention(dataSource, rules, { now })).rejects.toBe(error);
    expect(said).toEqual(['days']);
  });
});
