import { connect, createServer, type Server, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type RedisServer, startRedis } from '../../../test/services/redis.js';
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
const soon = { timeout: 30_000, interval: 100 };

let servers: readonly [RedisServer, RedisServer];
let primary: RedisServer;
/** Where clients believe Redis to be: a name that a failover points to another server. */
let name: Server;
let admin: Redis;
let queue: JobQueue;
let worker: JobWorker;
const done = new Set<number>();

beforeAll(async () => {
  servers = await Promise.all([startRedis(), startRedis()]);
});
afterAll(() => Promise.all(servers.map((server) => server.stop())));

beforeEach(async () => {
  [primary] = servers;
  name = createServer((client) => forward(client, connect(Number(new URL(primary.url).port), '127.0.0.1')));
  await new Promise<void>((resolve) => name.listen(0, '127.0.0.1', resolve));
  const address = name.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const backend = { kind: 'redis', url: `redis://127.0.0.1:${address.port}`, keyPrefix: 'outage' } as const;
  admin = new Redis(primary.url);
  done.clear();
  queue = new JobQueue(backend, () => undefined, catalog);
  const handler = count.handledBy({
    run: async ({ number }) => void done.add(number),
    givenUp: async () => undefined,
  });
  worker = new JobWorker(backend, collectHandlers(catalog, [handler]), () => undefined, {
    concurrency: 2,
    lockMs: 2_000,
    stalledIntervalMs: 500,
  });
  await queue.ready();
  await queue.enqueue([count.request({ number: 0 })]);
  await vi.waitUntil(() => done.has(0), soon);
});
afterEach(async () => {
  await worker.close();
  await queue.close();
  await admin.replicaof('NO', 'ONE');
  await admin.quit();
  await new Promise((resolve) => name.close(resolve));
});

describe('a queue in Redis', () => {
  it('follows a failover, though the server that was the primary goes on as a replica', async () => {
    // Into memory at once, and not by way of a file.
    await admin.config('SET', 'repl-diskless-load', 'swapdb');
    await admin.replicaof('127.0.0.1', Number(new URL(servers[1].url).port));
    [, primary] = servers;
    await expect
      .poll(
        () =>
          queue.enqueue([count.request({ number: 1 })]).then(
            () => 'queued',
            () => 'refused',
          ),
        soon,
      )
      .toBe('queued');
    await expect.poll(() => done.has(1), soon).toBe(true);
  });

  it('refuses jobs while its memory is full, and goes on when there is room', async () => {
    await admin.config('SET', 'maxmemory', '1');
    await expect(queue.enqueue([count.request({ number: 2 })])).rejects.toThrow('OOM');
    await admin.config('SET', 'maxmemory', '0');
    await queue.enqueue([count.request({ number: 3 })]);
    await expect.poll(() => done.has(3), soon).toBe(true);
  });
});

function forward(client: Socket, server: Socket): void {
  for (const [from, to] of [
    [client, server],
    [server, client],
  ] as const) {
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  }
}
