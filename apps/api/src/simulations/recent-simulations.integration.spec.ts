import { randomUUID } from 'node:crypto';
import { createDataSource } from '#libs/persistence';
import { cancelSimulation, createSimulation, deleteSimulation } from '#libs/simulations';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
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

it('those who ask at the same time share what is read, and nobody is told what was before', async () => {
  const recent = new RecentSimulations(dataSource);
  const [id, other] = [await create(), await create()];
  const query = vi.spyOn(dataSource, 'query');
  const asked = Array.from({ length: 20 }, () => recent.read(id));
  const ofOther = recent.read(other);
  await recent.version(id); // what they asked for is under way
  await cancelSimulation(dataSource, id, new Date());
  query.mockClear();
  const later = await Promise.all([recent.read(id), recent.read(id), recent.version(other)]);
  expect(later[0]?.simulation.status).toBe('cancelled');
  expect(later[1]).toBe(later[0]);
  expect(query).toHaveBeenCalledTimes(2); // the versions, and what has changed
  query.mockRestore();
  const [first] = await Promise.all(asked);
  expect(first?.simulation).toMatchObject({ id, status: 'queued' });
  expect((await ofOther)?.simulation.id).toBe(other);
});

it('one who asks while it is read for others is told what is so now', async () => {
  const recent = new RecentSimulations(dataSource);
  const id = await create();
  const early = recent.version(id);
  await Promise.resolve();
  const [before, after] = await Promise.all([
    early,
    cancelSimulation(dataSource, id, new Date()).then(() => recent.version(id)),
  ]);
  expect(before?.settled).toBe(false);
  expect(after?.settled).toBe(true);
});

it('a database that does not answer is told to those who asked, and not to those who ask later', async () => {
  const recent = new RecentSimulations(dataSource);
  const id = await create();
  const query = vi.spyOn(dataSource, 'query').mockRejectedValueOnce(new Error('away'));
  const asked = [recent.read(id), recent.read(id)];
  await expect(Promise.allSettled(asked)).resolves.toMatchObject([
    { reason: { message: 'away' } },
    { reason: { message: 'away' } },
  ]);
  query.mockRestore();
  expect((await recent.read(id))?.simulation.id).toBe(id);
});
