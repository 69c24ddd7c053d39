import { matchesRequirements, parseLabelSelector, type Requirement } from '#libs/kubernetes';
import { loadConfig } from '#libs/platform';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '../../../test/services/index.js';
import { createDataSource } from './data-source.js';
import { matchingLabels } from './label-conditions.js';
import { rows } from './rows.js';

let dataSource: DataSource;
beforeAll(async () => {
  dataSource = await createDataSource(
    loadConfig({ DATABASE_URL: await createDatabase() }).database,
  ).initialize();
});
afterAll(() => dataSource.destroy());

/** Which of these labels the condition lets through. */
async function passing(
  requirements: readonly Requirement[],
  all: readonly Readonly<Record<string, string>>[],
  type: 'json' | 'jsonb' = 'json',
): Promise<readonly number[]> {
  const parameters: unknown[] = [all.map((labels) => JSON.stringify(labels))];
  const condition = matchingLabels(requirements, 'labels', parameters, type);
  const found = await rows(
    dataSource,
    z.object({ number: z.int() }),
    `SELECT number::int FROM unnest($1::${type}[]) WITH ORDINALITY AS each (labels, number) WHERE ${condition} ORDER BY number`,
    parameters,
  );
  return found.map(({ number }) => number - 1);
}

const key = fc.constantFrom('app', 'tier', 'app.kubernetes.io/name', '__proto__');
const value = fc.constantFrom(
  '',
  'web',
  'db',
  '1',
  '+1',
  '-1',
  '007',
  '10',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775808',
  '1.5',
  ' 1',
  '1'.padStart(65, '0'),
  "it's",
);
const operator = fc.constantFrom('in', 'notin', 'exists', '!', '>', '<');
const requirement: fc.Arbitrary<Requirement> = fc
  .tuple(
    key,
    operator,
    fc.uniqueArray(value, { minLength: 1, maxLength: 3 }),
    fc.bigInt({ min: -20n, max: 20n }),
  )
  .map(([name, how, values, bound]) => {
    if (how === '>' || how === '<') return { key: name, operator: how, values: [String(bound)] };
    return { key: name, operator: how, values: how === 'in' || how === 'notin' ? values : [] };
  });
const labels = fc.dictionary(key, value, { maxKeys: 3, noNullPrototype: true });

describe('the condition of a label selector in SQL', () => {
  it.each(['json', 'jsonb'] as const)('lets through of %s what the selector matches', async (type) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(requirement, { maxLength: 3 }),
        fc.array(labels, { maxLength: 20 }),
        async (requirements, all) => {
          expect(await passing(requirements, all, type)).toEqual(
            all.flatMap((each, number) => (matchesRequirements(requirements, each) ? [number] : [])),
          );
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  it.each([
    ['app=web', [0]],
    ['app!=web', [1, 2]],
    ['app in (web,db),tier', [1]],
    ['!app', [2]],
    ['weight>5', [1]],
    ['', [0, 1, 2]],
  ])('of %s', async (text, expected) => {
    const selector = parseLabelSelector(text);
    if (!selector.ok) throw new Error(selector.error.message);
    const all = [{ app: 'web', weight: '5' }, { app: 'db', tier: 'back', weight: '6' }, { tier: 'back' }];
    expect(await passing(selector.requirements, all)).toEqual(expected);
  });

  it('is answered by a GIN index on jsonb where a label has to be there', async () => {
    const selector = parseLabelSelector('app in (web,db),tier');
    if (!selector.ok) throw new Error(selector.error.message);
    const plan = await dataSource.transaction(async (transaction) => {
      await transaction.query('SET LOCAL enable_seqscan = off');
      const parameters: unknown[] = [];
      const condition = matchingLabels(selector.requirements, 'labels', parameters, 'jsonb');
      return transaction.query(`EXPLAIN (FORMAT JSON) SELECT FROM policies WHERE ${condition}`, parameters);
    });
    expect(JSON.stringify(plan)).toContain('"Index Name":"policies_labels_idx"');
  });
});
