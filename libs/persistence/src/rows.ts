import { timestampOf } from '#libs/events';
import { z } from 'zod';

/** What runs SQL: a DataSource, or the EntityManager of a transaction. */
export interface SqlRunner {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}

/** Runs a statement that gives rows, and parses each of them. Throws ZodError where the schema and the SQL disagree. */
export async function rows<T>(
  runner: SqlRunner,
  row: z.ZodType<T>,
  sql: string,
  parameters: unknown[] = [],
): Promise<T[]> {
  const result = await runner.query(sql, parameters);
  // TypeORM gives [rows, count] for UPDATE and DELETE, and the rows alone for everything else.
  const changed = changedRows.safeParse(result);
  return z.array(row).parse(changed.success ? changed.data[0] : result);
}

/** The first of the rows, or undefined. */
export async function firstRow<T>(
  runner: SqlRunner,
  row: z.ZodType<T>,
  sql: string,
  parameters: unknown[] = [],
): Promise<T | undefined> {
  return (await rows(runner, row, sql, parameters))[0];
}

const changedRows = z.tuple([z.array(z.unknown()), z.number()]);

/** A bigint column of nanoseconds since the epoch, selected as text: a canonical timestamp. */
export const nanosecondsColumn = z.string().transform((text) => timestampOf(BigInt(text)));

/** A bigint column; Postgres sends it as text. Throws beyond 2^53. */
export const bigintColumn = z
  .string()
  .regex(/^-?\d+$/)
  .transform(Number)
  .pipe(z.int());
