import { firstRow, rows, type SqlRunner } from '#libs/persistence';
import { type JobRequest, planSimulation, writeOutbox } from '#libs/queue';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';

/**
 * Simulations and rounds of a project that are planned, or wait for it in the queue, at a time: one that can't be planned
 * does not hold up the others while it is tried again, and a project takes no more than two workers at once.
 */
export const PLANS_IN_QUEUE = 2;

export interface DueSettings {
  readonly now: Date;
  /** How long changes are gathered before a round begins. */
  readonly debounceMs: number;
}

const dueRow = z.object({ id: z.uuid(), run: z.int() });

/**
 * What is to be planned next: of each project, or of the one of that simulation, the first ones by how long they have
 * waited; those of several projects in turns. Queueing them again does nothing, so there is nothing to be counted.
 */
export async function duePlans(
  runner: SqlRunner,
  { now, debounceMs }: DueSettings,
  simulation?: string,
): Promise<readonly JobRequest[]> {
  const due = await rows(
    runner,
    dueRow,
    `SELECT next.id, next.run FROM projects p CROSS JOIN LATERAL (
       SELECT id, run, since, row_number() OVER (ORDER BY since, id) AS place FROM (
         SELECT id, run, created_at AS since FROM simulations WHERE project = p.name AND status = 'queued'
         UNION ALL
         SELECT id, run + 1, pending_since FROM simulations
         WHERE project = p.name AND continuous AND finished_at IS NULL AND status = 'active'
           AND pending_since <= $1 AND (retry_at IS NULL OR retry_at <= $2)) AS waiting
       ORDER BY since, id LIMIT ${PLANS_IN_QUEUE}) AS next
     WHERE $3::uuid IS NULL OR p.name = (SELECT project FROM simulations WHERE id = $3)
     ORDER BY next.place, next.since, next.id`,
    [new Date(now.getTime() - debounceMs), now, simulation ?? null],
  );
  return due.map(({ id, run }) => planSimulation.request({ simulation: id, run }));
}

/** Lets those be planned that come after one of a project that was planned, or will not be. */
export async function releasePlans(
  dataSource: DataSource,
  settings: DueSettings,
  simulation: string,
): Promise<void> {
  await dataSource.transaction(async (transaction) => {
    await writeOutbox(transaction, await duePlans(transaction, settings, simulation));
  });
}

/**
 * Has a new simulation planned, unless others of its project wait already: then those that come before it see to it. To be
 * called under the lock of the project's turns.
 */
export async function queuePlan(
  transaction: EntityManager,
  project: string,
  simulation: string,
): Promise<void> {
  const counted = await firstRow(
    transaction,
    z.object({ waiting: z.int() }),
    `SELECT count(*)::int AS waiting FROM simulations WHERE project = $1 AND status = 'queued' AND id <> $2`,
    [project, simulation],
  );
  if (counted !== undefined && counted.waiting >= PLANS_IN_QUEUE) return;
  await writeOutbox(transaction, [planSimulation.request({ simulation, run: 1 })]);
}
