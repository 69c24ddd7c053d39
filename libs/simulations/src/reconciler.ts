import { rows } from '#libs/persistence';
import { evaluateChunk, type JobQueue, relayOutbox } from '#libs/queue';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { failRun } from './fail-run.js';
import { duePlans, type DueSettings } from './turns/due-plans.js';
import { releaseAllChunks } from './turns/release-chunks.js';

const releasedRow = z.object({ simulation: z.uuid(), run: z.int(), chunk: z.int() });

/**
 * Puts into the queue whatever Postgres says is unfinished and has its turn, project by project in turns, and ends what
 * takes too long. What the queue knows of already is left alone there, so this may run at any time, anywhere, and it makes
 * good for whatever the queue forgot: a Redis that lost its data, a process that died between two steps, a turn that
 * nobody passed on. How much that is the budget of the queue bounds, not the number of simulations.
 */
export async function reconcileSimulations(
  dataSource: DataSource,
  queue: JobQueue,
  options: DueSettings & { readonly timeLimitMs: number; readonly chunksInQueue: number },
): Promise<void> {
  await failOverdue(dataSource, options);
  await releaseAllChunks(dataSource, options.chunksInQueue);
  await relayOutbox(dataSource, queue);
  const released = await rows(
    dataSource,
    releasedRow,
    `SELECT s.id AS simulation, s.run, c.chunk FROM simulations s
       JOIN simulation_chunks c ON c.simulation_id = s.id AND c.run = s.run AND c.state = 'queued'
     WHERE s.status = 'running'
     ORDER BY row_number() OVER (PARTITION BY s.project ORDER BY s.first_turn + c.chunk, s.created_at, s.id), s.project`,
  );
  await queue.enqueue([
    ...(await duePlans(dataSource, options)),
    ...released.map((chunk) => evaluateChunk.request(chunk)),
  ]);
}

/** The time limit counts from when a worker took the first chunk of the run: nobody fails for having waited. */
async function failOverdue(
  dataSource: DataSource,
  { now, timeLimitMs }: { readonly now: Date; readonly timeLimitMs: number },
): Promise<void> {
  const overdue = await rows(
    dataSource,
    z.object({ simulation: z.uuid(), run: z.int() }),
    `SELECT id AS simulation, run FROM simulations WHERE status = 'running' AND begun_at < $1`,
    [new Date(now.getTime() - timeLimitMs)],
  );
  for (const run of overdue) {
    await failRun(
      dataSource,
      run,
      `It took longer than the time limit of ${timeLimitMs / 1_000} seconds.`,
      now,
    );
  }
}
