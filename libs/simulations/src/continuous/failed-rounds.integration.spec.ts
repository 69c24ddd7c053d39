import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ContinuousWorld, tagged, worldSettings } from '../../../../test/fixtures/continuous-world.js';
import { startChunk } from '../chunk-store.js';
import { readSimulation } from '../simulation-store.js';
import { dispatchChanges } from './dispatch-changes.js';
import { readHistory } from './history-store.js';
import type { RunReference } from '../result-store.js';
import { startRound } from './start-round.js';

describe.each(['postgres', 'redis'] as const)('a continuous simulation, with the queue in %s,', (kind) => {
  let world: ContinuousWorld;
  /** Begins a round, as the job that plans it does. */
  const begin = (run: RunReference) =>
    startRound(world.dataSource, world.inventory, run, worldSettings, new Date());

  beforeAll(async () => {
    world = await ContinuousWorld.open(kind);
  });
  afterEach(() => world.clear());
  afterAll(() => world.close());

  /** A round for 25 changed workloads, in three chunks, of which the first is judged and the second fails. */
  async function failHalfWay(): Promise<string> {
    const id = await world.active();
    await world.stopWorkers();
    await world.upload(tagged(25, 'bad'));
    await dispatchChanges(world.dataSource, world.inventory, new Date());
    const run = { simulation: id, run: 2 };
    await begin(run);
    const signal = AbortSignal.timeout(10_000);
    await handler('evaluate-chunk').run({ ...run, chunk: 0 }, { signal, attempt: 1 });
    await handler('evaluate-chunk').givenUp({ ...run, chunk: 1 }, new Error('secret: internals'));
    return id;
  }

  function handler(name: string) {
    const found = world.handlers().find(({ job }) => job.name === name);
    if (found === undefined) throw new Error(`nothing handles ${name}`);
    return found;
  }

  const inVain = 'Part 2 could not be evaluated; it was tried 5 times.';

  it('goes on after a round that failed: what was judged counts, the rest is judged later, each once', async () => {
    const id = await failHalfWay();
    await world.reached(id, {
      status: 'active',
      continuous: { changes: 11, failing: { rounds: 1, error: inVain } },
      summary: { verdicts: { passes: 15, breaks: 10 } },
    });
    world.startWorker();
    await world.reconcile();
    await world.reached(id, { status: 'active', continuous: { changes: 11 } });
    await world.dataSource.query(`UPDATE simulations SET retry_at = now() WHERE id = $1`, [id]);
    await world.reached(id, { status: 'active', continuous: { changes: 26 }, progress: { total: 15 } });
    const { simulation } = (await readSimulation(world.dataSource, id)) ?? {};
    expect(simulation?.continuous).toEqual({ changes: 26 });
    expect(simulation?.summary?.verdicts).toEqual({ passes: 0, 'at-risk': 0, breaks: 25 });
    const entries = await world.historyOf(id);
    expect(entries.map(([seq]) => seq)).toEqual(Array.from({ length: 26 }, (_, index) => index + 1));
    expect(entries[10]).toEqual([11, 'evaluation-failed', 1, inVain]);
    const changed = entries.filter(([, , change]) => change === 'worse');
    expect(new Set(changed.map(([, name]) => name)).size).toBe(25);
    expect(new Set(changed.map(([, , , causes]) => causes))).toEqual(new Set(['manifest']));
  });

  it('waits a minute after the first failure, and says so', async () => {
    const id = await failHalfWay();
    const entries = await readHistory(world.dataSource, id, { limit: 10, after: 10 });
    const [entry] = entries;
    if (entry?.change !== 'evaluation-failed' || entry.retryAt === undefined) throw new Error('no failure');
    expect(Date.parse(entry.retryAt) - Date.parse(entry.at)).toBe(60_000);
    expect(entry.detail).toBe(
      `evaluation failed, the 1st time in a row: ${inVain} (again at ${entry.retryAt})`,
    );
    expect((await readSimulation(world.dataSource, id))?.simulation.continuous?.failing?.retryAt).toBe(
      entry.retryAt,
    );
  });

  it('takes what changes after a failure into the next round', async () => {
    const id = await failHalfWay();
    await world.upload({ ...tagged(25, 'bad'), extra: 'good' });
    await dispatchChanges(world.dataSource, world.inventory, new Date());
    await world.dataSource.query(`UPDATE simulations SET retry_at = now() WHERE id = $1`, [id]);
    world.startWorker();
    await world.reached(id, { status: 'active', continuous: { changes: 27 }, progress: { total: 16 } });
    const extra = (await world.historyOf(id)).filter(([, name]) => name === 'extra');
    expect(extra.map(([, ...entry]) => entry)).toEqual([['extra', 'added', 'manifest']]);
  });

  it('still says in the next round what has happened to the policies, but not in the one after it', async () => {
    const id = await world.active();
    await world.stopWorkers();
    const policies = async (run: number): Promise<unknown> => {
      await world.upload(tagged(25, run % 2 === 0 ? 'bad' : 'good'));
      await dispatchChanges(world.dataSource, world.inventory, new Date());
      await begin({ simulation: id, run });
      return world.dataSource.query(
        `SELECT DISTINCT causes->>'policies' AS said FROM simulation_chunks WHERE simulation_id = $1`,
        [id],
      );
    };
    const fails = (run: number) =>
      handler('evaluate-chunk').givenUp({ simulation: id, run, chunk: 0 }, new Error('again'));
    expect(await policies(2)).toEqual([{ said: '[]' }]);
    const said = '["policy p: revision 1 → 2"]';
    await world.dataSource.query(
      `UPDATE simulation_chunks SET causes = jsonb_set(causes::jsonb, '{policies}', $2::jsonb)::json
       WHERE simulation_id = $1`,
      [id, said],
    );
    await fails(2);
    expect(await policies(3)).toEqual([{ said }]);
    await world.dataSource.query(`UPDATE simulation_chunks SET state = 'done' WHERE simulation_id = $1`, [
      id,
    ]);
    await fails(3);
    expect(await policies(4)).toEqual([{ said: '[]' }]);
  });

  it('ends after ten rounds in a row that failed', async () => {
    const id = await world.active();
    await world.stopWorkers();
    await world.upload(tagged(25, 'bad'));
    await dispatchChanges(world.dataSource, world.inventory, new Date());
    for (let run = 2; run <= 11; run += 1) {
      expect((await readSimulation(world.dataSource, id))?.simulation.status).toBe('active');
      await begin({ simulation: id, run });
      await handler('evaluate-chunk').givenUp({ simulation: id, run, chunk: 1 }, new Error('again'));
    }
    await world.reached(id, {
      status: 'failed',
      error: `10 rounds in a row failed. The last: ${inVain}`,
      summary: { verdicts: { passes: 25 } },
    });
    expect((await world.historyOf(id)).map(([, change, failures]) => [change, failures])).toEqual(
      Array.from({ length: 10 }, (_, index) => ['evaluation-failed', index + 1]),
    );
    expect((await readHistory(world.dataSource, id, { limit: 1, after: 9 }))[0]).not.toHaveProperty(
      'retryAt',
    );
  });

  it('tries a round again that could not be started, with all that was pending', async () => {
    const id = await world.active();
    await world.stopWorkers();
    await world.upload({ ...tagged(25, 'good'), 'web-3': 'bad' });
    await dispatchChanges(world.dataSource, world.inventory, new Date());
    await handler('plan-simulation').givenUp({ simulation: id, run: 2 }, new Error('no scope'));
    const error = 'The scope could not be resolved.';
    await world.reached(id, { status: 'active', continuous: { changes: 1, failing: { rounds: 1, error } } });
    await world.dataSource.query(`UPDATE simulations SET retry_at = now() WHERE id = $1`, [id]);
    world.startWorker();
    await world.reached(id, { status: 'active', continuous: { changes: 2 } });
    expect(await world.historyOf(id)).toEqual([
      [1, 'evaluation-failed', 1, error],
      [2, 'web-3', 'worse', 'manifest'],
    ]);
  });

  it('survives a round that takes longer than the time limit, which counts from its first chunk', async () => {
    const id = await world.active();
    await world.stopWorkers();
    await world.upload(tagged(25, 'bad'));
    await dispatchChanges(world.dataSource, world.inventory, new Date());
    await begin({ simulation: id, run: 2 });
    const begun = new Date(Date.now() + 600_000);
    const reconcileAt = (ms: number) => world.reconcile(new Date(begun.getTime() + ms));
    await reconcileAt(0);
    await startChunk(world.dataSource, { simulation: id, run: 2, chunk: 0 }, begun);
    await reconcileAt(60_000);
    await world.reached(id, { status: 'running', continuous: { changes: 0 } });
    await reconcileAt(60_001);
    const error = 'It took longer than the time limit of 60 seconds.';
    await world.reached(id, { status: 'active', continuous: { changes: 1, failing: { rounds: 1, error } } });
    expect(await world.historyOf(id)).toEqual([[1, 'evaluation-failed', 1, error]]);
  });

  it('is not troubled by the failure of a round that has ended', async () => {
    const id = await world.active();
    await world.stopWorkers();
    await world.upload({ ...tagged(25, 'good'), 'web-3': 'bad' });
    world.startWorker();
    await world.reached(id, { status: 'active', continuous: { changes: 1 } });
    await handler('evaluate-chunk').givenUp({ simulation: id, run: 1, chunk: 0 }, new Error('late'));
    expect((await readSimulation(world.dataSource, id))?.simulation.continuous).toEqual({ changes: 1 });
  });
});
