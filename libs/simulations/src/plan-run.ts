import { firstRow, rows } from '#libs/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import { manifestWorkloads } from './manifest-workloads.js';
import type { ChunkCauses } from './continuous/chunk-causes.js';
import type { InventorySource } from './ports.js';
import type { RunReference } from './result-store.js';
import { addSummaries } from './summaries.js';
import type { WithoutManifest } from './simulation.js';
import { joinTurns, releaseChunks } from './turns/release-chunks.js';
import { kubernetesDocument, type SimulationOrder, simulationOrder } from './simulation-order.js';

export interface PlanSettings {
  /** Workloads in a chunk. */
  readonly chunkSize: number;
  /**
   * Chunks that wait in the queue or run at a time, of all projects together: see `releaseChunks`. Each that ends brings
   * the next of its project, at the end of the line: so projects take turns, and a giant simulation holds up none of the
   * others.
   */
  readonly chunksInQueue: number;
  /** How long a continuous simulation gathers changes before its round may begin, in milliseconds. */
  readonly debounceMs: number;
}

/** The workloads of a chunk: from the inventory by id, and from the request by position of the manifest. */
export interface ChunkContent {
  readonly workloads: readonly string[];
  readonly manifests: readonly number[];
}

/**
 * Resolves the scope into chunks and puts the first ones into the queue, as far as the project has room there. A run that
 * has been planned, or has ended, is left alone. Scope is resolved here, once: what is evaluated does not change while the
 * simulation runs.
 */
export async function planRun(
  dataSource: DataSource,
  inventory: InventorySource,
  run: RunReference,
  settings: Pick<PlanSettings, 'chunkSize' | 'chunksInQueue'>,
  now: Date,
): Promise<void> {
  await dataSource.transaction(async (transaction) => {
    const locked = await lockQueuedRun(transaction, run);
    if (locked === undefined) return;
    const { request: order, project } = locked;
    const { targets, withoutManifest } = await targetsOf(transaction, inventory, run, order);
    const chunks = chunksOf(targets, settings.chunkSize);
    await insertChunks(transaction, run, chunks);
    const turn = await joinTurns(transaction, project);
    await transaction.query(
      `UPDATE simulations SET total = $2, chunks = $3, started_at = $4, without_manifest = $6, first_turn = $7,
         version = version + 1,
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
        turn,
      ],
    );
    await releaseChunks(transaction, project, settings.chunksInQueue);
  });
}

const queuedRow = z.object({ request: simulationOrder, project: z.string() });

async function lockQueuedRun(
  transaction: EntityManager,
  run: RunReference,
): Promise<z.infer<typeof queuedRow> | undefined> {
  return firstRow(
    transaction,
    queuedRow,
    `SELECT request, project FROM simulations WHERE id = $1 AND run = $2 AND status = 'queued' FOR UPDATE`,
    [run.simulation, run.run],
  );
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

/** Stores chunks, which wait for their turns. */
export async function insertChunks(
  transaction: EntityManager,
  { simulation, run }: RunReference,
  chunks: readonly ChunkContent[],
  causes?: ChunkCauses,
): Promise<void> {
  await transaction.query(
    `INSERT INTO simulation_chunks (simulation_id, run, chunk, state, workloads, manifests, causes)
     SELECT $1, $2, chunk, 'pending',
       ARRAY(SELECT json_array_elements_text(workloads)::uuid),
       ARRAY(SELECT json_array_elements_text(manifests)::int), causes
     FROM unnest($3::int[], $4::json[], $5::json[], $6::json[]) AS added (chunk, workloads, manifests, causes)`,
    [
      simulation,
      run,
      chunks.map((_, chunk) => chunk),
      chunks.map(({ workloads }) => JSON.stringify(workloads)),
      chunks.map(({ manifests }) => JSON.stringify(manifests)),
      chunks.map(({ workloads }) => (causes === undefined ? null : causesOf(causes, workloads))),
    ],
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
