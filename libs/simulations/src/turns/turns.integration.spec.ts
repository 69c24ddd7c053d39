import { randomUUID } from 'node:crypto';
import type { Judge, Verdict } from '#libs/advisor';
import { readInventory, storeInventory } from '#libs/inventory';
import { readDocuments, type WorkloadReference } from '#libs/kubernetes';
import { createDataSource, createProject, rows } from '#libs/persistence';
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
import { Redis } from 'ioredis';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createDatabase, redisUrl } from '../../../../test/services/index.js';
import { finishChunk, startChunk } from '../chunk-store.js';
import { simulationJobHandlers } from '../job-handlers.js';
import { inventorySource } from '../inventory-source.js';
import { planRun } from '../plan-run.js';
import type { InventorySource } from '../ports.js';
import { reconcileSimulations } from '../reconciler.js';
import { judgedWorkload, readResults } from '../result-store.js';
import { cancelSimulation, createSimulation, deleteSimulation, readSimulation } from '../simulation-store.js';
import { observeTurns } from '../simulation-metrics.js';
import { releaseAllChunks, releaseChunks } from './release-chunks.js';

const jobs = new JobCatalog([planSimulation, evaluateChunk]);
const plan = { chunkSize: 2, chunksInQueue: 6, debounceMs: 0 };
const WORKLOADS = 120;

const passes = (workload: WorkloadReference): Verdict => ({
  workload,
  verdict: 'passes',
  mutated: false,
  findings: [],
  remedies: [],
});

const nameOf = (index: number): string => `web-${String(index).padStart(3, '0')}`;
const reference = (index: number): WorkloadReference => ({
  cluster: 'test',
  namespace: 'shop',
  kind: 'Deployment',
  name: nameOf(index),
});

