import {
  createPostgresBackend,
  createRedisBackend,
  type Job as BullJob,
  type JobsOptions,
  type Processor,
  withBackend,
  type WorkerOptions,
} from 'bullmq';
import { isOfReplica, PooledClient } from '#libs/platform';
import { correctBullmq } from './bullmq-corrections.js';

/** Where the queues live: Redis, or the Postgres of everything else. */
export type QueueBackend =
  | { readonly kind: 'redis'; readonly url: string; readonly keyPrefix: string }
  | { readonly kind: 'postgres'; readonly connectionString: string };

/** Redis if there is one, else Postgres. */
export function selectBackend(settings: {
  readonly database: { readonly url: string };
  readonly redis: { readonly url: string | undefined; readonly keyPrefix: string };
}): QueueBackend {
  return settings.redis.url === undefined
    ? { kind: 'postgres', connectionString: settings.database.url }
    : { kind: 'redis', url: settings.redis.url, keyPrefix: settings.redis.keyPrefix };
}

/** What is used of BullMQ's Queue; the same on both backends. */
export interface BullQueue {
  addBulk(jobs: { name: string; data: unknown; opts: JobsOptions }[]): Promise<unknown>;
  getJobCounts(...types: ('wait' | 'active' | 'delayed')[]): Promise<Record<string, number>>;
  waitUntilReady(): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

/** What is used of BullMQ's Worker. */
export interface BullWorker {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: BullJob | undefined, error: Error) => void): unknown;
  on(event: 'stalled', listener: (jobId: string) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  isRunning(): boolean;
  cancelAllJobs(reason?: string): void;
  close(force?: boolean): Promise<void>;
  disconnect(): Promise<void>;
}

// BullMQ creates and updates its own tables there, under an advisory lock.
const postgresConnection = (connectionString: string, max: number) => ({
  connectionString,
  Client: PooledClient,
  keepAlive: true,
  schema: 'bullmq',
  migrate: true,
  max,
});

const redisConnection = (url: string, maxRetriesPerRequest: number | null) => ({
  url,
  maxRetriesPerRequest,
  reconnectOnError: isOfReplica,
});

export function openQueue(backend: QueueBackend, name: string): BullQueue {
  correctBullmq();
  if (backend.kind === 'postgres') {
    const { Queue } = withBackend(createPostgresBackend);
    return new Queue(name, { connection: postgresConnection(backend.connectionString, 2) });
  }
  const { Queue } = withBackend(createRedisBackend);
  // A producer must not hang while Redis is away: the outbox keeps what could not be queued.
  return new Queue(name, {
    connection: redisConnection(backend.url, 1),
    prefix: backend.keyPrefix,
  });
}

export type WorkerSettings = Pick<
  WorkerOptions,
  'concurrency' | 'lockDuration' | 'stalledInterval' | 'maxStalledCount'
>;

/** Milliseconds until a worker asks again that found nobody at the backend's address; BullMQ would wait for 15 s. */
const ASKS_AGAIN = 1_000;

export function openWorker(
  backend: QueueBackend,
  name: string,
  processor: Processor<unknown, void>,
  settings: WorkerSettings,
): BullWorker {
  correctBullmq();
  if (backend.kind === 'postgres') {
    const { Worker } = withBackend(createPostgresBackend);
    return new Worker(name, processor, {
      ...settings,
      runRetryDelay: ASKS_AGAIN,
      connection: postgresConnection(backend.connectionString, 3),
    });
  }
  const { Worker } = withBackend(createRedisBackend);
  return new Worker(name, processor, {
    ...settings,
    runRetryDelay: ASKS_AGAIN,
    connection: redisConnection(backend.url, null),
    prefix: backend.keyPrefix,
  });
}
