import 'reflect-metadata';
import { PersistenceModule } from '#libs/persistence';
import { loadConfig, processModule, Readiness } from '#libs/platform';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createDatabase, startRedis } from '../../../../test/services/index.js';
import { WorkerModule } from './worker.module.js';

@Module({ imports: [PersistenceModule, WorkerModule] })
class WorkerProcessModule {}

let redis: Awaited<ReturnType<typeof startRedis>>;
let worker: INestApplicationContext;

beforeAll(async () => {
  redis = await startRedis();
  const config = loadConfig(
    { DATABASE_URL: await createDatabase(), REDIS_URL: redis.url, LOG_LEVEL: 'silent' },
    { readFile: () => '' },
  );
  worker = await NestFactory.createApplicationContext(processModule(WorkerProcessModule, config, 'worker'), {
    logger: false,
    abortOnError: false,
  });
});

afterAll(async () => redis.stop());

const becomes = (ready: boolean, queue: unknown) =>
  vi.waitFor(
    async () =>
      expect(await worker.get(Readiness).report()).toEqual({ ready, checks: { database: 'ok', queue } }),
    { timeout: 15_000, interval: 50 },
  );

it('is ready while its queue can be reached, and only then', async () => {
  await becomes(true, 'ok');
  await redis.kill();
  await becomes(false, expect.stringMatching(/^(failed|timed out)$/));
  await redis.restart();
  await becomes(true, 'ok');
});

it('stops while its queue is away, and just after it has come back', async () => {
  await redis.kill();
  await becomes(false, expect.stringMatching(/^(failed|timed out)$/));
  await redis.restart();
  await worker.close();
  expect((await worker.get(Readiness).report()).ready).toBe(false);
});
