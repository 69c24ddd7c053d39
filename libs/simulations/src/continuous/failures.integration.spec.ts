import { beginTerm } from '#libs/inventory';
import { rows } from '#libs/persistence';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { ContinuousWorld, worldSettings } from '../../../../test/fixtures/continuous-world.js';
import { tellInventory } from '../../../../test/fixtures/watched-cluster.js';
import { readResults, type ResultFilter } from '../result-store.js';
import { dispatchEndedFailures } from './dispatch-ended-failures.js';
import { readHistory } from './history-store.js';
import { startRound } from './start-round.js';

const minute = 60_000;
const hour = 60 * minute;
let world: ContinuousWorld;
let id: string;

beforeAll(async () => {
  world = await ContinuousWorld.open('postgres');
});
beforeEach(async () => {
  id = await world.active();
  const watch = { cluster: world.cluster, term: 1 };
  await beginTerm(world.dataSource, watch, { name: 'watcher', clusterIdentity: world.cluster }, world.now());
});
afterEach(() => world.clear());
afterAll(() => world.close());

/** Has an Event tell that no pod of a workload was created; told of once more, it is the same Event. */
async function failed(name: string, count: number): Promise<string> {
  const at = world.now();
  const event = {
    metadata: { uid: name, name, namespace: 'shop', creationTimestamp: at.toISOString() },
    involvedObject: { kind: 'Deployment', name, namespace: 'shop' },
    reason: 'FailedCreate',
    message: 'pods is forbidden: violates PodSecurity "restricted:latest"',
    count,
    firstTimestamp: at.toISOString(),
    lastTimestamp: at.toISOString(),
  };
  await tellInventory(world.dataSource, world.cluster, { kind: 'Event', present: [event], at });
  return at.toISOString();
}

const details = async () =>
  (await readHistory(world.dataSource, id, { limit: 100, after: 0 })).map(({ detail }) => detail);
const found = (filter: ResultFilter) =>
  readResults(world.dataSource, { simulation: id, run: 1 }, { limit: 100, filter });

const begins = 'web-3: passes → passes, broken today already at admission (pod-security-standard)';
const ends = 'web-3: passes → passes, no longer broken at admission (pod-security-standard)';

it('a failure that begins is noted, counted, and found among the results', async () => {
  const lastSeen = await failed('web-3', 1);
  await world.reached(id, { status: 'active', continuous: { changes: 1 }, summary: { brokenToday: 1 } });
  expect(await world.historyOf(id)).toEqual([[1, 'web-3', 'changed', 'failure']]);
  expect(await details()).toEqual([begins]);
  const broken = await found({ brokenToday: true });
  expect(broken.map(({ workload, brokenToday }) => [workload.name, brokenToday?.[0]?.lastSeen])).toEqual([
    ['web-3', lastSeen],
  ]);
  expect(await found({ brokenToday: false })).toHaveLength(24);
  expect(await found({ brokenToday: true, verdict: 'breaks' })).toEqual([]);
});

it('one that is not told of for an hour has ended, though nobody says so; the same Event may begin it again', async () => {
  await failed('web-3', 1);
  await world.reached(id, { status: 'active', continuous: { changes: 1 } });
  await world.pass(hour);
  await world.reached(id, { status: 'active', continuous: { changes: 2 }, summary: { brokenToday: 0 } });
  expect(await world.historyOf(id)).toEqual([
    [1, 'web-3', 'changed', 'failure'],
    [2, 'web-3', 'changed', 'failure'],
  ]);
  expect(await found({ brokenToday: true })).toEqual([]);
  await failed('web-3', 2);
  await world.reached(id, { status: 'active', continuous: { changes: 3 }, summary: { brokenToday: 1 } });
  expect(await details()).toEqual([begins, ends, begins]);
});

it('one that was told of again goes on: the result has it as it is now, and the history nothing', async () => {
  await failed('web-3', 1);
  await world.reached(id, { status: 'active', continuous: { changes: 1 } });
  await world.stopWorkers();
  await world.pass(50 * minute);
  const lastSeen = await failed('web-3', 2);
  await world.pass(10 * minute);
  world.startWorker();
  await expect
    .poll(async () => (await found({ brokenToday: true })).flatMap(({ brokenToday }) => brokenToday ?? []))
    .toMatchObject([{ count: 2, lastSeen }]);
  await world.reached(id, { status: 'active', continuous: { changes: 1 }, summary: { brokenToday: 1 } });
});

it('a round that is judging the results is left alone, and so is a failure that may go on', async () => {
  await failed('web-3', 1);
  await world.reached(id, { status: 'active', continuous: { changes: 1 } });
  await world.stopWorkers();
  const pending = () =>
    rows(
      world.dataSource,
      z.object({ causes: z.array(z.string()) }),
      `SELECT causes FROM simulation_pending WHERE simulation_id = $1`,
      [id],
    );
  await dispatchEndedFailures(world.dataSource, new Date(world.now().getTime() + 59 * minute));
  expect(await pending()).toEqual([]);
  const over = new Date(world.now().getTime() + hour);
  await dispatchEndedFailures(world.dataSource, over);
  await dispatchEndedFailures(world.dataSource, over);
  expect(await pending()).toEqual([{ causes: ['failure'] }]);
  const { dataSource, inventory } = world;
  const [stored] = await rows(
    dataSource,
    z.object({ run: z.int() }),
    `SELECT run FROM simulations WHERE id = $1`,
    [id],
  );
  await startRound(
    dataSource,
    inventory,
    { simulation: id, run: (stored?.run ?? 0) + 1 },
    worldSettings,
    over,
  );
  await dispatchEndedFailures(dataSource, over);
  expect(await pending()).toEqual([]);
});
