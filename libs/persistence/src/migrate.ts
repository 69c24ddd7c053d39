import type { DataSource, QueryRunner } from 'typeorm';

// Any fixed number will do, as long as nothing else on the same database locks it: the bytes of "poladvis".
const migrationLock = '8101799592049142131';

/**
 * Runs the migrations that have not run, each in a transaction of its own, and returns their names. Of several callers
 * at once exactly one migrates; the others wait for it and find nothing left to do.
 */
export async function migrate(dataSource: DataSource): Promise<readonly string[]> {
  return withMigrationLock(dataSource, async () => {
    const applied = await dataSource.runMigrations({ transaction: 'each' });
    return applied.map(({ name }) => name);
  });
}

/** Takes back the latest migration and returns its name; undefined if there is none. Destroys data: for development. */
export async function revertLatestMigration(dataSource: DataSource): Promise<string | undefined> {
  return withMigrationLock(dataSource, async () => {
    const latest = (await migrationStatus(dataSource)).filter(({ applied }) => applied).at(-1);
    if (latest === undefined) return undefined;
    await dataSource.undoLastMigration({ transaction: 'each' });
    return latest.name;
  });
}

/** A migration, and whether the database has it. */
export interface MigrationState {
  readonly name: string;
  readonly applied: boolean;
}

/** All migrations in order. Changes nothing, not even an empty database. */
export async function migrationStatus(dataSource: DataSource): Promise<readonly MigrationState[]> {
  const table = dataSource.options.migrationsTableName ?? 'migrations';
  const found: unknown = await dataSource.query(`SELECT to_regclass($1) IS NOT NULL AS present`, [table]);
  const rows: unknown = isPresent(found) ? await dataSource.query(`SELECT name FROM ${table}`) : [];
  const applied = new Set(Array.isArray(rows) ? rows.map((row: { name?: unknown }) => row.name) : []);
  return dataSource.migrations.map(({ name = '' }) => ({ name, applied: applied.has(name) }));
}

function isPresent(rows: unknown): boolean {
  return Array.isArray(rows) && rows.some((row: { present?: unknown }) => row.present === true);
}

async function withMigrationLock<T>(dataSource: DataSource, work: () => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    // Neither waiting for the lock nor a long migration may run into the time limit of ordinary statements.
    await runner.query(`SET statement_timeout = 0`);
    await runner.query(`SELECT pg_advisory_lock($1)`, [migrationLock]);
    try {
      return await work();
    } finally {
      await unlock(runner);
    }
  } finally {
    await runner.release();
  }
}

async function unlock(runner: QueryRunner): Promise<void> {
  await runner.query(`SELECT pg_advisory_unlock($1)`, [migrationLock]);
  await runner.query(`RESET statement_timeout`);
}
