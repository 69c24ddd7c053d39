import { rows } from '#libs/persistence';
import { planSimulation } from '#libs/queue';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ContinuousWorld, tagged, worldSettings } from '../../../../test/fixtures/continuous-world.js';
import { finishChunk } from '../chunk-store.js';
import { duePlans } from '../turns/due-plans.js';
import { judgedWorkload, readResults, type RunReference } from '../result-store.js';
import { dispatchChanges } from './dispatch-changes.js';
import { startRound } from './start-round.js';
import { stopSimulation } from './stop-simulation.js';

describe.each(['postgres', 'redis'] as const)('a continuous simulation whose queue lives in %s', (kind) => {
  let world: ContinuousWorld;
  /** Begins a round, as the job that plans it does. */
  const begin = (run: RunReference) =>
    startRound(world.dataSource, world.inventory, run, worldSettings, new Date());

  beforeAll(async () => {
    world = await ContinuousWorld.open(kind);
  });
  afterEach(() => world.clear());
  afterAll(() => world.close());

  async function marks(): Promise<number> {
    const found = await rows(
      world.dataSource,
      z.object({ count: z.int() }),
      `SELECT count(*)::int AS count FROM change_marks`,
    );
    return found[0]?.count ?? 0;
  }

  it('judges again what has changed, and nothing else', async () => {
    const id = await world.active();
    await world.upload({ ...tagged(25, 'good'), 'web-3': 'bad', 'web-7': 'better' });
    await world.reached(id, {
      status: 'active',
      continuous: { changes: 1 },
      progress: { done: 2, total: 2 },
    });
    expect(await world.historyOf(id)).toEqual([[1, 'web-3', 'worse', 'manifest']]);
    await world.reached(id, {
      summary: { workloads: 25, verdicts: { passes: 24, breaks: 1 }, fields: { privileged: 1 } },
    });
  });

  it('is told nothing by an upload that says what is known already, and marks nothing where nobody asks', async () => {
    const id = await world.active();
    await world.stopWorkers();
    await world.upload(tagged(25, 'good'));
    expect(await marks()).toBe(0);
    await world.upload({ ...tagged(24, 'good'), 'web-0': 'bad' });
    expect(await marks()).toBe(2);
    await stopSimulation(world.dataSource, id, new Date());
    await world.dataSource.query(`DELETE FROM change_marks`);
    await world.upload(tagged(25, 'bad'));
    expect(await marks()).toBe(0);
  });

  it('notes each change once, however many workers take it up, hand it out and store it at the same time', async () => {
    const id = await world.active();
    await world.stopWorkers();
    await world.upload(tagged(25, 'bad'));
    await Promise.all([1, 2, 3].map(() => dispatchChanges(world.dataSource, world.inventory, new Date())));
    const run = { simulation: id, run: 2 };
    await Promise.all([1, 2, 3].map(() => begin(run)));
    await world.reached(id, { status: 'running', progress: { done: 0, total: 25 } });
    const [first] = await readResults(world.dataSource, { simulation: id, run: 1 }, { limit: 1, filter: {} });
    if (first === undefined) throw new Error('there are no results');
    world.startWorker();
    world.startWorker();
    world.startWorker();
    await world.reached(id, { status: 'active', continuous: { changes: 25 } });
    const late = { ...run, chunk: 0 };
    expect(
      await finishChunk(world.dataSource, late, [judgedWorkload(first)], {
        ...worldSettings,
        now: new Date(),
      }),
    ).toBe(false);
    const entries = await world.historyOf(id);
    expect(entries.map(([seq]) => seq)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
    expect(new Set(entries.map(([, name]) => name)).size).toBe(25);
  });

  it('goes on where its workers died, also if the queue has lost everything', async () => {
    const id = await world.active();
    await world.stopWorkers();
    await world.upload(tagged(25, 'bad'));
    await world.reconcile();
    await world.forget();
    world.startWorker();
    await world.reached(id, { status: 'active', continuous: { changes: 25 } });
    expect(await world.historyOf(id)).toHaveLength(25);
  });

  it('gathers what changes while it evaluates for the next round', async () => {
    const id = await world.active();
    await world.stopWorkers();
    await world.upload({ ...tagged(25, 'good'), 'web-1': 'bad' });
    await dispatchChanges(world.dataSource, world.inventory, new Date());
    await begin({ simulation: id, run: 2 });
    await world.upload({ ...tagged(25, 'good'), 'web-1': 'good', 'web-2': 'bad' });
    await dispatchChanges(world.dataSource, world.inventory, new Date());
    world.startWorker();
    await world.reached(id, { status: 'active', continuous: { changes: 1 }, progress: { total: 2 } });
    expect(await world.historyOf(id)).toEqual([[1, 'web-2', 'worse', 'manifest']]);
  });

  it('stores nothing of a round that is under way when it is stopped', async () => {
    const id = await world.active();
    await world.stopWorkers();
    await world.upload(tagged(25, 'bad'));
    await dispatchChanges(world.dataSource, world.inventory, new Date());
    await begin({ simulation: id, run: 2 });
    await stopSimulation(world.dataSource, id, new Date());
    world.startWorker();
    await world.reconcile();
    await world.stopWorkers();
    await world.reached(id, {
      status: 'stopped',
      continuous: { changes: 0 },
      summary: { verdicts: { passes: 25 } },
    });
    expect(await world.historyOf(id)).toEqual([]);
  });

  it('looks at everything again after a while, and finds what nobody marked', async () => {
    const id = await world.active();
    await world.stopWorkers();
    await world.upload({ ...tagged(24, 'good'), 'web-0': 'bad' });
    await world.dataSource.query(`DELETE FROM change_marks`);
    await world.dataSource.query(`UPDATE simulations SET rescan_at = now() WHERE id = $1`, [id]);
    world.startWorker();
    await world.reached(id, { status: 'active', continuous: { changes: 2 } });
    expect(await world.historyOf(id)).toEqual([
      [1, 'web-0', 'worse', 'rescan'],
      [2, 'web-24', 'removed', 'rescan'],
    ]);
  });

  it('keeps nothing that no result says any more', async () => {
    const id = await world.active();
    await world.upload(tagged(25, 'bad'));
    await world.reached(id, { status: 'active', continuous: { changes: 25 } });
    const kept = await rows(
      world.dataSource,
      z.object({ document: z.object({ verdict: z.string() }) }),
      `SELECT document FROM simulation_documents WHERE simulation_id = $1`,
      [id],
    );
    expect(kept.map(({ document }) => document.verdict)).toEqual(['breaks']);
  });
});

describe.each(['postgres', 'redis'] as const)('changes that are gathered, with the queue in %s,', (kind) => {
  const debounceMs = 600_000;
  let world: ContinuousWorld;

  beforeAll(async () => {
    world = await ContinuousWorld.open(kind, debounceMs);
  });
  afterEach(() => world.clear());
  afterAll(() => world.close());

  /** The rounds that there were, the first evaluation among them. */
  async function roundsOf(id: string): Promise<number | undefined> {
    const found = await rows(
      world.dataSource,
      z.object({ run: z.int() }),
      `SELECT run FROM simulations WHERE id = $1`,
      [id],
    );
    return found[0]?.run;
  }

  it('are judged together, once, and not before the time for it has passed', async () => {
    const id = await world.active();
    await world.stopWorkers();
    await world.upload({ ...tagged(25, 'good'), 'web-1': 'bad' });
    await world.reconcile();
    await world.upload({ ...tagged(25, 'good'), 'web-1': 'bad', 'web-2': 'bad' });
    await world.reconcile();
    await world.active(); // another one, which the same workers have planned and evaluated meanwhile
    await world.reached(id, {
      status: 'active',
      continuous: { changes: 0 },
      summary: { verdicts: { passes: 25 } },
    });
    expect(await roundsOf(id)).toBe(1);
    await world.pass(debounceMs);
    await world.reached(id, {
      status: 'active',
      continuous: { changes: 2 },
      progress: { done: 2, total: 2 },
    });
    expect(await world.historyOf(id)).toEqual([
      [1, 'web-1', 'worse', 'manifest'],
      [2, 'web-2', 'worse', 'manifest'],
    ]);
    expect(await roundsOf(id)).toBe(2);
  });

  it('are due when it has passed since the first of them, however many have come since', async () => {
    const id = await world.active();
    await world.stopWorkers();
    const first = world.now();
    const later = (ms: number) => new Date(first.getTime() + ms);
    const dueAt = (now: Date) => duePlans(world.dataSource, { now, debounceMs });
    await world.upload({ ...tagged(25, 'good'), 'web-1': 'bad' });
    await dispatchChanges(world.dataSource, world.inventory, first);
    await world.upload({ ...tagged(25, 'good'), 'web-1': 'bad', 'web-2': 'bad' });
    await dispatchChanges(world.dataSource, world.inventory, later(debounceMs - 1));
    expect(await dueAt(later(debounceMs - 1))).toEqual([]);
    expect(await dueAt(later(debounceMs))).toEqual([planSimulation.request({ simulation: id, run: 2 })]);
  });
});
