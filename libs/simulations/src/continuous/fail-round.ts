import type { EntityManager } from 'typeorm';
import type { RunReference } from '../result-store.js';
import type { WithoutManifest } from '../simulation.js';
import { writeRoundFailure } from './history-store.js';
import { pauseAfter } from './retry-round.js';
import { summed } from './store-round.js';

/** A round that can't be ended, of a simulation whose row is locked. */
export interface FailedRound extends RunReference {
  /** Its chunks were stored: what of them is not done is judged in the next round. */
  readonly started: boolean;
  /** Rounds in a row that have failed before. */
  readonly failuresBefore: number;
  readonly withoutManifest: WithoutManifest | undefined;
}

/**
 * Notes in the history that a round failed, and has the simulation wait until it is tried again, with whatever changes
 * meanwhile; or ends it, if too many in a row have failed. What the round has judged counts. The row of the simulation
 * must be locked: so no chunk of the round is stored any more.
 */
export async function failRound(
  transaction: EntityManager,
  round: FailedRound,
  error: string,
  now: Date,
): Promise<void> {
  const { simulation } = round;
  const failures = round.failuresBefore + 1;
  const pause = pauseAfter(failures);
  const retryAt = pause === undefined ? undefined : new Date(now.getTime() + pause);
  await writeRoundFailure(transaction, simulation, { error, failures, retryAt, now });
  const summary = JSON.stringify(await summed(transaction, simulation, round.withoutManifest));
  if (retryAt === undefined) {
    await transaction.query(`DELETE FROM simulation_pending WHERE simulation_id = $1`, [simulation]);
    await transaction.query(
      `UPDATE simulations SET status = 'failed', finished_at = $2, error = $3, summary = $4, failed_rounds = $5,
         round_error = $6, retry_at = NULL, pending_since = NULL, pending_all = '{}', pending_policies = '{}',
         version = version + 1
       WHERE id = $1`,
      [simulation, now, `${failures} rounds in a row failed. The last: ${error}`, summary, failures, error],
    );
    return;
  }
  if (round.started) await takeBack(transaction, round);
  await transaction.query(
    `UPDATE simulations SET status = 'active', summary = $2, failed_rounds = $3, round_error = $4, retry_at = $5,
       pending_since = coalesce(pending_since, $6), version = version + 1
     WHERE id = $1`,
    [simulation, summary, failures, error, retryAt, now],
  );
}

/** What is not done becomes pending again, each workload with the causes that it had, and what happened to the policies. */
async function takeBack(transaction: EntityManager, { simulation, run }: RunReference): Promise<void> {
  await transaction.query(
    `WITH undone AS MATERIALIZED (
       SELECT workloads, causes->'workloads' AS own, ARRAY(SELECT json_array_elements_text(causes->'all')) AS shared
       FROM simulation_chunks WHERE simulation_id = $1 AND run = $2 AND state <> 'done'),
     each AS (
       SELECT id, cause FROM undone, unnest(workloads) AS id, unnest(shared) AS cause
       UNION SELECT own.key::uuid, cause FROM undone, json_each(undone.own) AS own,
         json_array_elements_text(own.value) AS cause)
     INSERT INTO simulation_pending AS stored (simulation_id, workload_id, causes)
     SELECT $1, id, array_agg(cause ORDER BY cause) FROM each GROUP BY id ORDER BY id
     ON CONFLICT (simulation_id, workload_id) DO UPDATE SET causes = ARRAY(
       SELECT DISTINCT cause FROM unnest(stored.causes || excluded.causes) AS cause ORDER BY cause)`,
    [simulation, run],
  );
  await transaction.query(
    `UPDATE simulations SET pending_policies = ARRAY(
       SELECT DISTINCT json_array_elements_text(causes->'policies') AS policy FROM simulation_chunks
       WHERE simulation_id = $1 AND run = $2 AND state <> 'done' ORDER BY policy)
     WHERE id = $1`,
    [simulation, run],
  );
}
