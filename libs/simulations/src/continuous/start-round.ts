import { firstRow, rows, workloadId } from '#libs/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import { chunksOf, insertChunks, type PlanSettings, type Target, targetsOf } from '../plan-run.js';
import type { InventorySource } from '../ports.js';
import { readResultKeys, type RunReference } from '../result-store.js';
import { type SimulationOrder, simulationOrder } from '../simulation-order.js';
import { type WithoutManifest, withoutManifest } from '../simulation.js';
import { type ChangeCause, changeCause } from './change-mark.js';
import { joinTurns, releaseChunks } from '../turns/release-chunks.js';
import { awaitChanges } from './store-round.js';
import type { ChunkCauses } from './chunk-causes.js';
import { RESULTS_RUN } from './results-run.js';

const roundRow = z.object({
  request: simulationOrder,
  project: z.string(),
  pending_policies: z.array(z.string()),
  pending_all: z.array(changeCause),
  without_manifest: withoutManifest.nullable(),
});

interface RoundContent {
  readonly targets: readonly Target[];
  readonly withoutManifest: WithoutManifest | undefined;
}

/**
 * Begins the round of a continuous simulation that has the number of the run: takes the newest revisions of the policies
 * that it follows, and everything that is pending, what an earlier round failed to judge included, and puts the first
 * chunks into the queue, as far as the project has room there. Does nothing unless the
 * simulation waits for that round.
 */
export async function startRound(
  dataSource: DataSource,
  inventory: InventorySource,
  run: RunReference,
  settings: Pick<PlanSettings, 'chunkSize' | 'chunksInQueue'>,
  now: Date,
): Promise<void> {
  await dataSource.transaction(async (transaction) => {
    const { simulation } = run;
    // Locked before what is pending of it, as dispatching does: no deadlocks.
    const row = await firstRow(
      transaction,
      roundRow,
      `SELECT request, project, pending_all, pending_policies, without_manifest FROM simulations
       WHERE id = $1 AND run = $2 AND status = 'active' FOR NO KEY UPDATE`,
      [simulation, run.run - 1],
    );
    if (row === undefined) return;
    const policies = await followPolicies(transaction, simulation);
    const all: readonly ChangeCause[] =
      policies.length === 0 ? row.pending_all : [...new Set([...row.pending_all, 'policy' as const])];
    const pending = await takePending(transaction, simulation);
    const causes: ChunkCauses = {
      all: [...all],
      workloads: Object.fromEntries(pending),
      policies: [...row.pending_policies, ...policies],
    };
    const known = row.without_manifest ?? undefined;
    const content =
      all.length === 0
        ? { targets: [...pending.keys()].map((id) => ({ id })), withoutManifest: known }
        : await everything(transaction, inventory, run, row.request, [...pending.keys()]);
    await transaction.query(`DELETE FROM simulation_chunks WHERE simulation_id = $1`, [simulation]);
    const chunks = chunksOf(content.targets, settings.chunkSize);
    await insertChunks(transaction, run, chunks, causes);
    const turn = await joinTurns(transaction, row.project);
    await transaction.query(
      `UPDATE simulations SET run = $2, status = 'running', total = $3, done = 0, chunks = $4, chunks_done = 0,
         without_manifest = $5, round_started_at = $6, begun_at = NULL, first_turn = $7, retry_at = NULL, pending_since = NULL,
         pending_all = '{}', pending_policies = '{}', version = version + 1
       WHERE id = $1`,
      [
        simulation,
        run.run,
        content.targets.length,
        chunks.length,
        content.withoutManifest === undefined ? null : JSON.stringify(content.withoutManifest),
        now,
        turn,
      ],
    );
    if (chunks.length === 0) await awaitChanges(transaction, simulation, content.withoutManifest, now);
    else await releaseChunks(transaction, row.project, settings.chunksInQueue);
  });
}

const revisedRow = z.object({ name: z.string(), before: z.int(), after: z.int() });

/** Takes the newest revisions of followed policies into the simulation; returns what changed, for people. */
async function followPolicies(transaction: EntityManager, simulation: string): Promise<readonly string[]> {
  const revised = await rows(
    transaction,
    revisedRow,
    `UPDATE simulation_policies followed SET revision = p.revision, document = r.document
     FROM policies p JOIN policy_revisions r ON r.policy_id = p.id AND r.revision = p.revision,
       simulation_policies former
     WHERE followed.simulation_id = $1 AND followed.followed AND p.id = followed.policy_id
       AND p.revision <> followed.revision
       AND former.simulation_id = followed.simulation_id AND former.position = followed.position
     RETURNING followed.name, former.revision AS before, followed.revision AS after`,
    [simulation],
  );
  return revised.map(({ name, before, after }) => `policy ${name}: revision ${before} → ${after}`).toSorted();
}

async function takePending(
  transaction: EntityManager,
  simulation: string,
): Promise<ReadonlyMap<string, ChangeCause[]>> {
  const taken = await rows(
    transaction,
    z.object({ workload_id: z.string(), causes: z.array(changeCause) }),
    `DELETE FROM simulation_pending WHERE simulation_id = $1 RETURNING workload_id, causes`,
    [simulation],
  );
  return new Map(
    taken
      .toSorted((a, b) => (a.workload_id < b.workload_id ? -1 : 1))
      .map(({ workload_id, causes }) => [workload_id, causes]),
  );
}

/** The whole scope, what is pending, and whatever there is a result of: it may have left the scope unnoticed. */
async function everything(
  transaction: EntityManager,
  inventory: InventorySource,
  run: RunReference,
  order: SimulationOrder,
  pending: readonly string[],
): Promise<RoundContent> {
  const { targets, withoutManifest: missing } = await targetsOf(transaction, inventory, run, order);
  const judged = await readResultKeys(transaction, { ...run, run: RESULTS_RUN });
  const ids = new Set([...targets.map(({ id }) => id), ...judged.map(workloadId), ...pending]);
  return { targets: [...ids].map((id) => ({ id })), withoutManifest: missing };
}
