import { loadConfig } from '#libs/platform';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../test/services/index.js';
import { createDataSource } from './data-source.js';
import { WorkloadEntity, workloadId } from './workload-entity.js';
import { ensureWorkloads } from './workload-repository.js';

const web = { cluster: 'edge', namespace: 'shop', kind: 'Deployment', name: 'web' };
const cart = { cluster: 'edge', namespace: 'shop', kind: 'Deployment', name: 'cart' };

let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await createDataSource(
    loadConfig({ DATABASE_URL: await createDatabase() }).database,
  ).initialize();
});
afterAll(() => dataSource.destroy());

describe('ensureWorkloads', () => {
  it('gives each workload one row, however often and by however many it is asked at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        ensureWorkloads(dataSource.manager, index % 2 === 0 ? [web, cart, web] : [cart, web, web]),
      ),
    );
    expect(answers[0]).toEqual([workloadId(web), workloadId(cart), workloadId(web)]);
    expect(answers[1]).toEqual([workloadId(cart), workloadId(web), workloadId(web)]);
    const rows = await dataSource.manager.find(WorkloadEntity, { order: { name: 'ASC' } });
    expect(
      rows.map(({ id, cluster, namespace, kind, name }) => ({ id, cluster, namespace, kind, name })),
    ).toEqual([
      { id: workloadId(cart), ...cart },
      { id: workloadId(web), ...web },
    ]);
  });

  it('asks the database nothing for no workloads', async () => {
    expect(await ensureWorkloads(dataSource.manager, [])).toEqual([]);
  });
});
