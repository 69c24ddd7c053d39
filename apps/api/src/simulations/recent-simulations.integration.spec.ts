import { randomUUID } from 'node:crypto';
import { createDataSource } from '#libs/persistence';
import { cancelSimulation, createSimulation, deleteSimulation } from '#libs/simulations';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../../../test/fixtures/eventually.js';
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
  expect(first?.simulation.id).toBe(id); // as it was before or after: they asked for it at the same time
  expect(await recent.read(id)).toBe(first);
  await cancelSimulation(dataSource, id, new Date());
  expect((await recent.read(id))?.simulation).toMatchObject({ id, status: 'cancelled' });
  await deleteSimulation(dataSource, id);
  expect(await recent.read(id)).toBeUndefined();
});

it('those read longest ago are forgotten', async () => {
  const recent = new RecentSimulations(dataSource, 0, 2);
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
  expect(first?.simulation.id).toBe(id); // as it was before or after: they asked for it at the same time
  expect((await ofOther)?.simulation.id).toBe(other);
});

it('one who asks while it is read for others is told what is so now', async () => {
  const recent = new RecentSimulations(dataSource);
  const id = await create();
  const [read, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const ask = dataSource.query.bind(dataSource);
  const query = vi.spyOn(dataSource, 'query').mockImplementationOnce(async (sql, parameters) => {
    const answer: unknown = await ask(sql, parameters);
    read.resolve();
    await goOn.promise;
    return answer;
  });
  const before = recent.version(id);
  await read.promise;
  await cancelSimulation(dataSource, id, new Date());
  const after = recent.version(id);
  goOn.resolve();
  expect((await before)?.settled).toBe(false);
  expect((await after)?.settled).toBe(true);
  query.mockRestore();
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

describe('for those who can do with what was so a moment ago', () => {
  const age = 200;
  let now = 1_000;

  beforeEach(() => {
    vi.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => vi.restoreAllMocks());

  it('what was read last is told at once, and read again for those who come next', async () => {
    const recent = new RecentSimulations(dataSource, age);
    const id = await create();
    const first = await recent.readLately(id);
    await cancelSimulation(dataSource, id, new Date());
    const query = vi.spyOn(dataSource, 'query');
    now += age / 2 - 1;
    expect(await recent.readLately(id)).toBe(first);
    expect(query).not.toHaveBeenCalled();
    now += 1;
    expect(await Promise.all([recent.readLately(id), recent.readLately(id)])).toEqual([first, first]);
    await eventually(async () => expect((await recent.readLately(id))?.simulation.status).toBe('cancelled'));
    expect(query).toHaveBeenCalledTimes(2); // the version, and what has changed
  });

  it('nothing is told that is older than that', async () => {
    const recent = new RecentSimulations(dataSource, age);
    const id = await create();
    await recent.readLately(id);
    await cancelSimulation(dataSource, id, new Date());
    now += age;
    expect((await recent.readLately(id))?.simulation.status).toBe('cancelled');
  });

  it('one that is not there is asked for each time', async () => {
    const recent = new RecentSimulations(dataSource, age);
    const id = randomUUID();
    expect(await recent.readLately(id)).toBeUndefined();
    const query = vi.spyOn(dataSource, 'query');
    expect(await recent.readLately(id)).toBeUndefined();
    expect(query).toHaveBeenCalledTimes(1);
  });

  it('what this process has changed is never told as it was before', async () => {
    const recent = new RecentSimulations(dataSource, age);
    const id = await create();
    await recent.readLately(id);
    await deleteSimulation(dataSource, id);
    recent.changed(id);
    expect(await recent.readLately(id)).toBeUndefined();
  });

  it('what was asked for before such a change, and comes after it, is no answer for later', async () => {
    const recent = new RecentSimulations(dataSource, age);
    const id = await create();
    const underWay = recent.read(id);
    recent.changed(id);
    await underWay;
    const query = vi.spyOn(dataSource, 'query');
    await recent.readLately(id);
    expect(query).toHaveBeenCalled();
  });

  it('a database that does not answer is told to those for whom the last answer is too old, and to no others', async () => {
    const recent = new RecentSimulations(dataSource, age);
    const id = await create();
    const first = await recent.readLately(id);
    vi.spyOn(dataSource, 'query').mockRejectedValue(new Error('away'));
    now += age - 1;
    expect(await recent.readLately(id)).toBe(first);
    now += 1;
    await expect(recent.readLately(id)).rejects.toThrow('away');
  });

  describe('and are many', () => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    async function polledBy(pollers: number) {
      const recent = new RecentSimulations(dataSource, age);
      const id = await create();
      await recent.read(id);
      for (let poller = 0; poller < pollers; poller += 1) await recent.readLately(id);
      return { recent, id, query: vi.spyOn(dataSource, 'query') };
    }

    function wait(milliseconds: number): void {
      now += milliseconds;
      vi.advanceTimersByTime(milliseconds);
    }

    it('they do not wait: it is read again before they come, and they are told nothing that is older', async () => {
      const { recent, id, query } = await polledBy(10);
      await cancelSimulation(dataSource, id, new Date());
      query.mockClear();
      wait(age / 2 - 1);
      expect(query).not.toHaveBeenCalled();
      wait(age / 4);
      await eventually(() => expect(query).toHaveBeenCalledTimes(2)); // the version, and what has changed
      await eventually(async () =>
        expect((await recent.readLately(id))?.simulation.status).toBe('cancelled'),
      );
      expect(query).toHaveBeenCalledTimes(2);
      recent.close();
    });

    it('that ends three seconds after there were many, and when it is no longer needed', async () => {
      for (const end of ['late', 'closed', 'changed'] as const) {
        const { recent, id, query } = await polledBy(10);
        if (end === 'late') now += 3_000;
        else if (end === 'closed') recent.close();
        else recent.changed(id);
        wait(age);
        wait(age);
        expect(query).not.toHaveBeenCalled();
        expect(vi.getTimerCount()).toBe(0);
        query.mockRestore();
      }
    });

    it('where they are few nothing is read that nobody asks for', async () => {
      const { query } = await polledBy(9);
      wait(age);
      wait(age);
      expect(query).not.toHaveBeenCalled();
    });

    it('a database that does not answer is told to those for whom the last answer is too old', async () => {
      const { recent, id, query } = await polledBy(10);
      query.mockRejectedValue(new Error('away'));
      wait(age - 1);
      expect((await recent.readLately(id))?.simulation.id).toBe(id);
      wait(1);
      await expect(recent.readLately(id)).rejects.toThrow('away');
      recent.close();
    });
  });

  it('by default nobody is told what was before', async () => {
    const recent = new RecentSimulations(dataSource);
    const id = await create();
    await recent.readLately(id);
    await cancelSimulation(dataSource, id, new Date());
    expect((await recent.readLately(id))?.simulation.status).toBe('cancelled');
  });
});
