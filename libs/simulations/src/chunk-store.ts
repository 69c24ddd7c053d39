import { firstRow, rows, type SqlRunner } from '#libs/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import { insertResults, type JudgedWorkload, type RunReference } from './result-store.js';
import { addSummaries, summarise } from './summaries.js';
import { chunkCauses } from './continuous/chunk-causes.js';
import { type NotedChange, writeHistory } from './continuous/history-store.js';
import { awaitChanges, replaceResults } from './continuous/store-round.js';
import { summary, withoutManifest } from './simulation.js';
import { releaseChunks } from './turns/release-chunks.js';

export interface ChunkReference extends RunReference {
  readonly chunk: number;
}

const chunkRow = z.object({ workloads: z.array(z.uuid()), manifests: z.array(z.int()), starts: z.int() });
export type Chunk = z.infer<typeof chunkRow>;

/**
 * Notes that a worker starts at a chunk, and with the first one of a run that the run begins: from then on its time is
 * limited. Undefined: it is done already, or the run is not going on.
 */
export async function startChunk(
  runner: SqlRunner,
  reference: ChunkReference,
  now: Date,
): Promise<Chunk | undefined> {
  const started = await firstRow(
    runner,
    chunkRow.extend({ begins: z.boolean() }),
    `UPDATE simulation_chunks c SET starts = c.starts + 1
     FROM simulations s
     WHERE c.simulation_id = $1 AND c.run = $2 AND c.chunk = $3 AND c.state <> 'done'
       AND s.id = c.simulation_id AND s.run = c.run AND s.status = 'running'
     RETURNING c.workloads, c.manifests, c.starts, s.begun_at IS NULL AS begins`,
    [reference.simulation, reference.run, reference.chunk],
  );
  // On its own: it locks the simulation, which its deletion locks before the chunk.
  if (started?.begins === true) {
    await runner.query(
      `UPDATE simulations SET begun_at = $3
       WHERE id = $1 AND run = $2 AND status = 'running' AND begun_at IS NULL`,
      [reference.simulation, reference.run, now],
    );
  }
  return started;
}

/** A worker that stops gives a chunk back: that start is not held against it. */
export async function returnChunk(runner: SqlRunner, reference: ChunkReference): Promise<void> {
  await runner.query(
    `UPDATE simulation_chunks SET starts = starts - 1
     WHERE simulation_id = $1 AND run = $2 AND chunk = $3 AND state <> 'done' AND starts > 0`,
    [reference.simulation, reference.run, reference.chunk],
  );
}

export async function isRunning(runner: SqlRunner, { simulation, run }: RunReference): Promise<boolean> {
  const found = await rows(
    runner,
    z.object({ id: z.string() }),
    `SELECT id FROM simulations WHERE id = $1 AND run = $2 AND status = 'running'`,
    [simulation, run],
  );
  return found.length > 0;
}

/**
 * Stores the verdicts of a chunk, counts it as done, ends the simulation if it was the last one, and puts the next chunk
 * of the project into the queue: in one transaction, and only if no other worker was faster and the run is still going
 * on. False: nothing was stored.
 */
export async function finishChunk(
  dataSource: DataSource,
  reference: ChunkReference,
  verdicts: readonly JudgedWorkload[],
  { now, chunksInQueue }: { readonly now: Date; readonly chunksInQueue: number },
): Promise<boolean> {
  const { simulation, run, chunk } = reference;
  try {
    await dataSource.transaction(async (transaction) => {
      // The simulation first, then what belongs to it, as its deletion goes: no deadlocks.
      const going = await firstRow(
        transaction,
        z.object({ project: z.string() }),
        `SELECT project FROM simulations WHERE id = $1 AND run = $2 AND status = 'running' FOR KEY SHARE`,
        [simulation, run],
      );
      if (going === undefined) throw new NothingStored();
      const done = await firstRow(
        transaction,
        doneRow,
        `UPDATE simulation_chunks SET state = 'done', summary = $4
         WHERE simulation_id = $1 AND run = $2 AND chunk = $3 AND state <> 'done' RETURNING workloads, causes`,
        [simulation, run, chunk, JSON.stringify(summarise(verdicts))],
      );
      if (done === undefined) throw new NothingStored();
      const { workloads, causes } = done;
      // The chunks of the first run have no causes: there is nothing yet that could change.
      const changes =
        causes === null
          ? await insertFirst(transaction, reference, verdicts)
          : await replaceResults(transaction, simulation, { workloads, causes }, verdicts);
      // Last, because they lock the row of the simulation, which all its workers need.
      await writeHistory(transaction, simulation, changes, { policies: causes?.policies ?? [], now });
      await countChunk(transaction, reference, now);
      await releaseChunks(transaction, going.project, chunksInQueue);
    });
    return true;
  } catch (error) {
    if (error instanceof NothingStored) return false;
    throw error;
  }
}

class NothingStored extends Error {}

const doneRow = z.object({ workloads: z.array(z.string()), causes: chunkCauses.nullable() });

async function insertFirst(
  transaction: EntityManager,
  reference: ChunkReference,
  verdicts: readonly JudgedWorkload[],
): Promise<readonly NotedChange[]> {
  await insertResults(transaction, reference, verdicts);
  return [];
}

const countedRow = z.object({
  chunks: z.int(),
  chunks_done: z.int(),
  without_manifest: withoutManifest.nullable(),
  continuous: z.boolean(),
});

async function countChunk(transaction: EntityManager, reference: ChunkReference, now: Date): Promise<void> {
  const { simulation, run, chunk } = reference;
  const counted = await firstRow(
    transaction,
    countedRow,
    `UPDATE simulations s
     SET done = done + cardinality(c.workloads) + cardinality(c.manifests), chunks_done = chunks_done + 1,
       version = version + 1
     FROM simulation_chunks c
     WHERE s.id = $1 AND s.run = $2 AND s.status = 'running'
       AND c.simulation_id = $1 AND c.run = $2 AND c.chunk = $3
     RETURNING s.chunks, s.chunks_done, s.without_manifest, s.continuous`,
    [simulation, run, chunk],
  );
  if (counted === undefined) throw new NothingStored();
  if (counted.chunks_done < counted.chunks) return;
  if (counted.continuous) {
    await awaitChanges(transaction, simulation, counted.without_manifest ?? undefined, now);
    return;
  }
  const summaries = await rows(
    transaction,
    z.object({ summary }),
    `SELECT summary FROM simulation_chunks WHERE simulation_id = $1 AND run = $2`,
    [simulation, run],
  );
  const sum = {
    ...addSummaries(summaries.map((each) => each.summary)),
    ...(counted.without_manifest !== null && { withoutManifest: counted.without_manifest }),
  };
  await transaction.query(
    `UPDATE simulations SET status = 'succeeded', finished_at = $2, summary = $3 WHERE id = $1`,
    [simulation, now, JSON.stringify(sum)],
  );
}
