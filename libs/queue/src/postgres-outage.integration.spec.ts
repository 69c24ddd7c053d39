import { createDataSource } from '#libs/persistence';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createDatabase, createEmptyDatabase } from '../../../test/services/index.js';
import { type Refusal, shutDoor } from '../../../test/services/postgres-door.js';
import type { QueueBackend } from './backend.js';
import { PAUSE } from './bullmq-corrections.js';
import { collectHandlers } from './handlers.js';
import { defineJob } from './job.js';
import { JobCatalog } from './job-catalog.js';
import { JobQueue } from './job-queue.js';
import { JobWorker } from './job-worker.js';

const count = defineJob({
  name: 'count',
  queue: 'counting',
  payload: z.strictObject({ number: z.int() }),
  attempts: 3,
  backoffMs: 20,
  timeoutMs: 10_000,
  key: ({ number }) => String(number),
});
const catalog = new JobCatalog([count]);

let dataSource: DataSource;
let queueUrl: string;

beforeAll(async () => {
  queueUrl = await createEmptyDatabase();
  const url = await createDatabase();
  dataSource = createDataSource({ url, poolSize: 2, connectTimeout: 10_000, statementTimeout: 60_000 });
  await dataSource.initialize();
});
afterAll(() => dataSource.destroy());

/** A queue, a worker of it, and the numbers that it has done. */
function counting(backend: QueueBackend) {
  const done = new Set<number>();
  const handler = count.handledBy({
    run: async ({ number }) => void done.add(number),
    givenUp: async () => undefined,
  });
  const queue = new JobQueue(backend, () => undefined, catalog);
  const worker = new JobWorker(backend, collectHandlers(catalog, [handler]), () => undefined, {
    concurrency: 4,
    lockMs: 1_000,
    stalledIntervalMs: 200,
  });
  return { queue, worker, done };
}

it('a queue whose connections Postgres ends at any moment goes on, and so does its process', async () => {
  // An error that nobody catches would end the process; here it would fail the run.
  const backend = { kind: 'postgres', connectionString: queueUrl } as const;
  const { queue, worker, done } = counting(backend);
  await queue.ready();
  const numbers = Array.from({ length: 60 }, (_, number) => number);
  for (const number of numbers) {
    await queue.enqueue([count.request({ number })]).catch(() => undefined);
    await dataSource.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()`,
      [new URL(queueUrl).pathname.slice(1)],
    );
  }
  await vi.waitFor(
    async () => {
      await queue.enqueue(
        numbers.filter((number) => !done.has(number)).map((number) => count.request({ number })),
      );
      expect(done.size).toBe(60);
    },
    { timeout: 20_000, interval: 200 },
  );
  await worker.close();
  await queue.close();
});

it.each<readonly [Refusal, string]>([
  ['is starting up', 'the database system is starting up'],
  ['hangs up', 'Connection terminated unexpectedly'],
])('a queue that is opened while Postgres %s goes on once it lets in', async (refusal, reason) => {
  const door = await shutDoor(await createEmptyDatabase(), refusal);
  const backend = { kind: 'postgres', connectionString: door.url } as const;
  const { queue, worker, done } = counting(backend);
  await expect(queue.ready()).rejects.toThrow(reason);
  await expect(worker.ready()).rejects.toThrow(reason);
  await expect(queue.enqueue([count.request({ number: 1 })])).rejects.toThrow(reason);
  // It asks again and again, with a pause in between, and not a thousand times a second.
  const [begun, before] = [performance.now(), door.refused()];
  await expect.poll(() => door.refused() - before, { timeout: 20_000 }).toBeGreaterThanOrEqual(8);
  const pauses = (performance.now() - begun) / PAUSE;
  expect((door.refused() - before) / pauses).toBeLessThan(5);
  door.open();
  await queue.ready();
  await worker.ready();
  await queue.reachable();
  expect(worker.isRunning()).toBe(true);
  await queue.enqueue([count.request({ number: 2 })]);
  await vi.waitFor(() => expect(done).toEqual(new Set([2])), { timeout: 20_000 });
  await worker.close();
  await queue.close();
  await door.close();
});
