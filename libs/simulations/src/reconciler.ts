import { rows } from '#libs/persistence';
import { evaluateChunk, type JobQueue, planSimulation, relayOutbox } from '#libs/queue';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { failSimulation } from './simulation-store.js';

const unfinishedRow = z.object({
  id: z.uuid(),
  run: z.int(),
  status: z.enum(['queued', 'running']),
  chunks: z.array(z.int()),
});

/** Simulations looked at in one round; the oldest first, so that each has its turn. */
const AT_A_TIME = 1_000;

/**
 * Puts into the queue whatever Postgres says is unfinished, and ends what takes too long. What the queue knows of
 * already is left alone there, so this may run at any time, anywhere, and it makes good for whatever the queue forgot:
 * a Redis that lost its data, a process that died between two steps.
 */
export async function reconcileSimulations(
  dataSource: DataSource,
  queue: JobQueue,
  options: { readonly now: Date; readonly timeLimitMs: number },
): Promise<void> {
  await failOverdue(dataSource, options);
  await relayOutbox(dataSource, queue);
  const unfinished = await rows(
    dataSource,
    unfinishedRow,
    `SELECT s.id, s.run, s.status, ARRAY(
       SELECT c.chunk FROM simulation_chunks c
       WHERE c.simulation_id = s.id AND c.run = s.run AND c.state = 'queued' ORDER BY c.chunk) AS chunks
     FROM simulations s WHERE s.status IN ('queued', 'running') ORDER BY s.created_at LIMIT ${AT_A_TIME}`,
  );
  await queue.enqueue(
    unfinished.flatMap(({ id, run, status, chunks }) =>
      status === 'queued'
        ? [planSimulation.request({ simulation: id, run })]
        : chunks.map((chunk) => evaluateChunk.request({ simulation: id, run, chunk })),
    ),
  );
}

async function failOverdue(
  dataSource: DataSource,
  { now, timeLimitMs }: { readonly now: Date; readonly timeLimitMs: number },
): Promise<void> {
  const overdue = await rows(
    dataSource,
    z.object({ id: z.uuid(), run: z.int() }),
    `SELECT id, run FROM simulations WHERE status = 'running' AND coalesce(round_started_at, started_at) < $1`,
    [new Date(now.getTime() - timeLimitMs)],
  );
  for (const { id, run } of overdue) {
    const error = `It took longer than the time limit of ${timeLimitMs / 1_000} seconds.`;
    await failSimulation(dataSource, { simulation: id, run }, error, now);
  }
}
