import { currentTraceparent, withinChildSpan } from '#libs/platform';
import { trace } from '@opentelemetry/api';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import type { JobRequest } from './job.js';
import type { JobQueue } from './job-queue.js';

const outboxRow = z.object({
  id: z.string(),
  job: z.string(),
  payload: z.unknown(),
  traceparent: z.string().nullable(),
});

/** Rows handed to the queue at a time. */
const BATCH = 500;

/**
 * Jobs are written to the table `outbox` in the transaction that makes them necessary, and handed to the queue after
 * it: a transaction that fails leaves no job behind, and a process that dies between the two forgets none.
 */
export async function writeOutbox(
  transaction: EntityManager,
  requests: readonly JobRequest[],
): Promise<void> {
  if (requests.length === 0) return;
  await transaction.query(
    `INSERT INTO outbox (job, payload, traceparent) SELECT *, $3::text FROM unnest($1::text[], $2::jsonb[])`,
    [
      requests.map(({ name }) => name),
      requests.map(({ payload }) => JSON.stringify(payload)),
      currentTraceparent() ?? null,
    ],
  );
}

/**
 * Hands what stands in the outbox to the queue, oldest first, and returns how many rows that were. Several processes
 * may do it at once. Throws if the queue can't be reached; the rows stay. A row that is handed over twice, because the
 * process died before it was deleted, is one job: see `JobRequest.id`.
 */
export async function relayOutbox(dataSource: DataSource, queue: JobQueue): Promise<number> {
  // A span of its own, as it may take longer than what has caused it.
  return withinChildSpan(tracer, 'outbox relay', () => relay(dataSource, queue));
}

const tracer = trace.getTracer('policy-advisor.queue');

async function relay(dataSource: DataSource, queue: JobQueue): Promise<number> {
  let relayed = 0;
  for (;;) {
    const count = await dataSource.transaction(async (transaction) => {
      const rows = z
        .array(outboxRow)
        .parse(
          await transaction.query(
            `SELECT id, job, payload, traceparent FROM outbox ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
          ),
        );
      if (rows.length === 0) return 0;
      await queue.enqueue(
        rows.map(({ job, payload, traceparent }) => ({
          ...queue.catalog.named(job).parse(payload),
          traceparent: traceparent ?? undefined,
        })),
      );
      await transaction.query(`DELETE FROM outbox WHERE id = ANY ($1::bigint[])`, [rows.map(({ id }) => id)]);
      return rows.length;
    });
    relayed += count;
    if (count < BATCH) return relayed;
  }
}
