import { loadConfig } from '#libs/platform';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/services/index.js';
import { createDataSource } from '../data-source.js';
import { ensureWorkloads } from '../workload-repository.js';
import { applyRetention } from './retention.js';
import { workloadReferences, workloadRetention } from './workload-retention.js';

const day = 86_400_000;
let dataSource: DataSource;

beforeAll(async () => {
  const config = loadConfig({ DATABASE_URL: await createDatabase() });
  dataSource = await createDataSource(config.database).initialize();
});
afterAll(() => dataSource.destroy());
beforeEach(() => dataSource.query('TRUNCATE workloads CASCADE'));

/** Pods of their own that were met so many days ago. */
async function workloads(ages: Readonly<Record<string, number>>): Promise<readonly string[]> {
  const references = Object.keys(ages).map((name) => ({
    cluster: 'prod',
    namespace: 'jobs',
    kind: 'Pod',
    name,
  }));
  const ids = await ensureWorkloads(dataSource.manager, references);
  for (const [name, age] of Object.entries(ages))
    await dataSource.query(
      `UPDATE workloads SET created_at = now() - $2 * interval '1 day' WHERE name = $1`,
      [name, age],
    );
  return ids;
}

const left = async (): Promise<readonly string[]> => {
  const found: { name: string }[] = await dataSource.query(`SELECT name FROM workloads ORDER BY name`);
  return found.map(({ name }) => name);
};

const apply = (chunk?: number) =>
  applyRetention(dataSource, [workloadRetention(90 * day)], {
    now: new Date(),
    ...(chunk !== undefined && { chunk }),
  });

const keepContainer = `INSERT INTO runtime_containers (workload_id, name, last_day) VALUES ($1, 'app', '2026-03-01')`;

describe('workloads', () => {
  it('go when nothing is left of them and they are old, with the ids that were set aside for their pods', async () => {
    const [old, , observed] = await workloads({ old: 91, young: 89, observed: 91 });
    await dataSource.query(`INSERT INTO runtime_pod_blocks (workload_id, pods) VALUES ($1, 64)`, [old]);
    await dataSource.query(keepContainer, [observed]);
    await apply();
    expect(await left()).toEqual(['observed', 'young']);
    expect(await dataSource.query('SELECT FROM runtime_pod_blocks')).toEqual([]);
  });

  it('go a few at a time, until there are no more', async () => {
    await workloads(Object.fromEntries(Array.from({ length: 7 }, (_, n) => [`batch-${n}`, 100])));
    await apply(3);
    expect(await left()).toEqual([]);
  });

  it('stay while somebody is about to store something of them', async () => {
    const [met] = await workloads({ met: 100, forgotten: 100 });
    const flush = dataSource.createQueryRunner();
    await flush.startTransaction();
    await flush.query(keepContainer, [met]);
    await apply();
    expect(await left()).toEqual(['met']);
    await flush.commitTransaction();
    await flush.release();
    await apply();
    expect(await left()).toEqual(['met']);
  });

  it('are referred to by no table that the rule does not know', async () => {
    const found: { table: string }[] = await dataSource.query(
      `SELECT DISTINCT c.table_name AS table FROM information_schema.columns c
         JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = 'public' AND c.column_name = 'workload_id' AND t.table_type = 'BASE TABLE'`,
    );
    const known = new Set([...workloadReferences, 'runtime_pod_blocks']);
    expect(found.map(({ table }) => table).filter((table) => !known.has(table))).toEqual([]);
  });
});
