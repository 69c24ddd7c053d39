import { randomUUID } from 'node:crypto';
import { createDataSource } from '#libs/persistence';
import { cancelSimulation, createSimulation, deleteSimulation } from '#libs/simulations';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/services/index.js';
import { RecentSimulations } from './recent-simulations.js';

let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await createDataSource({
    url: await createDatabase(),
    poolSize: 5,
    connectTimeout: 10_000,
    statementTimeout: 60_000,
  }).initialize();
});
afterAll(() => dataSource.destroy());

async function create(): Promise<string> {
  const id = randomUUID();
  await createSimulation(dataSource, {
    id,
    project: 'default',
    areas: [{}],
    createdAt: new Date(),
    createdBy: 'test',
    order: {
      policySet: 'only-these',
      scope: {},
      grants: 'all',
      manifestsIn: { cluster: 'prod', namespace: 'default' },
    },
    policies: [],
    manifests: [],
  });
  return id;
}

it('a simulation is read again when it has changed, and only then', async () => {
  const recent = new RecentSimulations(dataSource);
  const id = await create();
  const first = await recent.read(id);
  expect(first?.simulation).toMatchObject({ id, status: 'queued' });
  expect(await recent.read(id)).toBe(first);
  await cancelSimulation(dataSource, id, new Date());
  expect((await recent.read(id))?.simulation).toMatchObject({ id, status: 'cancelled' });
  await deleteSimulation(dataSource, id);
  expect(await recent.read(id)).toBeUndefined();
});

it('those read longest ago are forgotten', async () => {
  const recent = new RecentSimulations(dataSource, 2);
  const [a, b, c] = [await create(), await create(), await create()];
  const [first, second] = [await recent.read(a), await recent.read(b)];
  expect(await recent.read(a)).toBe(first);
  await recent.read(c);
  expect(await recent.read(a)).toBe(first);
  expect(await recent.read(b)).not.toBe(second);
});
