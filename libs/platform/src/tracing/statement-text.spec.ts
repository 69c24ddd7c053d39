import { describe, expect, it } from 'vitest';
import { describeStatement } from './statement-text.js';

describe('the description of a statement', () => {
  it.each([
    ['SELECT id FROM simulations WHERE id = $1', 'SELECT', 'simulations'],
    [' \n insert into "outbox" (job) select $1', 'INSERT', 'outbox'],
    ['UPDATE simulations AS s SET status = $1', 'UPDATE', 'simulations'],
    ['DELETE FROM ONLY api_keys', 'DELETE', 'api_keys'],
    ['WITH taken AS (SELECT 1 FROM simulation_chunks) SELECT 1', 'WITH', 'simulation_chunks'],
    ['-- a word\nSELECT now()', 'SELECT', undefined],
    ['/* FROM nowhere */ COMMIT', 'COMMIT', undefined],
    ['SELECT x FROM unnest($1::text[]) AS x', 'SELECT', undefined],
    ['SELECT x FROM runtime_observations_20260301', 'SELECT', undefined],
    ['EXPLAIN SELECT 1', 'other', undefined],
    ['', 'other', undefined],
  ])('%j is called by keyword and table', (sql, operation, table) => {
    expect(describeStatement(sql)).toMatchObject({ operation, table });
  });

  it.each([
    [`SELECT 'it''s a secret', $1 FROM t`, 'SELECT ?, $1 FROM t'],
    [`SET password = E'secret'`, 'SET password = E?'],
    ['SELECT $$secret$$, $a$se$$cret$a$, $1', 'SELECT ?, ?, $1'],
    [`SELECT '-- no comment', 1 -- a secret, that's it\n, 2, 'x'`, 'SELECT ?, 1 , 2, ?'],
  ])('%j is shown without its literals', (sql, text) => {
    expect(describeStatement(sql).text).toBe(text);
  });

  it('is cut where it is long', () => {
    expect(describeStatement(`SELECT ${'a, '.repeat(2_000)}b`).text).toHaveLength(2_000);
  });
});
