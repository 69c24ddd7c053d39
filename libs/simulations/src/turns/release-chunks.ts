import { firstRow, rows, type SqlRunner } from '#libs/persistence';
import { evaluateChunk, writeOutbox } from '#libs/queue';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import { lockTurns } from './project-turns.js';
import { shareOf } from './share.js';

/** The next chunk of each running simulation of the project $1 that has one waiting for its turn; at most $2 of each. */
const WAITING = `simulations s CROSS JOIN LATERAL (
    SELECT chunk, s.first_turn + chunk AS turn FROM simulation_chunks
    WHERE simulation_id = s.id AND run = s.run AND state = 'pending' ORDER BY chunk LIMIT $2) AS waiting
  WHERE s.project = $1 AND s.status = 'running'`;

/**
 * The turn of the first chunk of a simulation that joins those of its project: beside the next of the others, so that it
 * waits for none of what they have left, and they not for all of it. Locks the turns of the project.
 */
export async function joinTurns(transaction: SqlRunner, project: string): Promise<number> {
  await lockTurns(transaction, project);
  const found = await firstRow(
    transaction,
    z.object({ turn: z.coerce.number() }),
    `SELECT coalesce(min(waiting.turn), 0) AS turn FROM ${WAITING}`,
    [project, 1],
  );
  return found?.turn ?? 0;
}

const turnRow = z.object({
  simulation: z.uuid(),
  run: z.int(),
  chunk: z.int(),
  turn: z.coerce.number(),
  created_at: z.date(),
});

/**
 * Puts chunks of the project into the queue until as many wait or run as its share allows, simulation by simulation in
 * turns. How many do is counted from the chunks themselves, under a lock: called twice, by several at once or not at all,
 * nothing is released beyond the share, and nothing is lost that the next call does not release. Returns how many.
 */
export async function releaseChunks(
  transaction: EntityManager,
  project: string,
  budget: number,
): Promise<number> {
  await lockTurns(transaction, project);
  const room = await roomOf(transaction, project, budget);
  if (room <= 0) return 0;
  const released = await rows(
    transaction,
    turnRow,
    `UPDATE simulation_chunks c SET state = 'queued'
     FROM (SELECT s.id, s.run, s.created_at, waiting.chunk, waiting.turn FROM ${WAITING}
       ORDER BY waiting.turn, s.created_at, s.id LIMIT $2) AS next
     WHERE c.simulation_id = next.id AND c.run = next.run AND c.chunk = next.chunk AND c.state = 'pending'
     RETURNING c.simulation_id AS simulation, c.run, c.chunk, next.turn, next.created_at`,
    [project, room],
  );
  const inOrder = released.toSorted(
    (a, b) => a.turn - b.turn || a.created_at.getTime() - b.created_at.getTime(),
  );
  await writeOutbox(
    transaction,
    inOrder.map(({ simulation, run, chunk }) => evaluateChunk.request({ simulation, run, chunk })),
  );
  return released.length;
}

async function roomOf(transaction: SqlRunner, project: string, budget: number): Promise<number> {
  const counted = await firstRow(
    transaction,
    z.object({ projects: z.int(), released: z.int() }),
    `SELECT
       (SELECT count(*)::int FROM projects p
        WHERE EXISTS (SELECT FROM simulations s WHERE s.project = p.name AND s.status = 'running')) AS projects,
       (SELECT count(*)::int FROM simulations s
          JOIN simulation_chunks c ON c.simulation_id = s.id AND c.run = s.run AND c.state = 'queued'
        WHERE s.project = $1 AND s.status = 'running') AS released`,
    [project],
  );
  return counted === undefined ? 0 : shareOf(budget, counted.projects) - counted.released;
}

const atWorkRow = z.object({ project: z.string(), released: z.int(), isWaiting: z.boolean() });

/**
 * The same for every project that has room and chunks waiting for their turn: makes good for turns that nobody passed on,
 * as of a simulation that was cancelled or deleted. Each project in a transaction of its own; of a simulation that there
 * still is, only its project.
 */
export async function releaseAllChunks(
  dataSource: DataSource,
  budget: number,
  simulation?: string,
): Promise<void> {
  const atWork = await rows(
    dataSource,
    atWorkRow,
    `SELECT s.project, bool_or(EXISTS (
         SELECT FROM simulation_chunks c WHERE c.simulation_id = s.id AND c.run = s.run AND c.state = 'pending')
         AND s.project = coalesce((SELECT project FROM simulations WHERE id = $1), s.project)) AS "isWaiting",
       sum((SELECT count(*) FROM simulation_chunks c
         WHERE c.simulation_id = s.id AND c.run = s.run AND c.state = 'queued'))::int AS released
     FROM simulations s WHERE s.status = 'running' GROUP BY s.project ORDER BY s.project`,
    [simulation ?? null],
  );
  const share = shareOf(budget, atWork.length);
  for (const { project } of atWork.filter(({ isWaiting, released }) => isWaiting && released < share)) {
    await dataSource.transaction((transaction) => releaseChunks(transaction, project, budget));
  }
}