describe.each(['postgres', 'redis'] as const)('simulations take turns, with the queue in %s,', (kind) => {
  let dataSource: DataSource;
  let backend: QueueBackend;
  let queue: JobQueue;
  let redis: Redis | undefined;
  let inventory: InventorySource;
  const workers: JobWorker[] = [];
  /** Whose workloads were judged, in this order: a simulation has one policy, of its label. */
  const judged: string[] = [];

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
      backend = { kind, url: address, keyPrefix: `turns-${randomUUID()}` };
    } else backend = { kind, connectionString: url };
    queue = new JobQueue(backend, () => undefined);
    await queue.ready();
    inventory = inventorySource(dataSource);
    const manifests = Array.from({ length: WORKLOADS }, (_, index) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: nameOf(index), namespace: 'shop' },
      spec: { template: { spec: { containers: [{ name: 'main', image: `${nameOf(index)}:1` }] } } },
    }));
    const { documents } = readDocuments(manifests.map((each) => JSON.stringify(each)).join('\n'));
    const read = readInventory(documents, { cluster: 'test', defaultNamespace: 'default', pointer: '' });
    await storeInventory(dataSource, 'test', read, { replace: true, now: new Date() });
    for (const name of ['a', 'b', 'c'])
      await createProject(dataSource, { name, description: '', by: 'test' });
  });

  beforeEach(() => {
    judged.length = 0;
  });

  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close()));
    await dataSource.query('DELETE FROM simulations');
    await dataSource.query('DELETE FROM outbox');
    await redis?.flushdb();
    if (kind === 'postgres') await dataSource.query('TRUNCATE bullmq.job CASCADE');
  });

  afterAll(async () => {
    await queue.close();
    redis?.disconnect();
    await dataSource.destroy();
  });

  const judge: Judge = ({ workload, policies }) => {
    judged.push(policies[0]?.metadata.name ?? '');
    return passes(workload);
  };

  function startWorker(concurrency = 1): void {
    const handlers = simulationJobHandlers({
      dataSource,
      inventory,
      profiles: { profilesOf: async () => new Map() },
      judge,
      plan,
      now: () => new Date(),
      outboxWritten: () => void relayOutbox(dataSource, queue).catch(() => undefined),
    });
    const options = { concurrency, lockMs: 2_000, stalledIntervalMs: 500 };
    workers.push(new JobWorker(backend, collectHandlers(jobs, handlers), () => undefined, options));
  }

  /** A simulation of so many workloads, of a policy of that name. */
  async function create(project: string, label: string, workloads: number): Promise<string> {
    const { simulation } = await createSimulation(dataSource, {
      id: randomUUID(),
      project,
      areas: [{}],
      createdAt: new Date(),
      createdBy: 'test',
      order: {
        policySet: 'only-these',
        scope: { workloads: Array.from({ length: workloads }, (_, index) => reference(index)) },
        grants: 'all',
        manifestsIn: { cluster: 'test', namespace: 'default' },
      },
      policies: [
        {
          id: randomUUID(),
          revision: 1,
          name: label,
          inline: true,
          document: {
            apiVersion: 'policy/v1beta1',
            kind: 'PodSecurityPolicy',
            metadata: { name: label },
            spec: {},
          },
        },
      ],
      manifests: [],
    });
    return simulation.id;
  }

  async function planned(project: string, label: string, workloads: number): Promise<string> {
    const simulation = await create(project, label, workloads);
    await dataSource.query(`DELETE FROM outbox WHERE job = 'plan-simulation'`);
    await planRun(dataSource, inventory, { simulation, run: 1 }, plan, new Date());
    return simulation;
  }

  async function succeeded(ids: readonly string[]): Promise<void> {
    await vi.waitFor(
      async () => {
        for (const id of ids)
          expect((await readSimulation(dataSource, id))?.simulation.status).toBe('succeeded');
      },
      { timeout: 30_000, interval: 20 },
    );
  }

  async function results(id: string): Promise<readonly string[]> {
    const found = await readResults(dataSource, { simulation: id, run: 1 }, { limit: 1_000, filter: {} });
    return found.map(({ workload }) => workload.name);
  }

  const names = (count: number) => Array.from({ length: count }, (_, index) => nameOf(index));

  /** Chunks of simulations that run, by state. */
  async function chunks(project: string): Promise<Readonly<Record<string, number>>> {
    const found = await rows(
      dataSource,
      z.object({ state: z.string(), count: z.int() }),
      `SELECT c.state, count(*)::int AS count FROM simulations s
         JOIN simulation_chunks c ON c.simulation_id = s.id AND c.run = s.run
       WHERE s.project = $1 AND s.status = 'running' GROUP BY c.state`,
      [project],
    );
    return Object.fromEntries(found.map(({ state, count }) => [state, count]));
  }

  /** Whose chunks were judged, in this order. */
  const turns = () => judged.filter((_, index) => index % plan.chunkSize === 0);

  it('so a small one of a project ends while three giants of another have most to do', async () => {
    const giants = [];
    for (let index = 0; index < 3; index += 1) giants.push(await planned('a', 'giant', WORKLOADS));
    expect(await chunks('a')).toEqual({ queued: 6, pending: 174 });
    const small = await planned('b', 'small', 4);
    await relayOutbox(dataSource, queue);
    startWorker();
    await succeeded([small, ...giants]);
    expect(turns().slice(0, 8)).toEqual([...Array<string>(6).fill('giant'), 'small', 'small']);
    expect(turns().slice(8)).toEqual(Array<string>(174).fill('giant'));
    expect(await results(small)).toEqual(names(4));
    for (const giant of giants) expect(await results(giant)).toEqual(names(WORKLOADS));
  });

  it('and a small one is planned before the third giant of another project, however many of these wait', async () => {
    const giants = [];
    for (let index = 0; index < 6; index += 1) giants.push(await create('a', 'giant', 60));
    const small = await create('b', 'small', 2);
    const queued = await rows(
      dataSource,
      z.object({ simulation: z.string() }),
      `SELECT payload->>'simulation' AS simulation FROM outbox ORDER BY id`,
    );
    expect(queued.map(({ simulation }) => simulation)).toEqual([...giants.slice(0, 2), small]);
    await relayOutbox(dataSource, queue);
    startWorker();
    await succeeded([small, ...giants]);
    expect(judged).toHaveLength(2 + 6 * 60);
    expect(judged.lastIndexOf('small')).toBeLessThan(60);
  });

  it('and three projects get the same, chunk by chunk', async () => {
    const ids = [];
    for (const project of ['a', 'b', 'c']) ids.push(await planned(project, project, WORKLOADS));
    expect(await Promise.all(['a', 'b', 'c'].map(chunks))).toEqual([
      { queued: 6, pending: 54 },
      { queued: 3, pending: 57 },
      { queued: 2, pending: 58 },
    ]);
    await relayOutbox(dataSource, queue);
    startWorker();
    await succeeded(ids);
    for (let start = 12; start < 150; start += 30) {
      const part = turns().slice(start, start + 30);
      for (const project of ['a', 'b', 'c']) {
        const got = part.filter((each) => each === project).length;
        expect([8, 9, 10, 11, 12], `of ${project} in ${start}: ${part.join('')}`).toContain(got);
      }
    }
    for (const id of ids) expect(await results(id)).toEqual(names(WORKLOADS));
  });

  it('as do simulations of a project: one that comes does not wait for what another has left', async () => {
    const giant = await planned('a', 'giant', WORKLOADS);
    const small = await planned('a', 'small', 8);
    expect(await chunks('a')).toEqual({ queued: 6, pending: 58 });
    await relayOutbox(dataSource, queue);
    startWorker();
    await succeeded([giant, small]);
    expect(turns().slice(0, 14)).toEqual([
      ...Array<string>(6).fill('giant'),
      ...Array.from({ length: 4 }, () => ['giant', 'small']).flat(),
    ]);
    expect(await results(small)).toEqual(names(8));
  });

  it('but a chunk that is finished twice at the same time gives one turn, and a call too much gives none', async () => {
    const id = await planned('a', 'giant', WORKLOADS);
    const chunk = { simulation: id, run: 1, chunk: 0 };
    await startChunk(dataSource, chunk, new Date());
    const verdicts = [0, 1].map((index) => judgedWorkload(passes(reference(index))));
    const options = { now: new Date(), chunksInQueue: plan.chunksInQueue };
    const stored = await Promise.all([1, 2, 3].map(() => finishChunk(dataSource, chunk, verdicts, options)));
    expect(stored.filter(Boolean)).toHaveLength(1);
    expect(await chunks('a')).toEqual({ done: 1, queued: 6, pending: 53 });
    const released = await Promise.all(
      [1, 2, 3].map(() =>
        dataSource.transaction((transaction) => releaseChunks(transaction, 'a', plan.chunksInQueue)),
      ),
    );
    expect(released).toEqual([0, 0, 0]);
    expect(await chunks('a')).toEqual({ done: 1, queued: 6, pending: 53 });
  });

  it('and turns are given once, however many give them at the same time', async () => {
    for (const label of ['one', 'two']) await planned('a', label, WORKLOADS);
    await Promise.all(
      [1, 2, 3, 4].map(() => dataSource.transaction((transaction) => releaseChunks(transaction, 'a', 20))),
    );
    expect(await chunks('a')).toEqual({ queued: 20, pending: 100 });
    const sent = await rows(
      dataSource,
      z.object({ jobs: z.int(), different: z.int() }),
      `SELECT count(*)::int AS jobs, count(DISTINCT payload)::int AS different FROM outbox WHERE job = 'evaluate-chunk'`,
    );
    expect(sent).toEqual([{ jobs: 20, different: 20 }]);
  });

  it('and one that is cancelled leaves its turns to the others of its project at once', async () => {
    const giant = await planned('a', 'giant', WORKLOADS);
    const small = await planned('a', 'small', 8);
    await relayOutbox(dataSource, queue);
    await cancelSimulation(dataSource, giant, new Date());
    expect(await chunks('a')).toEqual({ pending: 4 });
    startWorker();
    await succeeded([small]);
    expect(judged).toEqual(Array<string>(8).fill('small'));
  });

  it('as does one that is deleted', async () => {
    const giant = await planned('a', 'giant', WORKLOADS);
    const small = await planned('a', 'small', 8);
    await relayOutbox(dataSource, queue);
    await deleteSimulation(dataSource, giant);
    startWorker();
    await succeeded([small]);
    expect(judged).toEqual(Array<string>(8).fill('small'));
  });

  it('and the reconciler gives turns that nobody gave, and queues what the queue has lost, no more than there is room', async () => {
    const ids = [await planned('a', 'a', WORKLOADS), await planned('b', 'b', 8)];
    await dataSource.query('DELETE FROM outbox');
    await dataSource.query(`UPDATE simulation_chunks SET state = 'pending'`);
    await reconcileSimulations(dataSource, queue, { ...plan, now: new Date(), timeLimitMs: 60_000 });
    expect(await Promise.all(['a', 'b'].map(chunks))).toEqual([
      { queued: 3, pending: 57 },
      { queued: 3, pending: 1 },
    ]);
    const waiting = (await queue.counts()).find((each) => each.queue === 'simulations')?.waiting;
    expect(waiting).toBe(6);
    startWorker(2);
    await succeeded(ids);
    expect(await results(ids[0] ?? '')).toEqual(names(WORKLOADS));
    expect(await results(ids[1] ?? '')).toEqual(names(8));
  });

  it('and metrics say how many chunks wait for their turn', async () => {
    const registry = new Registry();
    observeTurns(registry, dataSource);
    await planned('a', 'a', WORKLOADS);
    const cancelled = await planned('b', 'b', WORKLOADS);
    await cancelSimulation(dataSource, cancelled, new Date());
    expect(await registry.getSingleMetric('simulation_chunks')?.get()).toMatchObject({
      values: [
        { labels: { state: 'pending' }, value: 54 },
        { labels: { state: 'queued' }, value: 6 },
      ],
    });
    expect(await registry.getSingleMetric('simulations_failing')?.get()).toMatchObject({
      values: [{ value: 0 }],
    });
  });

  it('and a project that is alone again gets all of the queue', async () => {
    await planned('a', 'a', WORKLOADS);
    const other = await planned('b', 'b', WORKLOADS);
    await releaseAllChunks(dataSource, 20);
    expect(await chunks('a')).toEqual({ queued: 10, pending: 50 });
    await cancelSimulation(dataSource, other, new Date());
    await releaseAllChunks(dataSource, 20);
    expect(await chunks('a')).toEqual({ queued: 20, pending: 40 });
  });
});
