import { createDataSource } from '#libs/persistence';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { eventually } from '../../../test/fixtures/eventually.js';
import { createDatabase, redisUrl, startRedis } from '../../../test/services/index.js';
import type { QueueBackend } from './backend.js';
import { collectHandlers } from './handlers.js';
import { defineJob, type JobContext } from './job.js';
import { JobCatalog } from './job-catalog.js';
import { JobQueue } from './job-queue.js';
import { defaultWorkerOptions, JobWorker } from './job-worker.js';
import { relayOutbox, writeOutbox } from './outbox.js';
import { JobMetrics, observeQueue } from './queue-metrics.js';

const greet = defineJob({
  name: 'greet',
  queue: 'greetings',
  payload: z.strictObject({ name: z.string() }),
  attempts: 3,
  backoffMs: 20,
  timeoutMs: 2_000,
  key: ({ name }) => name,
});
const catalog = new JobCatalog([greet]);
type Run = (payload: { name: string }, context: JobContext) => Promise<void>;

describe.each(['postgres', 'redis'] as const)('the queue in %s', (kind) => {
  let dataSource: DataSource;
  let backend: QueueBackend;
  let queue: JobQueue;
  const workers: JobWorker[] = [];
  const report = vi.fn<(message: string, error: Error) => void>();

  beforeAll(async () => {
    const url = await createDatabase();
    dataSource = createDataSource({ url, poolSize: 5, connectTimeout: 10_000, statementTimeout: 60_000 });
    await dataSource.initialize();
    backend =
      kind === 'redis' ? { kind, url: await redisUrl(), keyPrefix: 'test' } : { kind, connectionString: url };
    queue = new JobQueue(backend, report, catalog);
    await queue.ready();
  });

  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close()));
  });

  afterAll(async () => {
    await queue.close();
    await dataSource.destroy();
  });

  function work(run: Run, givenUp: (name: string, error: Error) => void = () => undefined): JobWorker {
    const handler = greet.handledBy({ run, givenUp: async ({ name }, error) => givenUp(name, error) });
    const worker = new JobWorker(backend, collectHandlers(catalog, [handler]), report, {
      concurrency: 4,
      lockMs: 2_000,
      stalledIntervalMs: 500,
    });
    workers.push(worker);
    return worker;
  }

  it('runs the same piece of work once, however often it is added while it waits', async () => {
    const greeted: string[] = [];
    const requests = ['a', 'b', 'a'].map((name) => greet.request({ name }));
    await queue.enqueue(requests);
    await queue.enqueue(requests);
    work(async ({ name }) => void greeted.push(name));
    await eventually(() => expect(greeted).toHaveLength(2));
    await queue.enqueue([greet.request({ name: 'last' })]);
    await eventually(() => expect(greeted.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['a', 'b', 'last']));
  });

  it('can do the same work again once it is done', async () => {
    let runs = 0;
    work(async () => void (runs += 1));
    for (const expected of [1, 2]) {
      await vi.waitFor(
        async () => {
          await queue.enqueue([greet.request({ name: 'again' })]);
          expect(runs).toBeGreaterThanOrEqual(expected);
        },
        { timeout: 20_000 },
      );
    }
    // What was added once more has run too: the next worker would have it.
    await expect
      .poll(() => queue.counts())
      .toEqual([{ queue: 'greetings', waiting: 0, active: 0, delayed: 0 }]);
  });

  it('tries again after a pause, and gives up after the last try, once', async () => {
    const attempts: number[] = [];
    const givenUp: string[] = [];
    work(
      async (_, { attempt }) => {
        attempts.push(attempt);
        throw new Error(`try ${attempt}`);
      },
      (name, error) => givenUp.push(`${name}: ${error.message}`),
    );
    await queue.enqueue([greet.request({ name: 'never' })]);
    await eventually(() => expect(givenUp).toEqual(['never: try 3']));
    expect(attempts).toEqual([1, 2, 3]);
  });

  it('aborts a try that takes too long, which counts as failed', async () => {
    const endings: string[] = [];
    work(
      ({ name }, { signal, attempt }) =>
        new Promise((resolve) => {
          if (attempt > 1) resolve(void endings.push(`${name} done`));
          signal.addEventListener('abort', () => endings.push(`${name} aborted`));
        }),
    );
    await queue.enqueue([greet.request({ name: 'slow' })]);
    await eventually(() => expect(endings).toEqual(['slow aborted', 'slow done']));
    expect(report.mock.calls.map(([, error]) => error.message)).toContain('took longer than 2000 ms');
  });

  it('counts each try by what became of it, and what waits', async () => {
    const registry = new Registry();
    observeQueue(registry, queue, dataSource);
    const { observe } = new JobMetrics(registry);
    const series = async (name: string) =>
      (await registry.metrics()).split('\n').filter((line) => line.startsWith(`${name}{`));
    await queue.enqueue(['good', 'bad'].map((name) => greet.request({ name })));
    expect(await series('queue_jobs')).toEqual([
      'queue_jobs{queue="greetings",state="waiting"} 2',
      'queue_jobs{queue="greetings",state="active"} 0',
      'queue_jobs{queue="greetings",state="delayed"} 0',
    ]);
    const handler = greet.handledBy({
      run: async ({ name }) => {
        if (name === 'bad') throw new Error('no');
      },
      givenUp: async () => undefined,
    });
    workers.push(
      new JobWorker(backend, collectHandlers(catalog, [handler]), report, defaultWorkerOptions, observe),
    );
    await vi.waitFor(
      async () =>
        expect((await series('queue_jobs_total')).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
          'queue_jobs_total{job="greet",outcome="completed"} 1',
          'queue_jobs_total{job="greet",outcome="failed"} 2',
          'queue_jobs_total{job="greet",outcome="given-up"} 1',
        ]),
      { timeout: 10_000, interval: 50 },
    );
    expect(await series('queue_jobs_running')).toEqual(['queue_jobs_running{job="greet"} 0']);
    expect(await series('queue_job_seconds_count')).toEqual(['queue_job_seconds_count{job="greet"} 4']);
  });

  it('hands the work of a stopping worker to another one, and no try is lost', async () => {
    const started = Promise.withResolvers<void>();
    const first = work((_, { signal }) => {
      started.resolve();
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopped')));
      });
    });
    await queue.enqueue([greet.request({ name: 'handed over' })]);
    await started.promise;
    const attempts: number[] = [];
    await first.close();
    workers.splice(workers.indexOf(first), 1);
    work(async (_, { attempt }) => void attempts.push(attempt));
    await eventually(() => expect(attempts).toEqual([1]));
  });

  it('gets what a transaction wrote to the outbox, and nothing of one that failed', async () => {
    const greeted: string[] = [];
    work(async ({ name }) => void greeted.push(name));
    await dataSource.transaction((transaction) =>
      writeOutbox(transaction, [greet.request({ name: 'kept' })]),
    );
    await expect(
      dataSource.transaction(async (transaction) => {
        await writeOutbox(transaction, [greet.request({ name: 'rolled back' })]);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await relayOutbox(dataSource, queue)).toBe(1);
    expect(await relayOutbox(dataSource, queue)).toBe(0);
    await eventually(() => expect(greeted).toEqual(['kept']));
  });
});

