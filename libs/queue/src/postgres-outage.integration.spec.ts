import { createDataSource } from '#libs/persistence';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createDatabase, createEmptyDatabase } from '../../../test/services/index.js';
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

it('a queue whose connections Postgres ends at any moment goes on, and so does its process', async () => {
  // An error that nobody catches would end the process; here it would fail the run.
  const backend = { kind: 'postgres', connectionString: queueUrl } as const;
  const queue = new JobQueue(backend, () => undefined, catalog);
  await queue.ready();
  const done = new Set<number>();
  const handler = count.handledBy({
    run: async ({ number }) => void done.add(number),
    givenUp: async () => undefined,
  });
  const worker = new JobWorker(backend, collectHandlers(catalog, [handler]), () => undefined, {
    concurrency: 4,
    lockMs: 1_000,
    stalledIntervalMs: 200,
  });
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
