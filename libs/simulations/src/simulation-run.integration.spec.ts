import { randomUUID } from 'node:crypto';
import type { Judge, Verdict } from '#libs/advisor';
import { createDataSource, ensureWorkloads } from '#libs/persistence';
import {
  collectHandlers,
  evaluateChunk,
  JobCatalog,
  JobQueue,
  JobWorker,
  planSimulation,
  type QueueBackend,
  relayOutbox,
} from '#libs/queue';
import { readInventory, storeInventory } from '#libs/inventory';
import { readDocuments, type WorkloadReference } from '#libs/kubernetes';
import { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDatabase, redisUrl } from '../../../test/services/index.js';
import { finishChunk, startChunk } from './chunk-store.js';
import { inventorySource } from './inventory-source.js';
import { simulationJobHandlers } from './job-handlers.js';
import { planRun } from './plan-run.js';
import type { InventorySource } from './ports.js';
import { reconcileSimulations } from './reconciler.js';
import { judgedWorkload, readResults } from './result-store.js';
import { cancelSimulation, createSimulation, deleteSimulation, readSimulation } from './simulation-store.js';
import type { Scope } from './simulation.js';

const cluster = 'test';
const policy = {
  id: randomUUID(),
  revision: 3,
  name: 'restricted',
  inline: false,
  document: {
    apiVersion: 'policy/v1beta1',
    kind: 'PodSecurityPolicy',
    metadata: { name: 'restricted' },
    spec: {},
  },
};

/** Each with an image of its own, so that no two are alike and each is judged. */
function deployment(name: string, labels: Readonly<Record<string, string>> = {}) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: {
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: `${name}:1` }] } },
    },
  };
}

function workload(name: string): WorkloadReference {
  return { cluster, namespace: 'shop', kind: 'Deployment', name };
}

/** By the name: `…-breaks` breaks, everything else passes. */
const judgeByName: Judge = (input) => verdictOf(input.workload);

function verdictOf(workload: WorkloadReference): Verdict {
  const breaks = workload.name.endsWith('-breaks');
  return {
    workload,
    verdict: breaks ? 'breaks' : 'passes',
    ...(breaks ? { stage: 'admission' as const } : {}),
    mutated: false,
    findings: breaks
      ? [
          {
            outcome: 'breaks',
            stage: 'admission',
            field: 'privileged',
            reason: 'not-allowed-by-policy',
            detail: 'x',
          },
        ]
      : [],
    remedies: [],
  };
}

const simulationJobs = new JobCatalog([planSimulation, evaluateChunk]);
const backends = ['postgres', 'redis'] as const;

