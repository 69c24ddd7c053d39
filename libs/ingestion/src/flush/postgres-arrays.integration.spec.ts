import { createDataSource, rows } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '../../../../test/services/index.js';
import {
  arrayOfLists,
  booleans,
  counts,
  dates,
  epochNanoseconds,
  integers,
  uuids,
} from './postgres-arrays.js';

let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await createDataSource(
    loadConfig({ DATABASE_URL: await createDatabase() }).database,
  ).initialize();
});
afterAll(() => dataSource.destroy());

const days = ['1971-01-01', '1999-12-31', '2000-01-01', '2024-02-29', '2024-02-29', '2261-12-31'];
const ids = ['003f76a3-181a-8532-bfab-11ad7633ffb7', 'ffffffff-ffff-4fff-bfff-ffffffffffff'];
const lastOfDay = 86_399_999_999_999;
const starts = ['2026-03-01', '2026-03-01', '2026-03-02', '1971-01-01', '2261-12-31'];
const ofDay = [0, 2 ** 32 - 1, 2 ** 32, lastOfDay, lastOfDay];

it.each([
  ['integer', integers([0, 1, -1, 2 ** 31 - 1]), ['0', '1', '-1', '2147483647']],
  ['integer', integers(Int32Array.of(7)), ['7']],
  ['integer', integers([]), []],
  ['boolean', booleans([true, false]), ['true', 'false']],
  [
    'bigint',
    counts([0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1]),
    ['0', '1', '4294967295', '4294967296', '9007199254740991'],
  ],
  ['date', dates(days), days],
  ['uuid', uuids(ids), ids],
  [
    'bigint',
    epochNanoseconds(starts, ofDay),
    starts.map((day, at) => String(BigInt(Date.parse(day)) * 1_000_000n + BigInt(ofDay[at] ?? 0))),
  ],
])('%s[] is what Postgres reads', async (type, array, texts) => {
  const read = await rows(
    dataSource,
    z.object({ value: z.string() }),
    `SELECT value::text FROM unnest($1::${type}[]) WITH ORDINALITY AS given (value, place) ORDER BY place`,
    [array],
  );
  expect(read.map(({ value }) => value)).toEqual(texts);
});

it('takes lists of numbers and of words, whatever the words', async () => {
  const read = await rows(
    dataSource,
    z.object({ numbers: z.array(z.int()), words: z.array(z.string()) }),
    `SELECT numbers::integer[], words::text[]
     FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS given (numbers, words, place) ORDER BY place`,
    [arrayOfLists([[1, -2], []]), arrayOfLists([[], ['null', 'node-17', 'a.b']])],
  );
  expect(read).toEqual([
    { numbers: [1, -2], words: [] },
    { numbers: [], words: ['null', 'node-17', 'a.b'] },
  ]);
});

it('refuses what is no list of UUIDs', () => {
  expect(() => uuids(['not one'])).toThrow(TypeError);
});
