import { randomUUID } from 'node:crypto';
import type { Judge } from '#libs/advisor';
import {
  observedWithoutManifest,
  readClusterState,
  readInventory,
  readTemplates,
  readWorkloads,
  selectWorkloads,
  storeInventory,
} from '#libs/inventory';
import { readDocuments } from '#libs/kubernetes';
import { createDataSource, rows } from '#libs/persistence';
import {
  collectHandlers,
  evaluateChunk,
  JobCatalog,
  JobQueue,
  JobWorker,
  planSimulation,
  type QueueBackend,
} from '#libs/queue';
import { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createDatabase, redisUrl } from '../../../../test/services/index.js';
import { finishChunk, startChunk } from '../chunk-store.js';
import { simulationJobHandlers } from '../job-handlers.js';
import type { InventorySource } from '../ports.js';
import { reconcileSimulations } from '../reconciler.js';
import { judgedWorkload, readResults } from '../result-store.js';
import { createSimulation, readSimulation } from '../simulation-store.js';
import { dispatchChanges } from './dispatch-changes.js';
import { readHistory } from './history-store.js';
import { reconcileContinuous } from './reconcile-continuous.js';
import { startRound } from './start-round.js';
import { stopSimulation } from './stop-simulation.js';

const settings = { chunkSize: 10, chunksInQueue: 2, debounceMs: 0 };

/** By the image: one that ends with `:bad` breaks, everything else passes. */
const judgeByImage: Judge = ({ workload, shapes }) => {
  const breaks = shapes.some(({ pod }) => pod.spec.containers.some(({ image }) => image?.endsWith(':bad')));
  return {
    workload,
    verdict: breaks ? 'breaks' : 'passes',
    ...(breaks ? { stage: 'admission' as const } : {}),
    mutated: false,
    findings: breaks
      ? [{ outcome: 'breaks', stage: 'admission', field: 'privileged', reason: 'not-allowed', detail: 'x' }]
      : [],
    remedies: [],
  };
};

const deployment = (name: string, tag: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'shop' },
  spec: { template: { metadata: {}, spec: { containers: [{ name: 'main', image: `${name}:${tag}` }] } } },
});

const jobs = new JobCatalog([planSimulation, evaluateChunk]);