describe('the outbox while Redis is away', () => {
  it('keeps the jobs, hangs nobody, and goes on when Redis is back', async () => {
    const url = await createDatabase();
    const dataSource = createDataSource({
      url,
      poolSize: 5,
      connectTimeout: 10_000,
      statementTimeout: 60_000,
    });
    await dataSource.initialize();
    const redis = await startRedis();
    const backend: QueueBackend = { kind: 'redis', url: redis.url, keyPrefix: 'test' };
    const queue = new JobQueue(backend, () => undefined, catalog);
    await queue.ready();
    await dataSource.transaction((transaction) =>
      writeOutbox(transaction, [greet.request({ name: 'late' })]),
    );
    await redis.kill();
    await expect(relayOutbox(dataSource, queue)).rejects.toThrow(/retries per request|closed|ECONNREFUSED/);
    await redis.restart();
    const greeted: string[] = [];
    const handler = greet.handledBy({
      run: async ({ name }) => void greeted.push(name),
      givenUp: async () => undefined,
    });
    const worker = new JobWorker(backend, collectHandlers(catalog, [handler]), () => undefined);
    await vi.waitFor(() => relayOutbox(dataSource, queue), { timeout: 20_000, interval: 200 });
    await eventually(() => expect(greeted).toEqual(['late']));
    await worker.close();
    await queue.close();
    await redis.stop();
    await dataSource.destroy();
  });
});
