import { firstRow, rows } from '#libs/persistence';
import { evaluateChunk, writeOutbox } from '#libs/queue';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import { manifestWorkloads } from './manifest-workloads.js';
import type { ChunkCauses } from './continuous/chunk-causes.js';
import type { InventorySource } from './ports.js';
import { addSummaries, type RunReference } from './result-store.js';
import type { WithoutManifest } from './simulation.js';
import { kubernetesDocument, type SimulationOrder, simulationOrder } from './simulation-order.js';

export interface PlanSettings {
  /** Workloads in a chunk. */
  readonly chunkSize: number;
  /**
   * Chunks of a simulation that are in the queue at a time. Each that ends brings the next, at the end of the line: so
   * simulations take turns, and a giant one holds up none of the others.
   */
  readonly chunksInQueue: number;
}

/** The workloads of a chunk: from the inventory by id, and from the request by position of the manifest. */
export interface ChunkContent {
  readonly workloads: readonly string[];
  readonly manifests: readonly number[];
}

/**
 * Resolves the scope into chunks and puts the first ones into the queue. A run that has been planned, or has ended, is
 * left alone. Scope is resolved here, once: what is evaluated does not change while the simulation runs.
 */
export async function planRun(
  dataSource: DataSource,
  inventory: InventorySource,
  run: RunReference,
  settings: PlanSettings,
  now: Date,
): Promise<void> {
  await dataSource.transaction(async (transaction) => {
    const order = await lockQueuedRun(transaction, run);
    if (order === undefined) return;
    const { targets, withoutManifest } = await targetsOf(transaction, inventory, run, order);
    const chunks = chunksOf(targets, settings.chunkSize);
    await insertChunks(transaction, run, chunks, settings);
    await transaction.query(
      `UPDATE simulations SET total = $2, chunks = $3, started_at = $4, without_manifest = $6, version = version + 1,
         status = CASE WHEN $2 > 0 THEN 'running' WHEN continuous THEN 'active' ELSE 'succeeded' END,
         finished_at = CASE WHEN $2 = 0 AND NOT continuous THEN $4::timestamptz END,
         evaluated_at = CASE WHEN $2 = 0 AND continuous THEN $4::timestamptz END,
         summary = CASE WHEN $2 = 0 THEN $5::json END
       WHERE id = $1`,
      [
        run.simulation,
        targets.length,
        chunks.length,
        now,
        JSON.stringify({ ...addSummaries([]), ...(withoutManifest !== undefined && { withoutManifest }) }),
        withoutManifest === undefined ? null : JSON.stringify(withoutManifest),
      ],
    );
  });
}

async function lockQueuedRun(
  transaction: EntityManager,
  run: RunReference,
): Promise<SimulationOrder | undefined> {
  const row = await firstRow(
    transaction,
    z.object({ request: simulationOrder }),
    `SELECT request FROM simulations WHERE id = $1 AND run = $2 AND status = 'queued' FOR UPDATE`,
    [run.simulation, run.run],
  );
  return row?.request;
}

/** A workload to be judged, by its id; `manifest`: the position of its document in the request. */
export interface Target {
  readonly id: string;
  readonly manifest?: number;
}

/** The workloads in scope, and what nothing can be said of. */
export async function targetsOf(
  transaction: EntityManager,
  inventory: InventorySource,
  run: RunReference,
  order: SimulationOrder,
): Promise<{
  readonly targets: readonly Target[];
  /** Undefined: the scope is the manifests of the request alone. */
  readonly withoutManifest: WithoutManifest | undefined;
}> {
  const documents = await rows(
    transaction,
    z.object({ document: kubernetesDocument }),
    `SELECT document FROM simulation_manifests WHERE simulation_id = $1 ORDER BY position`,
    [run.simulation],
  );
  const fromManifests = manifestWorkloads(
    documents.map(({ document }) => document),
    order.manifestsIn,
  );
  const { scope } = order;
  const beyondManifests = scope.manifestsOnly !== true;
  const fromInventory = beyondManifests ? await inventory.selectWorkloads(scope, 'template') : [];
  const given = fromManifests.map(({ id }) => id);
  const replaced = new Set(given);
  return {
    targets: [
      ...fromManifests.map(({ id, position }) => ({ id, manifest: position })),
      ...fromInventory.filter((id) => !replaced.has(id)).map((id) => ({ id })),
    ],
    withoutManifest: beyondManifests ? await inventory.observedWithoutManifest(scope, given) : undefined,
  };
}

/** Targets in chunks of so many. */
export function chunksOf(targets: readonly Target[], chunkSize: number): readonly ChunkContent[] {
  const chunks: ChunkContent[] = [];
  for (let start = 0; start < targets.length; start += chunkSize) {
    const members = targets.slice(start, start + chunkSize);
    chunks.push({
      workloads: members.flatMap(({ id, manifest }) => (manifest === undefined ? [id] : [])),
      manifests: members.flatMap(({ manifest }) => manifest ?? []),
    });
  }
  return chunks;
}

/** Stores chunks and puts the first of them into the queue. */
export async function insertChunks(
  transaction: EntityManager,
  { simulation, run }: RunReference,
  chunks: readonly ChunkContent[],
  { chunksInQueue, causes }: Pick<PlanSettings, 'chunksInQueue'> & { readonly causes?: ChunkCauses },
): Promise<void> {
  await transaction.query(
    `INSERT INTO simulation_chunks (simulation_id, run, chunk, state, workloads, manifests, causes)
     SELECT $1, $2, chunk, CASE WHEN chunk < $3 THEN 'queued' ELSE 'pending' END,
       ARRAY(SELECT json_array_elements_text(workloads)::uuid),
       ARRAY(SELECT json_array_elements_text(manifests)::int), causes
     FROM unnest($4::int[], $5::json[], $6::json[], $7::json[]) AS added (chunk, workloads, manifests, causes)`,
    [
      simulation,
      run,
      chunksInQueue,
      chunks.map((_, chunk) => chunk),
      chunks.map(({ workloads }) => JSON.stringify(workloads)),
      chunks.map(({ manifests }) => JSON.stringify(manifests)),
      chunks.map(({ workloads }) => (causes === undefined ? null : causesOf(causes, workloads))),
    ],
  );
  await writeOutbox(
    transaction,
    chunks.slice(0, chunksInQueue).map((_, chunk) => evaluateChunk.request({ simulation, run, chunk })),
  );
}

/** The causes that concern the workloads of a chunk, as JSON. */
function causesOf({ workloads, ...others }: ChunkCauses, ids: readonly string[]): string {
  const own = ids.flatMap((id) => {
    const causes = workloads[id];
    return causes === undefined ? [] : [[id, causes] as const];
  });
  return JSON.stringify({ ...others, workloads: Object.fromEntries(own) });
}
