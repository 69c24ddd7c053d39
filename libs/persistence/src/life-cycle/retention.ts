import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { isDatabaseUnavailable } from '../database-unavailable.js';
import { firstRow, type SqlRunner } from '../rows.js';

/** One kind of data that goes when it is old enough. Libraries that own tables list theirs; one place applies them. */
export interface RetentionRule {
  /** For metrics and logs: a table, or what is removed. */
  readonly name: string;
  /** How long it is kept, in milliseconds. */
  readonly keep: number;
  /**
   * Names of rules that stand before it in the list, and remove what refers to this. It is left out where one of them was not
   * applied; all others go on.
   */
  readonly after?: readonly string[];
  /**
   * Removes at most so many that are older than a time, in a transaction of its own, and returns how many that were.
   * Fewer than asked for: there are no more.
   */
  remove(dataSource: DataSource, before: Date, atMost: number): Promise<number>;
}

/**
 * A rule for rows of a table that is not partitioned. `condition` is SQL about the row `old`; `$1` is the time. All names
 * come from our own code.
 */
export function rowsOlderThan(rule: {
  readonly table: string;
  readonly condition: string;
  readonly keep: number;
  readonly after?: readonly string[];
}): RetentionRule {
  const { table, condition, keep, after = [] } = rule;
  return rowsSelected({
    table,
    keep,
    after,
    select: `SELECT old.ctid FROM ${table} AS old WHERE ${condition} LIMIT $2`,
    condition,
  });
}

/**
 * The same, where rows are found in another way. `select` is SQL: the ctid of at most `$2` rows that are older than `$1`. It says
 * how the rows were when the statement began: without a `condition`, one that is changed meanwhile may go nevertheless.
 */
export function rowsSelected(rule: {
  readonly table: string;
  readonly select: string;
  readonly condition?: string;
  readonly keep: number;
  readonly after?: readonly string[];
}): RetentionRule {
  const { table, select, condition = 'true', keep, after = [] } = rule;
  // A row whose writer was waited for is looked at again, as it is now. By its ctid alone it would still be the one that was
  // selected: Postgres before 15.15, 16.11 and 17.7 does not see that the newer row has another.
  const sql = `DELETE FROM ${table} AS old WHERE old.ctid = ANY (ARRAY(${select})) AND (${condition})`;
  return {
    name: table,
    keep,
    after,
    remove: (dataSource, before, atMost) => removeRows(dataSource, sql, [before, atMost]),
  };
}

/** Runs a DELETE and returns how many rows it removed. */
export async function removeRows(runner: SqlRunner, sql: string, parameters: unknown[]): Promise<number> {
  // TypeORM gives [rows, count] for a DELETE.
  const [, count] = z.tuple([z.array(z.unknown()), z.int()]).parse(await runner.query(sql, parameters));
  return count;
}

export interface RetentionOptions {
  readonly now: Date;
  /** Rows removed in one transaction. */
  readonly chunk?: number;
  /** Checked between transactions. */
  readonly signal?: AbortSignal;
  /** Told after each transaction. */
  readonly removed?: (name: string, count: number) => void;
  /** Told of each rule that has failed, and, without an error, of each that was left out for that. */
  readonly notApplied?: (rule: RetentionRule, error?: unknown) => void;
}

/** Any fixed number that nothing else locks: the bytes of "retentio". */
const retentionLock = '8243118364050712943';

/**
 * Removes what is older than its rule says, rule by rule, in transactions of bounded size: nothing is locked for long, and
 * whoever is killed has done what was done so far. Of several processes at once one does it, the others return false.
 *
 * A rule that fails keeps only those from being applied that come after it by `after`. A database that is away fails for all.
 *
 * @throws what the rule has thrown that failed, at the end; {AggregateError} if several have
 */
export async function applyRetention(
  dataSource: DataSource,
  rules: readonly RetentionRule[],
  { now, chunk = 5_000, signal, removed, notApplied }: RetentionOptions,
): Promise<boolean> {
  const applyRule = async (rule: RetentionRule): Promise<void> => {
    const before = new Date(now.getTime() - rule.keep);
    for (let count = chunk; count >= chunk && signal?.aborted !== true;) {
      count = await rule.remove(dataSource, before, chunk);
      if (count > 0) removed?.(rule.name, count);
    }
  };
  const lock = dataSource.createQueryRunner();
  try {
    const taken = await firstRow(
      lock,
      z.object({ locked: z.boolean() }),
      `SELECT pg_try_advisory_lock($1) AS locked`,
      [retentionLock],
    );
    if (taken?.locked !== true) return false;
    try {
      const missed = new Set<string>();
      const errors: unknown[] = [];
      for (const rule of rules) {
        if (errors.some(isDatabaseUnavailable) || rule.after?.some((name) => missed.has(name)) === true) {
          missed.add(rule.name);
          notApplied?.(rule);
          continue;
        }
        try {
          await applyRule(rule);
        } catch (error) {
          missed.add(rule.name);
          errors.push(error);
          notApplied?.(rule, error);
        }
      }
      if (errors.length > 1) throw new AggregateError(errors, `${errors.length} retention rules have failed`);
      if (errors.length > 0) throw errors[0];
      return true;
    } finally {
      await lock.query(`SELECT pg_advisory_unlock($1)`, [retentionLock]);
    }
  } finally {
    await lock.release();
  }
}