describe.each(backends)('a simulation whose queue lives in %s', (kind) => {
  let dataSource: DataSource;
  let inventory: InventorySource;
  let backend: QueueBackend;
  let queue: JobQueue;
  let redis: Redis | undefined;
  const workers: JobWorker[] = [];
  const report = vi.fn<(message: string, error: Error) => void>();

  beforeAll(async () => {
    const url = await createDatabase();
    dataSource = await createDataSource({
      url,
      poolSize: 10,
      connectTimeout: 10_000,
      statementTimeout: 60_000,
    }).initialize();
    inventory = inventorySource(dataSource);
    if (kind === 'redis') {
      const address = await redisUrl();
      redis = new Redis(address);
      backend = { kind, url: address, keyPrefix: 'test' };
    } else backend = { kind, connectionString: url };
    queue = new JobQueue(backend, report);
    await queue.ready();
    const names = Array.from(
      { length: 95 },
      (_, index) => `web-${index}${index % 10 === 0 ? '-breaks' : ''}`,
    );
    const { documents } = readDocuments(
      names.map((name) => JSON.stringify(deployment(name, { app: name }))).join('\n'),
    );
    const manifests = readInventory(documents, { cluster, defaultNamespace: 'default', pointer: '' });
    await storeInventory(dataSource, cluster, manifests, { replace: true, now: new Date() });
  });

  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close()));
  });

  afterAll(async () => {
    await queue.close();
    redis?.disconnect();
    await dataSource.destroy();
  });

  const plan = { chunkSize: 10, chunksInQueue: 3, debounceMs: 0 };

  function handlersWith(judge: Judge, source = inventory) {
    return simulationJobHandlers({
      dataSource,
      inventory: source,
      profiles: { profilesOf: async () => new Map() },
      judge,
      plan,
      now: () => new Date(),
      outboxWritten: () => void relayOutbox(dataSource, queue).catch(() => undefined),
    });
  }

  function startWorker(judge: Judge = judgeByName): JobWorker {
    const handlers = handlersWith(judge);
    const worker = new JobWorker(backend, collectHandlers(simulationJobs, handlers), report, {
      concurrency: 2,
      lockMs: 2_000,
      stalledIntervalMs: 500,
    });
    workers.push(worker);
    return worker;
  }

  async function create(
    scope: Scope = {},
    manifests: readonly ReturnType<typeof deployment>[] = [],
  ): Promise<string> {
    const id = randomUUID();
    await createSimulation(dataSource, {
      project: 'default',
      areas: [{}],
      id,
      createdAt: new Date(),
      createdBy: 'test',
      order: {
        policySet: 'only-these',
        scope,
        grants: 'all',
        manifestsIn: { cluster, namespace: 'default' },
      },
      policies: [policy],
      manifests,
    });
    return id;
  }

  /** A simulation with one chunk, which no queue knows of. */
  async function planned(names: readonly string[]) {
    const run = { simulation: await create({ workloads: names.map(workload) }), run: 1 };
    await planRun(dataSource, inventory, run, plan, new Date());
    await dataSource.query('DELETE FROM outbox');
    return run;
  }

  /** As if runtime events had told of it. */
  async function observe(reference: WorkloadReference): Promise<void> {
    const [id] = await ensureWorkloads(dataSource.manager, [reference]);
    await dataSource.query(
      `INSERT INTO runtime_containers (workload_id, name, last_day) VALUES ($1, 'main', '2026-01-01')`,
      [id],
    );
  }

  async function status(id: string) {
    return (await readSimulation(dataSource, id))?.simulation;
  }

  async function ended(id: string) {
    await vi.waitFor(async () => expect((await status(id))?.finishedAt).toBeDefined(), {
      timeout: 20_000,
      interval: 20,
    });
    return status(id);
  }

  async function resultNames(id: string): Promise<readonly string[]> {
    const found = await readResults(dataSource, { simulation: id, run: 1 }, { limit: 1_000, filter: {} });
    return found.map(({ workload }) => workload.name);
  }

  const reconcile = (now = new Date()): Promise<void> =>
    reconcileSimulations(dataSource, queue, { ...plan, now, timeLimitMs: 60_000 });

  it('judges every workload in scope once, in chunks, and sums up', async () => {
    startWorker();
    const id = await create();
    expect(await status(id)).toMatchObject({ status: 'queued', progress: { done: 0 } });
    await relayOutbox(dataSource, queue);
    expect(await ended(id)).toMatchObject({
      status: 'succeeded',
      progress: { done: 95, total: 95 },
      summary: {
        workloads: 95,
        verdicts: { passes: 85, 'at-risk': 0, breaks: 10 },
        stages: { admission: 10, start: 0, runtime: 0 },
        fields: { privileged: 10 },
      },
    });
    const names = await resultNames(id);
    expect(names).toHaveLength(95);
    expect(names).toEqual([...new Set(names)].toSorted());
  });

  it('lets manifests stand in for the workloads of the inventory, and selects by label', async () => {
    startWorker();
    const id = await create({ labelSelector: 'app in (web-1,web-2)' }, [
      deployment('web-2'),
      deployment('new-breaks'),
    ]);
    await relayOutbox(dataSource, queue);
    expect((await ended(id))?.summary?.workloads).toBe(3);
    expect(await resultNames(id)).toEqual(['new-breaks', 'web-1', 'web-2']);
  });

  it('says which workloads were observed but have no manifest, whatever else is in scope', async () => {
    await observe({ cluster, namespace: 'edge', kind: 'DaemonSet', name: 'proxy' });
    await observe({ cluster, namespace: 'edge', kind: 'Deployment', name: 'given' });
    startWorker();
    const given = { ...deployment('given'), metadata: { name: 'given', namespace: 'edge' } };
    const ids = [
      await create({ namespaces: ['edge'] }),
      await create({ namespaces: ['edge', 'shop'], labelSelector: 'app=web-1' }, [given]),
      await create({ namespaces: ['shop'] }),
      await create({ manifestsOnly: true }, [given]),
    ];
    await relayOutbox(dataSource, queue);
    const missing = await Promise.all(ids.map(async (id) => (await ended(id))?.summary?.withoutManifest));
    const proxy = { cluster, namespace: 'edge', kind: 'DaemonSet', name: 'proxy' };
    const undone = { cluster, namespace: 'edge', kind: 'Deployment', name: 'given' };
    expect(missing).toEqual([
      { count: 2, workloads: [proxy, undone] },
      { count: 1, workloads: [proxy] },
      { count: 0, workloads: [] },
      undefined,
    ]);
  });

  it('ends at once with an empty scope', async () => {
    startWorker();
    const id = await create({ namespaces: ['nowhere'] });
    await relayOutbox(dataSource, queue);
    expect(await ended(id)).toMatchObject({ status: 'succeeded', progress: { done: 0, total: 0 } });
  });

  it('is resumed by the reconciler when the outbox never reached the queue', async () => {
    const id = await create();
    await dataSource.query('DELETE FROM outbox');
    startWorker();
    await reconcile();
    expect((await ended(id))?.status).toBe('succeeded');
    expect(await resultNames(id)).toHaveLength(95);
  });

  it('survives a queue that forgets everything half-way', async () => {
    let judged = 0;
    const forget = async (): Promise<void> => {
      if (redis !== undefined) await redis.flushdb();
      else await dataSource.query('TRUNCATE bullmq.job CASCADE');
    };
    let forgotten: Promise<void> | undefined;
    startWorker((input) => {
      judged += 1;
      if (judged === 25) forgotten = forget();
      return judgeByName(input);
    });
    const id = await create();
    await relayOutbox(dataSource, queue);
    await vi.waitFor(() => expect(forgotten).toBeDefined(), { timeout: 10_000 });
    await forgotten;
    await vi.waitFor(
      async () => {
        await reconcile();
        expect((await status(id))?.status).toBe('succeeded');
      },
      { timeout: 20_000, interval: 200 },
    );
    expect(await resultNames(id)).toHaveLength(95);
  });

  it('is cancelled within a second, stores nothing afterwards, and stays cancelled', async () => {
    let judged = 0;
    const slow: Judge = (input) => {
      judged += 1;
      const until = performance.now() + 30;
      while (performance.now() < until);
      return judgeByName(input);
    };
    startWorker(slow);
    const id = await create();
    await relayOutbox(dataSource, queue);
    await vi.waitFor(() => expect(judged).toBeGreaterThan(3), { timeout: 10_000, interval: 10 });
    const cancelled = await cancelSimulation(dataSource, id, new Date());
    expect(cancelled?.simulation).toMatchObject({ status: 'cancelled' });
    const stored = (await resultNames(id)).length;
    const judgedUntilThen = judged;
    await expect
      .poll(async () => (await queue.counts()).filter((of) => of.waiting + of.active + of.delayed > 0))
      .toEqual([]);
    // The rest of the two chunks that had been begun, at most: less than a second, at 30 ms each.
    expect(judged - judgedUntilThen).toBeLessThan(20);
    await reconcile();
    expect(await resultNames(id)).toHaveLength(stored);
    expect((await status(id))?.status).toBe('cancelled');
    expect((await cancelSimulation(dataSource, id, new Date()))?.version).toBe(cancelled?.version);
  });

  it('is redone without doubled results when its worker stops half-way, and the other one goes on', async () => {
    let judged = 0;
    const slow: Judge = (input) => {
      judged += 1;
      const until = performance.now() + 5;
      while (performance.now() < until);
      return judgeByName(input);
    };
    const first = startWorker(slow);
    const id = await create();
    await relayOutbox(dataSource, queue);
    await vi.waitFor(() => expect(judged).toBeGreaterThan(15), { timeout: 10_000, interval: 5 });
    await first.close();
    workers.splice(workers.indexOf(first), 1);
    expect((await status(id))?.status).toBe('running');
    startWorker();
    expect((await ended(id))?.progress).toEqual({ done: 95, total: 95 });
    expect(await resultNames(id)).toHaveLength(95);
  });

  it('retries a failing chunk', async () => {
    let failures = 0;
    startWorker((input) => {
      if (input.workload.name === 'web-42' && failures < 1) {
        failures += 1;
        throw new Error('once');
      }
      return judgeByName(input);
    });
    const id = await create();
    await relayOutbox(dataSource, queue);
    expect((await ended(id))?.status).toBe('succeeded');
    expect(failures).toBe(1);
    expect(await resultNames(id)).toHaveLength(95);
  });

  it('fails, and says where, when a chunk ends its worker again and again', async () => {
    const run = await planned(['web-1']);
    await dataSource.query(`UPDATE simulation_chunks SET starts = 8 WHERE simulation_id = $1`, [
      run.simulation,
    ]);
    startWorker();
    await reconcile();
    expect(await ended(run.simulation)).toMatchObject({
      status: 'failed',
      error: 'Part 1 could not be evaluated: its worker ended 8 times on the way.',
      progress: { done: 0, total: 1 },
    });
  });

  it('fails, and says where, when a chunk was tried in vain', async () => {
    const run = await planned(['web-1']);
    const handler = handlersWith(judgeByName).find(({ job }) => job.name === 'evaluate-chunk');
    await handler?.givenUp({ ...run, chunk: 0 }, new Error('secret: internals'));
    expect(await status(run.simulation)).toMatchObject({
      status: 'failed',
      error: 'Part 1 could not be evaluated; it was tried 5 times.',
    });
  });

  it('does not fail because the database was away: the reconciler brings the work back', async () => {
    const run = await planned(['web-1']);
    const handler = handlersWith(judgeByName).find(({ job }) => job.name === 'evaluate-chunk');
    const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    await handler?.givenUp({ ...run, chunk: 0 }, away);
    expect((await status(run.simulation))?.status).toBe('running');
    startWorker();
    await reconcile();
    expect((await ended(run.simulation))?.status).toBe('succeeded');
  });

  it('fails when it takes longer than the time limit, for which waiting does not count', async () => {
    const run = await planned(['web-1', 'web-2']);
    const begun = new Date(Date.now() + 600_000);
    await reconcile(begun);
    await startChunk(dataSource, { ...run, chunk: 0 }, begun);
    await startChunk(dataSource, { ...run, chunk: 0 }, new Date(begun.getTime() + 30_000));
    await reconcile(new Date(begun.getTime() + 60_000));
    expect((await status(run.simulation))?.status).toBe('running');
    await reconcile(new Date(begun.getTime() + 60_001));
    expect(await status(run.simulation)).toMatchObject({
      status: 'failed',
      error: 'It took longer than the time limit of 60 seconds.',
    });
  });

  it('stops within a chunk when it is cancelled, and stores nothing of it', async () => {
    const run = await planned(['web-1', 'web-2', 'web-3']);
    const cancelling: InventorySource = {
      ...inventory,
      readTemplates: async (ids) => {
        await cancelSimulation(dataSource, run.simulation, new Date());
        return inventory.readTemplates(ids);
      },
    };
    const asked: string[] = [];
    const slow: Judge = (input) => {
      asked.push(input.workload.name);
      const until = performance.now() + 250; // longer than it is left unasked whether to go on
      while (performance.now() < until);
      return judgeByName(input);
    };
    const handler = handlersWith(slow, cancelling).find(({ job }) => job.name === 'evaluate-chunk');
    const context = { attempt: 1, signal: new AbortController().signal };
    await handler?.run({ ...run, chunk: 0 }, context);
    expect(asked).toHaveLength(1);
    expect(await status(run.simulation)).toMatchObject({
      status: 'cancelled',
      progress: { done: 0, total: 3 },
    });
    expect(await resultNames(run.simulation)).toEqual([]);
  });

  it('takes a chunk once, when two workers finish it at the same time', async () => {
    const run = await planned(['web-1', 'web-2']);
    const id = run.simulation;
    const chunk = { ...run, chunk: 0 };
    expect(await startChunk(dataSource, chunk, new Date())).toMatchObject({ starts: 1 });
    expect(await startChunk(dataSource, chunk, new Date())).toMatchObject({ starts: 2 });
    const verdicts = ['web-1', 'web-2'].map((name) => judgedWorkload(verdictOf(workload(name))));
    const stored = await Promise.all(
      [1, 2].map(() => finishChunk(dataSource, chunk, verdicts, { ...plan, now: new Date() })),
    );
    expect(new Set(stored)).toEqual(new Set([true, false]));
    expect(await startChunk(dataSource, chunk, new Date())).toBeUndefined();
    expect(await status(id)).toMatchObject({ status: 'succeeded', progress: { done: 2, total: 2 } });
    expect(await resultNames(id)).toEqual(['web-1', 'web-2']);
  });

  it('can be deleted while it runs', async () => {
    startWorker();
    const id = await create();
    await relayOutbox(dataSource, queue);
    expect(await deleteSimulation(dataSource, id)).toBe(true);
    expect(await deleteSimulation(dataSource, id)).toBe(false);
    expect(await status(id)).toBeUndefined();
    expect(await resultNames(id)).toEqual([]);
  });
});