describe.each(['postgres', 'redis'] as const)('a continuous simulation whose queue lives in %s', (kind) => {
  let dataSource: DataSource;
  let inventory: InventorySource;
  let backend: QueueBackend;
  let queue: JobQueue;
  let redis: Redis | undefined;
  let cluster: string;
  const workers: JobWorker[] = [];
  const timers: NodeJS.Timeout[] = [];

  beforeAll(async () => {
    const url = await createDatabase();
    dataSource = await createDataSource({
      url,
      poolSize: 10,
      connectTimeout: 10_000,
      statementTimeout: 60_000,
    }).initialize();
    if (kind === 'redis') {
      const address = await redisUrl();
      redis = new Redis(address);
      backend = { kind, url: address, keyPrefix: 'test' };
    } else backend = { kind, connectionString: url };
    queue = new JobQueue(backend, () => undefined);
    await queue.ready();
    inventory = {
      selectWorkloads: (scope, order, among) => selectWorkloads(dataSource, scope, order, among),
      readTemplates: (ids) => readTemplates(dataSource, ids),
      observedWithoutManifest: (scope, except) => observedWithoutManifest(dataSource, scope, except),
      readWorkloads: (ids) => readWorkloads(dataSource, ids),
      clusterState: (name) => readClusterState(dataSource, name),
    };
  });

  afterEach(async () => {
    await stopWorkers();
    await dataSource.query(`DELETE FROM simulations`);
    await dataSource.query(`DELETE FROM change_marks`);
  });

  afterAll(async () => {
    await queue.close();
    redis?.disconnect();
    await dataSource.destroy();
  });

  async function stopWorkers(): Promise<void> {
    for (const timer of timers.splice(0)) clearInterval(timer);
    await Promise.all(workers.splice(0).map((worker) => worker.close()));
  }

  const handlers = () =>
    simulationJobHandlers({
      dataSource,
      inventory,
      profiles: { profilesOf: async () => new Map() },
      judge: judgeByImage,
      plan: settings,
      now: () => new Date(),
      outboxWritten: () => undefined,
    });

  async function reconcile(): Promise<void> {
    await reconcileSimulations(dataSource, queue, { ...settings, now: new Date(), timeLimitMs: 60_000 });
    await reconcileContinuous(dataSource, inventory, queue, {
      now: new Date(),
      debounceMs: 0,
      rescanEveryMs: 3_600_000,
    });
  }

  function startWorker(): void {
    const options = { concurrency: 2, lockMs: 2_000, stalledIntervalMs: 500 };
    workers.push(new JobWorker(backend, collectHandlers(jobs, handlers()), () => undefined, options));
    timers.push(setInterval(() => void reconcile().catch(() => undefined), 50));
  }

  async function upload(tags: Readonly<Record<string, string>>, options = { replace: true }): Promise<void> {
    const text = Object.entries(tags)
      .map(([name, tag]) => JSON.stringify(deployment(name, tag)))
      .join('\n');
    const { documents } = readDocuments(text);
    const read = readInventory(documents, { cluster, defaultNamespace: 'default', pointer: '' });
    await storeInventory(dataSource, cluster, read, { ...options, now: new Date() });
  }

  const tagged = (count: number, tag: string) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`web-${index}`, tag]));

  async function create(): Promise<string> {
    cluster = `cluster-${randomUUID()}`;
    await upload(tagged(25, 'good'));
    const { simulation } = await createSimulation(dataSource, {
      id: randomUUID(),
      createdAt: new Date(),
      createdBy: 'test',
      project: 'default',
      areas: [{}],
      continuous: true,
      order: {
        policySet: 'only-these',
        scope: { clusters: [cluster] },
        grants: 'all',
        manifestsIn: { cluster, namespace: 'default' },
      },
      policies: [],
      manifests: [],
    });
    return simulation.id;
  }

  async function reached(id: string, state: object): Promise<void> {
    await vi.waitFor(
      async () => expect((await readSimulation(dataSource, id))?.simulation).toMatchObject(state),
      { timeout: 10_000, interval: 20 },
    );
  }

  async function active(): Promise<string> {
    const id = await create();
    startWorker();
    await reached(id, { status: 'active' });
    return id;
  }

  async function historyOf(id: string) {
    const entries = await readHistory(dataSource, id, { limit: 1_000, after: 0 });
    return entries.map((entry) =>
      'workload' in entry
        ? [entry.seq, entry.workload.name, entry.change, entry.causes.join()]
        : [entry.seq, entry.change, entry.failures, entry.error],
    );
  }

  async function marks(): Promise<number> {
    const found = await rows(
      dataSource,
      z.object({ count: z.int() }),
      `SELECT count(*)::int AS count FROM change_marks`,
    );
    return found[0]?.count ?? 0;
  }

  it('judges again what has changed, and nothing else', async () => {
    const id = await active();
    await upload({ ...tagged(25, 'good'), 'web-3': 'bad', 'web-7': 'better' });
    await reached(id, { status: 'active', continuous: { changes: 1 }, progress: { done: 2, total: 2 } });
    expect(await historyOf(id)).toEqual([[1, 'web-3', 'worse', 'manifest']]);
    await reached(id, {
      summary: { workloads: 25, verdicts: { passes: 24, breaks: 1 }, fields: { privileged: 1 } },
    });
  });

  it('is told nothing by an upload that says what is known already, and marks nothing where nobody asks', async () => {
    const id = await active();
    await stopWorkers();
    await upload(tagged(25, 'good'));
    expect(await marks()).toBe(0);
    await upload({ ...tagged(24, 'good'), 'web-0': 'bad' });
    expect(await marks()).toBe(2);
    await stopSimulation(dataSource, id, new Date());
    await dataSource.query(`DELETE FROM change_marks`);
    await upload(tagged(25, 'bad'));
    expect(await marks()).toBe(0);
  });

  it('notes each change once, however many workers take it up, hand it out and store it at the same time', async () => {
    const id = await active();
    await stopWorkers();
    await upload(tagged(25, 'bad'));
    await Promise.all([1, 2, 3].map(() => dispatchChanges(dataSource, inventory, new Date())));
    const run = { simulation: id, run: 2 };
    await Promise.all([1, 2, 3].map(() => startRound(dataSource, inventory, run, settings, new Date())));
    await reached(id, { status: 'running', progress: { done: 0, total: 25 } });
    const [first] = await readResults(dataSource, { simulation: id, run: 1 }, { limit: 1, filter: {} });
    if (first === undefined) throw new Error('there are no results');
    startWorker();
    startWorker();
    startWorker();
    await reached(id, { status: 'active', continuous: { changes: 25 } });
    const late = { ...run, chunk: 0 };
    expect(
      await finishChunk(dataSource, late, [judgedWorkload(first)], { ...settings, now: new Date() }),
    ).toBe(false);
    const entries = await historyOf(id);
    expect(entries.map(([seq]) => seq)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
    expect(new Set(entries.map(([, name]) => name)).size).toBe(25);
  });

  it('goes on where its workers died, also if the queue has lost everything', async () => {
    const id = await active();
    await stopWorkers();
    await upload(tagged(25, 'bad'));
    await reconcile();
    await redis?.flushdb();
    if (kind === 'postgres') await dataSource.query(`TRUNCATE bullmq.job CASCADE`);
    startWorker();
    await reached(id, { status: 'active', continuous: { changes: 25 } });
    expect(await historyOf(id)).toHaveLength(25);
  });

  it('gathers what changes while it evaluates for the next round', async () => {
    const id = await active();
    await stopWorkers();
    await upload({ ...tagged(25, 'good'), 'web-1': 'bad' });
    await dispatchChanges(dataSource, inventory, new Date());
    await startRound(dataSource, inventory, { simulation: id, run: 2 }, settings, new Date());
    await upload({ ...tagged(25, 'good'), 'web-1': 'good', 'web-2': 'bad' });
    await dispatchChanges(dataSource, inventory, new Date());
    startWorker();
    await reached(id, { status: 'active', continuous: { changes: 1 }, progress: { total: 2 } });
    expect(await historyOf(id)).toEqual([[1, 'web-2', 'worse', 'manifest']]);
  });

  it('stores nothing of a round that is under way when it is stopped', async () => {
    const id = await active();
    await stopWorkers();
    await upload(tagged(25, 'bad'));
    await dispatchChanges(dataSource, inventory, new Date());
    await startRound(dataSource, inventory, { simulation: id, run: 2 }, settings, new Date());
    await stopSimulation(dataSource, id, new Date());
    startWorker();
    await reconcile();
    await stopWorkers();
    await reached(id, {
      status: 'stopped',
      continuous: { changes: 0 },
      summary: { verdicts: { passes: 25 } },
    });
    expect(await historyOf(id)).toEqual([]);
  });

  it('looks at everything again after a while, and finds what nobody marked', async () => {
    const id = await active();
    await stopWorkers();
    await upload({ ...tagged(24, 'good'), 'web-0': 'bad' });
    await dataSource.query(`DELETE FROM change_marks`);
    await dataSource.query(`UPDATE simulations SET rescan_at = now() WHERE id = $1`, [id]);
    startWorker();
    await reached(id, { status: 'active', continuous: { changes: 2 } });
    expect(await historyOf(id)).toEqual([
      [1, 'web-0', 'worse', 'rescan'],
      [2, 'web-24', 'removed', 'rescan'],
    ]);
  });

  it('keeps nothing that no result says any more', async () => {
    const id = await active();
    await upload(tagged(25, 'bad'));
    await reached(id, { status: 'active', continuous: { changes: 25 } });
    const kept = await rows(
      dataSource,
      z.object({ document: z.object({ verdict: z.string() }) }),
      `SELECT document FROM simulation_documents WHERE simulation_id = $1`,
      [id],
    );
    expect(kept.map(({ document }) => document.verdict)).toEqual(['breaks']);
  });

  /** A round for 25 changed workloads, in three chunks, of which the first is judged and the second fails. */
  async function failHalfWay(): Promise<string> {
    const id = await active();
    await stopWorkers();
    await upload(tagged(25, 'bad'));
    await dispatchChanges(dataSource, inventory, new Date());
    const run = { simulation: id, run: 2 };
    await startRound(dataSource, inventory, run, settings, new Date());
    const signal = AbortSignal.timeout(10_000);
    await handler('evaluate-chunk').run({ ...run, chunk: 0 }, { signal, attempt: 1 });
    await handler('evaluate-chunk').givenUp({ ...run, chunk: 1 }, new Error('secret: internals'));
    return id;
  }

  function handler(name: string) {
    const found = handlers().find(({ job }) => job.name === name);
    if (found === undefined) throw new Error(`nothing handles ${name}`);
    return found;
  }

  const inVain = 'Part 2 could not be evaluated; it was tried 5 times.';

  it('goes on after a round that failed: what was judged counts, the rest is judged later, each once', async () => {
    const id = await failHalfWay();
    await reached(id, {
      status: 'active',
      continuous: { changes: 11, failing: { rounds: 1, error: inVain } },
      summary: { verdicts: { passes: 15, breaks: 10 } },
    });
    startWorker();
    await reconcile();
    await reached(id, { status: 'active', continuous: { changes: 11 } });
    await dataSource.query(`UPDATE simulations SET retry_at = now() WHERE id = $1`, [id]);
    await reached(id, { status: 'active', continuous: { changes: 26 }, progress: { total: 15 } });
    const { simulation } = (await readSimulation(dataSource, id)) ?? {};
    expect(simulation?.continuous).toEqual({ changes: 26 });
    expect(simulation?.summary?.verdicts).toEqual({ passes: 0, 'at-risk': 0, breaks: 25 });
    const entries = await historyOf(id);
    expect(entries.map(([seq]) => seq)).toEqual(Array.from({ length: 26 }, (_, index) => index + 1));
    expect(entries[10]).toEqual([11, 'evaluation-failed', 1, inVain]);
    const changed = entries.filter(([, , change]) => change === 'worse');
    expect(new Set(changed.map(([, name]) => name)).size).toBe(25);
    expect(new Set(changed.map(([, , , causes]) => causes))).toEqual(new Set(['manifest']));
  });

  it('waits a minute after the first failure, and says so', async () => {
    const id = await failHalfWay();
    const entries = await readHistory(dataSource, id, { limit: 10, after: 10 });
    const [entry] = entries;
    if (entry?.change !== 'evaluation-failed' || entry.retryAt === undefined) throw new Error('no failure');
    expect(Date.parse(entry.retryAt) - Date.parse(entry.at)).toBe(60_000);
    expect(entry.detail).toBe(
      `evaluation failed, the 1st time in a row: ${inVain} (again at ${entry.retryAt})`,
    );
    expect((await readSimulation(dataSource, id))?.simulation.continuous?.failing?.retryAt).toBe(
      entry.retryAt,
    );
  });

  it('takes what changes after a failure into the next round', async () => {
    const id = await failHalfWay();
    await upload({ ...tagged(25, 'bad'), extra: 'good' });
    await dispatchChanges(dataSource, inventory, new Date());
    await dataSource.query(`UPDATE simulations SET retry_at = now() WHERE id = $1`, [id]);
    startWorker();
    await reached(id, { status: 'active', continuous: { changes: 27 }, progress: { total: 16 } });
    const extra = (await historyOf(id)).filter(([, name]) => name === 'extra');
    expect(extra.map(([, ...entry]) => entry)).toEqual([['extra', 'added', 'manifest']]);
  });

  it('ends after ten rounds in a row that failed', async () => {
    const id = await active();
    await stopWorkers();
    await upload(tagged(25, 'bad'));
    await dispatchChanges(dataSource, inventory, new Date());
    for (let run = 2; run <= 11; run += 1) {
      expect((await readSimulation(dataSource, id))?.simulation.status).toBe('active');
      await startRound(dataSource, inventory, { simulation: id, run }, settings, new Date());
      await handler('evaluate-chunk').givenUp({ simulation: id, run, chunk: 1 }, new Error('again'));
    }
    await reached(id, {
      status: 'failed',
      error: `10 rounds in a row failed. The last: ${inVain}`,
      summary: { verdicts: { passes: 25 } },
    });
    expect((await historyOf(id)).map(([, change, failures]) => [change, failures])).toEqual(
      Array.from({ length: 10 }, (_, index) => ['evaluation-failed', index + 1]),
    );
    expect((await readHistory(dataSource, id, { limit: 1, after: 9 }))[0]).not.toHaveProperty('retryAt');
  });

  it('tries a round again that could not be started, with all that was pending', async () => {
    const id = await active();
    await stopWorkers();
    await upload({ ...tagged(25, 'good'), 'web-3': 'bad' });
    await dispatchChanges(dataSource, inventory, new Date());
    await handler('plan-simulation').givenUp({ simulation: id, run: 2 }, new Error('no scope'));
    const error = 'The scope could not be resolved.';
    await reached(id, { status: 'active', continuous: { changes: 1, failing: { rounds: 1, error } } });
    await dataSource.query(`UPDATE simulations SET retry_at = now() WHERE id = $1`, [id]);
    startWorker();
    await reached(id, { status: 'active', continuous: { changes: 2 } });
    expect(await historyOf(id)).toEqual([
      [1, 'evaluation-failed', 1, error],
      [2, 'web-3', 'worse', 'manifest'],
    ]);
  });

  it('survives a round that takes longer than the time limit, which counts from its first chunk', async () => {
    const id = await active();
    await stopWorkers();
    await upload(tagged(25, 'bad'));
    await dispatchChanges(dataSource, inventory, new Date());
    await startRound(dataSource, inventory, { simulation: id, run: 2 }, settings, new Date());
    const begun = new Date(Date.now() + 600_000);
    const reconcileAt = (ms: number) =>
      reconcileSimulations(dataSource, queue, {
        ...settings,
        now: new Date(begun.getTime() + ms),
        timeLimitMs: 60_000,
      });
    await reconcileAt(0);
    await startChunk(dataSource, { simulation: id, run: 2, chunk: 0 }, begun);
    await reconcileAt(60_000);
    await reached(id, { status: 'running', continuous: { changes: 0 } });
    await reconcileAt(60_001);
    const error = 'It took longer than the time limit of 60 seconds.';
    await reached(id, { status: 'active', continuous: { changes: 1, failing: { rounds: 1, error } } });
    expect(await historyOf(id)).toEqual([[1, 'evaluation-failed', 1, error]]);
  });

  it('is not troubled by the failure of a round that has ended', async () => {
    const id = await active();
    await stopWorkers();
    await upload({ ...tagged(25, 'good'), 'web-3': 'bad' });
    startWorker();
    await reached(id, { status: 'active', continuous: { changes: 1 } });
    await handler('evaluate-chunk').givenUp({ simulation: id, run: 1, chunk: 0 }, new Error('late'));
    expect((await readSimulation(dataSource, id))?.simulation.continuous).toEqual({ changes: 1 });
  });
});
