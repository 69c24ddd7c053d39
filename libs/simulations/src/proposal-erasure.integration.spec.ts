import { randomUUID } from 'node:crypto';
import { createDataSource, migrate, rows } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '../../../test/services/index.js';
import { simulationErasure } from './erasure.js';

let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await createDataSource(
    loadConfig({ DATABASE_URL: await createDatabase() }).database,
  ).initialize();
  await migrate(dataSource);
});
afterAll(async () => dataSource.destroy());

const proposalOf = (cluster: string, namespace: string) => ({
  cluster,
  policies: [],
  grants: 'role',
  unsatisfiable: [],
  withoutPolicy: [{ cluster, namespace, kind: 'Deployment', name: 'web' }],
  sharedServiceAccounts: [],
});

async function addSimulation(createdAt: string, proposals: readonly object[] | null): Promise<void> {
  await dataSource.query(
    `INSERT INTO simulations (id, status, request, created_at, created_by, finished_at, summary, proposals)
     VALUES ($1, 'succeeded', '{}', $2, 'test', $2, '{}', $3)`,
    [randomUUID(), createdAt, proposals === null ? null : JSON.stringify(proposals)],
  );
}

beforeEach(async () => {
  await dataSource.query('DELETE FROM simulations');
  await addSimulation('2026-01-01', [proposalOf('prod', 'shop'), proposalOf('test', 'shop')]);
  await addSimulation('2026-01-02', [proposalOf('prod', 'pay')]);
  await addSimulation('2026-01-03', null);
  await addSimulation('2026-03-01', [proposalOf('prod', 'shop')]);
});

const erase = async (namespace: string | undefined, atMost: number) => {
  const step = simulationErasure.find(({ name }) => name === 'simulation_proposals');
  return dataSource.transaction(async (transaction) =>
    step?.erase(transaction, { cluster: 'prod', namespace, before: new Date('2026-02-01') }, atMost),
  );
};

/** Cluster and namespace of the proposals of each simulation, the oldest first. */
const left = async () => {
  const found = await rows(
    dataSource,
    z.object({ proposals: z.array(z.looseObject({ cluster: z.string() })).nullable() }),
    'SELECT proposals FROM simulations ORDER BY created_at',
    [],
  );
  return found.map(({ proposals }) => proposals?.map(({ cluster }) => cluster) ?? null);
};

it('proposals for a cluster go with it, in simulations made before, and no others', async () => {
  expect(await erase(undefined, 100)).toEqual({ removed: 2, more: false });
  expect(await left()).toEqual([['test'], null, null, ['prod']]);
});

it('proposals that name a namespace of a cluster go with that', async () => {
  expect(await erase('shop', 100)).toEqual({ removed: 1, more: false });
  expect(await left()).toEqual([['test'], ['prod'], null, ['prod']]);
  expect(await erase('unknown', 100)).toEqual({ removed: 0, more: false });
});

it('proposals go in as many steps as are needed', async () => {
  expect(await erase(undefined, 1)).toEqual({ removed: 1, more: true });
  expect(await erase(undefined, 1)).toEqual({ removed: 1, more: true });
  expect(await erase(undefined, 1)).toEqual({ removed: 0, more: false });
});
