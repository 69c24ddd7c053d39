import { rows, workloadId } from '#libs/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import { resultKey } from '../result-store.js';
import { addPending } from './pending.js';
import { RESULTS_RUN } from './results-run.js';

/** Workloads of a simulation that are handed out in one transaction. */
const BATCH = 5_000;

/**
 * Has continuous simulations judge those workloads again of which a result tells of a failure that may be over: nobody says
 * so, it is only told of no more. One that was told of again meanwhile is judged again too, once an hour, so that results
 * don't grow old. While a round goes on its results are left alone: it may be judging them. Several processes may do it at
 * once.
 */
export async function dispatchEndedFailures(dataSource: DataSource, now: Date): Promise<void> {
  const concerned = await rows(
    dataSource,
    z.object({ id: z.string() }),
    `SELECT s.id FROM simulations s WHERE s.continuous AND s.finished_at IS NULL AND s.status = 'active'
       AND EXISTS (SELECT FROM simulation_results r
         WHERE r.simulation_id = s.id AND r.run = $1 AND r.broken_until <= $2)`,
    [RESULTS_RUN, now],
  );
  for (const { id } of concerned) {
    await dataSource.transaction((transaction) => dispatchTo(transaction, id, now));
  }
}

async function dispatchTo(transaction: EntityManager, simulation: string, now: Date): Promise<void> {
  // Locked before what is pending of it, as rounds do it: no deadlocks.
  const waiting = await rows(
    transaction,
    z.object({ id: z.string() }),
    `SELECT id FROM simulations WHERE id = $1 AND status = 'active' FOR NO KEY UPDATE SKIP LOCKED`,
    [simulation],
  );
  if (waiting.length === 0) return;
  const over = await rows(
    transaction,
    resultKey,
    `SELECT cluster, namespace, kind, name FROM simulation_results
     WHERE simulation_id = $1 AND run = $2 AND broken_until <= $3 ORDER BY broken_until LIMIT $4`,
    [simulation, RESULTS_RUN, now, BATCH],
  );
  const pending = new Map(over.map((key) => [workloadId(key), new Set(['failure'] as const)]));
  await addPending(transaction, simulation, { pending, all: [] }, now);
}
