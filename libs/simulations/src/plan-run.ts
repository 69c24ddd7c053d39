import { firstRow, rows } from '#libs/persistence';
import { evaluateChunk, writeOutbox } from '#libs/queue';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import { manifestWorkloads } from './manifest-workloads.js';
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
interface ChunkContent {
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
    const { chunks, withoutManifest } = await contentOf(
      transaction,
      inventory,
      run,
      order,
      settings.chunkSize,
    );
    const total = chunks.reduce(
      (sum, { workloads, manifests }) => sum + workloads.length + manifests.length,
      0,
    );
    await insertChunks(transaction, run, chunks, settings.chunksInQueue);
    await transaction.query(
      `UPDATE simulations SET total = $2, chunks = $3, started_at = $4, without_manifest = $6, version = version + 1,
         status = CASE WHEN $2 = 0 THEN 'succeeded' ELSE 'running' END,
         finished_at = CASE WHEN $2 = 0 THEN $4::timestamptz END,
         summary = CASE WHEN $2 = 0 THEN $5::json END
       WHERE id = $1`,
      [
        run.simulation,
        total,
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

/** What a run is made of, and what it can't say anything of. */
interface RunContent {
  readonly chunks: readonly ChunkContent[];
  /** Undefined: the scope is the manifests of the request alone. */
  readonly withoutManifest: WithoutManifest | undefined;
}

async function contentOf(
  transaction: EntityManager,
  inventory: InventorySource,
  run: RunReference,
  order: SimulationOrder,
  chunkSize: number,
): Promise<RunContent> {
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
  const replaced = new Set(fromManifests.map(({ id }) => id));
  const targets = [
    ...fromManifests.map(({ position }) => ({ workloads: [], manifests: [position] })),
    ...fromInventory.filter((id) => !replaced.has(id)).map((id) => ({ workloads: [id], manifests: [] })),
  ];
  const chunks: ChunkContent[] = [];
  for (let start = 0; start < targets.length; start += chunkSize) {
    const members = targets.slice(start, start + chunkSize);
    chunks.push({
      workloads: members.flatMap(({ workloads }) => workloads),
      manifests: members.flatMap(({ manifests }) => manifests),
    });
  }
  const given = fromManifests.map(({ id }) => id);
  return {
    chunks,
    withoutManifest: beyondManifests ? await inventory.observedWithoutManifest(scope, given) : undefined,
  };
}

async function insertChunks(
  transaction: EntityManager,
  { simulation, run }: RunReference,
  chunks: readonly ChunkContent[],
  chunksInQueue: number,
): Promise<void> {
  await transaction.query(
    `INSERT INTO simulation_chunks (simulation_id, run, chunk, state, workloads, manifests)
     SELECT $1, $2, chunk, CASE WHEN chunk < $3 THEN 'queued' ELSE 'pending' END,
       ARRAY(SELECT json_array_elements_text(workloads)::uuid),
       ARRAY(SELECT json_array_elements_text(manifests)::int)
     FROM unnest($4::int[], $5::json[], $6::json[]) AS added (chunk, workloads, manifests)`,
    [
      simulation,
      run,
      chunksInQueue,
      chunks.map((_, chunk) => chunk),
      chunks.map(({ workloads }) => JSON.stringify(workloads)),
      chunks.map(({ manifests }) => JSON.stringify(manifests)),
    ],
  );
  await writeOutbox(
    transaction,
    chunks.slice(0, chunksInQueue).map((_, chunk) => evaluateChunk.request({ simulation, run, chunk })),
  );
}
