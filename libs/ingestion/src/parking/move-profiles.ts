import { ensureWorkloads, markProfiles, rows } from '#libs/persistence';
import type { WorkloadReference } from '#libs/kubernetes';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';

/** What is kept under one workload and belongs to another. `from` holds what a single pod did, and nothing else. */
export interface ProfileMove {
  readonly from: string;
  readonly to: WorkloadReference;
  readonly cluster: string;
  readonly podUid: string;
  readonly by: 'owner' | 'inventory' | 'derived';
  readonly templateHash: string | undefined;
}

const containerRow = z.object({ from_id: z.int(), to_id: z.int() });

/**
 * Moves all that was observed of pods from the workloads that stand for them to their own: the result is the same as if it
 * had been stored there at once. Runs in a transaction, and may be repeated.
 */
export async function moveProfiles(transaction: EntityManager, moves: readonly ProfileMove[]): Promise<void> {
  if (moves.length === 0) return;
  const targets = await ensureWorkloads(
    transaction,
    moves.map(({ to }) => to),
  );
  const from = moves.map((move) => move.from);
  // Flushes that write to these containers hold a key share lock on them: they come before, or after.
  await transaction.query(
    `SELECT FROM runtime_containers WHERE workload_id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`,
    [from],
  );
  const containers = await rows(
    transaction,
    containerRow,
    `WITH moved AS (
       SELECT c.id AS from_id, move.target, c.name, c.last_day
       FROM unnest($1::uuid[], $2::uuid[]) AS move (source, target)
         JOIN runtime_containers c ON c.workload_id = move.source
     ),
     stored AS (
       INSERT INTO runtime_containers AS container (workload_id, name, last_day)
       SELECT target, name, max(last_day) FROM moved GROUP BY target, name ORDER BY target, name
       ON CONFLICT (workload_id, name) DO UPDATE SET last_day = greatest(container.last_day, excluded.last_day)
       RETURNING id, workload_id, name
     )
     SELECT moved.from_id, stored.id AS to_id
     FROM moved JOIN stored ON stored.workload_id = moved.target AND stored.name = moved.name`,
    [from, targets],
  );
  const ids = [containers.map(({ from_id }) => from_id), containers.map(({ to_id }) => to_id)];
  await transaction.query(
    `UPDATE runtime_pods p SET workload_id = move.target, attribution = move.attribution,
       template_hash = coalesce(p.template_hash, move.template_hash)
     FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::text[])
       AS move (cluster, uid, target, attribution, template_hash)
     WHERE p.cluster = move.cluster AND p.uid = move.uid AND p.attribution = 'parked'`,
    [
      moves.map(({ cluster }) => cluster),
      moves.map(({ podUid }) => podUid),
      targets,
      moves.map(({ by }) => by),
      moves.map(({ templateHash }) => templateHash ?? null),
    ],
  );
  await transaction.query(
    `WITH moved AS (
       DELETE FROM runtime_observations o USING unnest($1::integer[], $2::integer[]) AS move (source, target)
       WHERE o.container_id = move.source
       RETURNING move.target, o.item_id, o.day, o.count, o.first_ns, o.last_ns, o.pods
     )
     INSERT INTO runtime_observations AS stored (container_id, item_id, day, count, first_ns, last_ns, pods)
     SELECT target, item_id, day, sum(count), min(first_ns), max(last_ns),
       ARRAY(SELECT DISTINCT pod FROM moved m, unnest(m.pods) AS pod
         WHERE (m.target, m.item_id, m.day) = (moved.target, moved.item_id, moved.day) ORDER BY pod)
     FROM moved GROUP BY target, item_id, day ORDER BY target, item_id, day
     ON CONFLICT (container_id, item_id, day) DO UPDATE SET
       count = stored.count + excluded.count,
       first_ns = least(stored.first_ns, excluded.first_ns),
       last_ns = greatest(stored.last_ns, excluded.last_ns),
       pods = ARRAY(SELECT DISTINCT pod FROM unnest(stored.pods || excluded.pods) AS pod ORDER BY pod)`,
    ids,
  );
  await transaction.query(
    `WITH moved AS (
       DELETE FROM runtime_watches w USING unnest($1::integer[], $2::integer[]) AS move (source, target)
       WHERE w.container_id = move.source
       RETURNING move.target, w.pod_id, w.image_id, w.day, w.covers, w.covers_partly, w.from_start, w.ended,
         w.from_ns, w.to_ns
     )
     INSERT INTO runtime_watches AS stored
       (container_id, pod_id, image_id, day, covers, covers_partly, from_start, ended, from_ns, to_ns)
     SELECT * FROM moved ORDER BY target, pod_id, image_id, day
     ON CONFLICT (container_id, pod_id, image_id, day) DO UPDATE SET
       covers = ARRAY(SELECT DISTINCT name FROM unnest(stored.covers || excluded.covers) AS name ORDER BY name),
       covers_partly = ARRAY(
         SELECT DISTINCT name FROM unnest(stored.covers_partly || excluded.covers_partly) AS name ORDER BY name),
       from_start = stored.from_start OR excluded.from_start,
       ended = stored.ended OR excluded.ended,
       from_ns = least(stored.from_ns, excluded.from_ns),
       to_ns = greatest(stored.to_ns, excluded.to_ns)`,
    ids,
  );
  await markProfiles(transaction, targets);
}
