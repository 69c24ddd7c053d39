import { randomUUID } from 'node:crypto';
import { createDataSource, createProject } from '#libs/persistence';
import { ConflictError, TooManyRequestsError } from '#libs/platform';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../test/services/index.js';
import { stopSimulation } from './continuous/stop-simulation.js';
import type { SimulationLimits } from './simulation-limits.js';
import { cancelSimulation, createSimulation } from './simulation-store.js';

let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await createDataSource({
    url: await createDatabase(),
    poolSize: 10,
    connectTimeout: 10_000,
    statementTimeout: 60_000,
  }).initialize();
  for (const name of ['a', 'b']) await createProject(dataSource, { name, description: '', by: 'test' });
});
afterEach(() => dataSource.query('DELETE FROM simulations'));
afterAll(() => dataSource.destroy());

async function create(project: string, limits: SimulationLimits, continuous = false): Promise<string> {
  const added = {
    id: randomUUID(),
    project,
    areas: [{}],
    createdAt: new Date(),
    createdBy: 'test',
    continuous,
    order: {
      policySet: 'only-these' as const,
      scope: {},
      grants: 'all' as const,
      manifestsIn: { cluster: 'test', namespace: 'default' },
    },
    policies: [],
    manifests: [],
  };
  return (await createSimulation(dataSource, added, limits)).simulation.id;
}

/** So many at the same time: how many there are then, and why there are no more. */
async function createMany(many: number, one: () => Promise<string>) {
  const settled = await Promise.allSettled(Array.from({ length: many }, one));
  return {
    created: settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])),
    refusals: settled.flatMap((each): unknown[] => (each.status === 'rejected' ? [each.reason] : [])),
  };
}

describe('a project has so many simulations at a time', () => {
  it('that have not ended, exactly, also when all are asked for at once', async () => {
    const limits = { mostUnfinished: 3 };
    const { created, refusals } = await createMany(8, () => create('a', limits));
    expect(created).toHaveLength(3);
    expect(refusals).toHaveLength(5);
    for (const refusal of refusals) {
      expect(refusal).toBeInstanceOf(TooManyRequestsError);
      expect(refusal).toMatchObject({
        message:
          'The project a has 3 simulations that have not ended, which is as many as it may have: try again when one has, or cancel one.',
        headers: { 'retry-after': '5' },
      });
    }
    await create('b', limits);
    await create('a', limits, true);
    await cancelSimulation(dataSource, created[0] ?? '', new Date());
    await create('a', limits);
    await expect(create('a', limits)).rejects.toBeInstanceOf(TooManyRequestsError);
  });

  it('that go on, exactly, whatever ends by itself', async () => {
    const limits = { mostContinuousOfProject: 2, mostContinuous: 100, mostUnfinished: 1 };
    await create('a', limits);
    const { created, refusals } = await createMany(6, () => create('a', limits, true));
    expect(created).toHaveLength(2);
    for (const refusal of refusals) expect(refusal).toBeInstanceOf(ConflictError);
    await expect(create('a', limits, true)).rejects.toThrow(
      '2 continuous simulations of the project a go on already, which is as many as it may have: stop one first.',
    );
    await create('b', limits, true);
    await stopSimulation(dataSource, created[0] ?? '', new Date());
    await create('a', limits, true);
  });

  it('and all projects together have so many that go on', async () => {
    const limits = { mostContinuousOfProject: 2, mostContinuous: 3 };
    for (const project of ['a', 'a', 'b']) await create(project, limits, true);
    await expect(create('b', limits, true)).rejects.toThrow(
      '3 continuous simulations go on already, which is as many as there may be: stop one first.',
    );
  });

  it('and any number where nothing is said', async () => {
    const { refusals } = await createMany(8, () => create('a', {}));
    expect(refusals).toEqual([]);
  });
});
