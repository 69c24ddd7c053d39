import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { PooledClient } from '#libs/platform';
import { PostgresConnection, PostgresQueueBackend, Worker } from 'bullmq';
import { z } from 'zod';

const postgresModule = z.custom<{ Client: unknown }>(
  (value) => typeof value === 'object' && value !== null && 'Client' in value,
  'pg has a Client',
);

/** The parts of PostgresConnection and PostgresQueueBackend that are corrected. */
interface Opened {
  readyPromise?: Promise<void> | undefined;
}
type WaitUntilReady = (this: Opened) => Promise<void>;

const openedClass = z.custom<{ readonly prototype: { waitUntilReady: WaitUntilReady } }>(
  (value) => typeof value === 'function' && typeof value.prototype?.waitUntilReady === 'function',
  'BullMQ 6.7.0 has waitUntilReady of PostgresConnection and PostgresQueueBackend',
);

type GetNextJob = (this: unknown, ...args: unknown[]) => Promise<unknown>;

const workerClass = z.custom<{ readonly prototype: { _getNextJob: GetNextJob } }>(
  (value) => typeof value === 'function' && typeof value.prototype?._getNextJob === 'function',
  'BullMQ 6.7.0 has Worker.prototype._getNextJob',
);

/** Milliseconds between two tries of a worker to get a job from a backend that refuses. */
export const PAUSE = 250;

let corrected = false;

/**
 * What BullMQ 6.7.0 does that a process, or its Postgres, does not survive. Must run before the first queue or worker is
 * made; may run any number of times.
 *
 * - It makes the connection that it listens on itself, with the Client of the module pg, and hears of its errors only from
 *   the moment after it is connected (PostgresConnection.getListenClient): a connection that Postgres ends in between ends
 *   the process. Here it is a connection that bears that, like all others.
 * - It keeps the promise of its first connection, also one that was rejected (PostgresConnection.waitUntilReady), and each
 *   query waits for it: a process that starts while Postgres does would have no queue as long as it lives. Here a rejected
 *   one is forgotten, as BullMQ does with that of the connection that it listens on.
 * - A worker asks for its next job again at once when it was refused otherwise than by ECONNREFUSED
 *   (Worker.retryIfFailed): about a thousand connections a second to a Postgres that starts up, and a process that does
 *   nothing else where the answer is known already. Here it pauses in between.
 */
export function correctBullmq(): void {
  if (corrected) return;
  corrected = true;
  postgresModule.parse(createRequire(import.meta.url)('pg')).Client = PooledClient;
  for (const { prototype } of [PostgresConnection, PostgresQueueBackend].map((each) =>
    openedClass.parse(each),
  ))
    prototype.waitUntilReady = forgettingFailure(prototype.waitUntilReady);
  const { prototype } = workerClass.parse(Worker);
  prototype._getNextJob = pausingAfterFailure(prototype._getNextJob);
}

function forgettingFailure(waitUntilReady: WaitUntilReady): WaitUntilReady {
  return async function (this: Opened): Promise<void> {
    const ready = waitUntilReady.call(this);
    const kept = this.readyPromise;
    try {
      await ready;
    } catch (error) {
      if (this.readyPromise === kept) this.readyPromise = undefined;
      throw error;
    }
  };
}

function pausingAfterFailure(getNextJob: GetNextJob): GetNextJob {
  return async function (this: unknown, ...args: unknown[]): Promise<unknown> {
    try {
      return await getNextJob.apply(this, args);
    } catch (error) {
      await delay(PAUSE);
      throw error;
    }
  };
}
