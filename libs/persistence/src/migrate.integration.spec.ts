import { randomUUID } from 'node:crypto';
import { loadConfig } from '#libs/platform';
import type { DataSource } from 'typeorm';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { migrations } from '#migrations';
import { createEmptyDatabase } from '../../../test/services/index.js';
import { createDataSource } from './data-source.js';
import { tablesWithoutEntity } from './entities.js';
import { migrate, migrationStatus, revertLatestMigration } from './migrate.js';
import { firstRow, rows } from './rows.js';

const names = migrations.map((migration) => migration.name);
const open: DataSource[] = [];

async function connect(url: string): Promise<DataSource> {
  const { database } = loadConfig({ DATABASE_URL: url, DATABASE_POOL_SIZE: '2' });
  const dataSource = await createDataSource(database).initialize();
  open.push(dataSource);
  return dataSource;
}

/** The whole schema as data: columns, constraints, indexes and functions, in a fixed order. */
async function schemaOf(dataSource: DataSource): Promise<unknown> {
  return dataSource.query(`
    SELECT 'column' AS what, table_name || '.' || column_name AS name,
           concat_ws(' ', data_type, is_nullable, column_default, collation_name) AS definition
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'function', oid::regprocedure::text, prosrc
      FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    ORDER BY 1, 2, 3`);
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((dataSource) => dataSource.destroy()));
});

describe('migrations', () => {
  it('bring an empty database to the present schema, in order', async () => {
    const dataSource = await connect(await createEmptyDatabase());
    expect(await migrate(dataSource)).toEqual(names);
    expect(await migrationStatus(dataSource)).toEqual(names.map((name) => ({ name, applied: true })));
  });

  it('do nothing the second time', async () => {
    const dataSource = await connect(await createEmptyDatabase());
    await migrate(dataSource);
    const before = await schemaOf(dataSource);
    expect(await migrate(dataSource)).toEqual([]);
    expect(await schemaOf(dataSource)).toEqual(before);
  });

  it('run once when twenty processes start them at the same time', async () => {
    const url = await createEmptyDatabase();
    const dataSources = await Promise.all(Array.from({ length: 20 }, () => connect(url)));
    const applied = await Promise.all(dataSources.map(migrate));
    expect(applied.filter((list) => list.length > 0)).toEqual([names]);
  });

  it('can be taken back one by one, down to nothing, and run again to the same schema', async () => {
    const dataSource = await connect(await createEmptyDatabase());
    await migrate(dataSource);
    const schema = await schemaOf(dataSource);
    const reverted: string[] = [];
    for (let name = await revertLatestMigration(dataSource); name !== undefined;) {
      reverted.push(name);
      name = await revertLatestMigration(dataSource);
    }
    expect(reverted).toEqual(names.toReversed());
    const tables: unknown = await dataSource.query(
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1`,
    );
    expect(tables).toEqual([{ relname: 'schema_migrations' }]);
    expect(await migrate(dataSource)).toEqual(names);
    expect(await schemaOf(dataSource)).toEqual(schema);
  });

  it('leave no difference between the entities and the schema', async () => {
    const dataSource = await connect(await createEmptyDatabase());
    await migrate(dataSource);
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('make no table that is neither an entity nor said to have none', async () => {
    const dataSource = await connect(await createEmptyDatabase());
    await migrate(dataSource);
    const tables = await rows(
      dataSource,
      z.object({ name: z.string() }),
      `SELECT relname AS name FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
         AND relname <> 'schema_migrations' ORDER BY relname COLLATE "C"`,
    );
    const ofEntities = dataSource.entityMetadatas.map(({ tableName }) => tableName);
    expect(tables.map(({ name }) => name)).toEqual([...ofEntities, ...tablesWithoutEntity].toSorted());
  });

  it('are run again after one whose connection was cut in the middle', async () => {
    const url = await createEmptyDatabase();
    const [dataSource, other] = [await connect(url), await connect(url)];
    await migrate(dataSource);
    const schema = await schemaOf(dataSource);
    const changesOutbox = names.findIndex((name) => name.startsWith('OutboxTraceparent'));
    const left = names.slice(changesOutbox);
    for (const _ of left) await revertLatestMigration(dataSource);
    const cut = await other.transaction(async (reader) => {
      await reader.query('LOCK TABLE outbox IN ACCESS SHARE MODE');
      const reading = await firstRow(reader, z.object({ pid: z.int() }), 'SELECT pg_backend_pid() AS pid');
      const cutOff = migrate(dataSource).catch((error: unknown) => error);
      // Asked outside the transaction, which sees the same connections for as long as it lasts.
      await expect
        .poll(() =>
          other.query(
            `SELECT pg_terminate_backend(pid) AS cut FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))`,
            [reading?.pid],
          ),
        )
        .toEqual([{ cut: true }]);
      return cutOff;
    });
    expect(cut).toBeInstanceOf(Error);
    expect(await migrate(other)).toEqual(left);
    expect(await schemaOf(other)).toEqual(schema);
  });

  it('need no more than a role that owns the database', async () => {
    const url = new URL(await createEmptyDatabase());
    const [role, password] = [`owner_${randomUUID().replaceAll('-', '')}`, randomUUID()];
    const superuser = await connect(url.href);
    await superuser.query(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'`);
    await superuser.query(`ALTER DATABASE ${url.pathname.slice(1)} OWNER TO ${role}`);
    const owner = await connect(Object.assign(url, { username: role, password }).href);
    expect(await migrate(owner)).toEqual(names);
    await superuser.query(`REASSIGN OWNED BY ${role} TO CURRENT_USER`);
    await superuser.query(`DROP ROLE ${role}`);
  });

  it('are listed as pending in an empty database, which stays empty', async () => {
    const dataSource = await connect(await createEmptyDatabase());
    expect(await migrationStatus(dataSource)).toEqual(names.map((name) => ({ name, applied: false })));
    expect(await schemaOf(dataSource)).toEqual([]);
  });

  it('are numbered in the order in which they run', () => {
    const numbers = names.map((name) => Number(/\d{13}$/.exec(name)?.[0]));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
