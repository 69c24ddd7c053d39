import { createDataSource, ensureWorkloads } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { unknownPod } from '#libs/kubernetes';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/services/index.js';
import { inventoryResolver } from '../workload-resolver.js';
import { beginTerm } from './watch-term.js';

const keepFor = 10_000;
let dataSource: DataSource;
let clusters = 0;
let cluster = '';

beforeAll(async () => {
  const config = loadConfig({ DATABASE_URL: await createDatabase() });
  dataSource = await createDataSource(config.database).initialize();
});
afterAll(() => dataSource.destroy());
beforeEach(async () => {
  clusters += 1;
  cluster = `crowded-${clusters}`;
  await beginTerm(
    dataSource,
    { cluster, term: 1 },
    { name: 'collector-1', clusterIdentity: 'c1' },
    new Date(),
  );
});

/** A resolver that parks so many pods, a clock for it, and how many pods it has not parked. */
function resolver(mostParked: number) {
  const state = { time: 0, notParked: 0 };
  const inventory = inventoryResolver(dataSource, {
    otherwise: {
      resolve: (pods) =>
        Promise.resolve(
          pods.map(({ namespace, pod: name }) => ({
            workload: { cluster, namespace, kind: 'Pod', name },
            by: 'derived' as const,
          })),
        ),
    },
    mostParked,
    keepFor,
    now: () => state.time,
    notParked: () => (state.notParked += 1),
  });
  /** How each of the pods was attributed. */
  const ask = async (...names: readonly string[]): Promise<readonly string[]> => {
    const pods = names.map((pod) => ({
      cluster,
      namespace: 'shop',
      pod,
      uid: `uid-of-${pod}`,
      owner: undefined,
      at: '2026-03-01T10:00:00.000000000Z',
    }));
    return (await inventory.resolve(pods)).map(({ by }) => by);
  };
  return { state, ask };
}

/** Stores places of parked pods, as a flush does. */
const store = (...names: readonly string[]) =>
  ensureWorkloads(
    dataSource.manager,
    names.map((name) => unknownPod(cluster, 'shop', `uid-of-${name}`)),
  );

describe('pods that are parked', () => {
  it('count once, however often they are asked for until the count is read again', async () => {
    const { state, ask } = resolver(3);
    for (let times = 0; times < 5; times += 1)
      expect(await ask('a', 'b', 'a')).toEqual(Array(3).fill('parked'));
    expect(await ask('c', 'd', 'a', 'c')).toEqual(['parked', 'derived', 'parked', 'parked']);
    expect(state.notParked).toBe(1);
  });

  it('are not counted beside what is stored of them', async () => {
    await store('a', 'b');
    const { state, ask } = resolver(3);
    for (let times = 0; times < 3; times += 1) {
      state.time += keepFor;
      expect(await ask('a', 'b')).toEqual(['parked', 'parked']);
      expect(await ask('a', 'b')).toEqual(['parked', 'parked']);
    }
    expect(await ask('c')).toEqual(['parked']);
    expect([await ask('d', 'a'), state.notParked]).toEqual([['derived', 'parked'], 1]);
  });

  it('stay parked though there are more than may be, and no other is', async () => {
    await store('a', 'b', 'c');
    const { state, ask } = resolver(2);
    expect([await ask('a', 'd', 'c'), state.notParked]).toEqual([['parked', 'derived', 'parked'], 1]);
  });

  it('are none where none may be, whatever is stored', async () => {
    await store('a');
    const { state, ask } = resolver(0);
    expect([await ask('a', 'b'), state.notParked]).toEqual([['derived', 'derived'], 0]);
  });
});
