import { bigintColumn, rows } from '#libs/persistence';
import { compareText } from '#libs/events';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { PodState } from '../profile-state/states.js';

/** Ids in a block: a power of two, of which the first id of a block is a multiple. */
export const BLOCK = 64;
/** Pods of a workload that get any id; those after them get ids that follow one another. Blocks are not for the many with few. */
const FIRST_PODS = 16;

const idRow = z.object({ id: z.int(), cluster: z.string(), uid: z.string() });
const blockRow = z.object({ workload_id: z.string(), pods: z.int(), next_id: z.int(), end_id: z.int() });

/**
 * Ids for those of the pods that are not known to have one: that of their row, or, for a new pod of a workload that has had
 * many, the next one of its block. Undefined: any.
 *
 * Takes the locks of the blocks in the order of their workloads, until the transaction ends. An id that is given to a pod which
 * another process stores first is lost.
 */
export async function idsOfPods(
  transaction: EntityManager,
  pods: readonly PodState[],
): Promise<ReadonlyMap<PodState, number>> {
  const unknown = pods.filter(({ id }) => id === undefined);
  if (unknown.length === 0) return new Map();
  const found = await rows(
    transaction,
    idRow,
    `SELECT id, cluster, uid FROM runtime_pods
       JOIN unnest($1::text[], $2::text[]) AS asked (cluster, uid) USING (cluster, uid)`,
    [unknown.map(({ cluster }) => cluster), unknown.map(({ uid }) => uid)],
  );
  const stored = new Map(found.map(({ id, cluster, uid }) => [`${cluster} ${uid}`, id]));
  const ids = new Map<PodState, number>();
  const fresh: PodState[] = [];
  for (const pod of unknown) {
    const id = stored.get(`${pod.cluster} ${pod.uid}`);
    if (id !== undefined) ids.set(pod, id);
    // Whose a parked pod is, is not known yet.
    else if (pod.attribution.by !== 'parked') fresh.push(pod);
  }
  if (fresh.length === 0) return ids;
  for (const [pod, id] of await newIds(transaction, fresh)) ids.set(pod, id);
  return ids;
}

async function newIds(
  transaction: EntityManager,
  pods: readonly PodState[],
): Promise<ReadonlyMap<PodState, number>> {
  const byWorkload = [...Map.groupBy(pods, ({ workloadId }) => workloadId)].sort(([a], [b]) =>
    compareText(a, b),
  );
  const blocks = await rows(
    transaction,
    blockRow,
    `INSERT INTO runtime_pod_blocks AS block (workload_id, pods)
     SELECT * FROM unnest($1::uuid[], $2::integer[])
     ON CONFLICT (workload_id) DO UPDATE SET pods = least(block.pods::bigint + excluded.pods, 2147483647)
     RETURNING workload_id, pods, next_id, end_id`,
    [byWorkload.map(([id]) => id), byWorkload.map(([, ofWorkload]) => ofWorkload.length)],
  );
  const byId = new Map(blocks.map((block) => [block.workload_id, block]));
  const wanted = byWorkload.flatMap(([id, ofWorkload]) => {
    const block = byId.get(id);
    if (block === undefined || block.pods <= FIRST_PODS) return [];
    const some = ofWorkload.slice(-Math.min(ofWorkload.length, block.pods - FIRST_PODS));
    return [{ block, pods: some, short: some.length - (block.end_id - block.next_id) }];
  });
  if (wanted.length === 0) return new Map();
  const missing = wanted.reduce((sum, { short }) => sum + Math.max(0, Math.ceil(short / BLOCK)), 0);
  const starts = await rows(
    transaction,
    z.object({ start: bigintColumn }),
    `SELECT nextval('runtime_pod_block_seq') AS start FROM generate_series(1, $1::integer)`,
    [missing],
  );
  const unused = starts.map(({ start }) => start).values();
  const ids = new Map<PodState, number>();
  const left = wanted.map(({ block: { workload_id, next_id, end_id }, pods: some }) => {
    let [next, end] = [next_id, end_id];
    for (const pod of some) {
      if (next === end) {
        const start = unused.next().value;
        if (start === undefined) throw new Error('too few blocks of ids were asked for');
        [next, end] = [start, start + BLOCK];
      }
      ids.set(pod, next);
      next += 1;
    }
    return { workload_id, next, end };
  });
  await transaction.query(
    `UPDATE runtime_pod_blocks AS block SET next_id = given.next_id, end_id = given.end_id
     FROM unnest($1::uuid[], $2::integer[], $3::integer[]) AS given (workload_id, next_id, end_id)
     WHERE block.workload_id = given.workload_id`,
    [left.map(({ workload_id }) => workload_id), left.map(({ next }) => next), left.map(({ end }) => end)],
  );
  return ids;
}
