import type { PodIdentity } from '#libs/events';
import { ensureWorkloads, markProfiles, rows } from '#libs/persistence';
import type { WorkloadReference } from '#libs/kubernetes';
import { boundedSum } from '../bounded-sum.js';
import { addingPods, podsOf } from '../flush/pod-sets.js';
import { MOST_NODES, nodesOfBoth } from '../profile-state/nodes-of-watch.js';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';

/** What is kept under one workload and belongs to another. `from` holds what a single pod did, and nothing else. */
export interface ProfileMove {
  readonly from: string;
  readonly to: WorkloadReference;
  readonly cluster: string;
  readonly podUid: string;
  readonly by: 'owner' | 'inventory' | 'derived';
  readonly owner: { readonly kind: string; readonly name: string } | undefined;
  readonly templateHash: string | undefined;
  /** Who the pod is, where it was kept under something that only stood for its UID. */
  readonly identity: PodIdentity | undefined;
}

const containerRow = z.object({
  from_id: z.int(),
  to_id: z.int(),
  from_pod: z.int().nullable(),
  to_pod: z.int().nullable(),
});

/**
 * Moves all that was observed of pods from the workloads that stand for them to their own: the result is the same as if it
 * had been stored there at once, and of the pod that it was. Runs in a transaction, and may be repeated.
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
  const identified = moves.flatMap((move, index) => {
    const { identity } = move;
    return identity === undefined ? [] : [{ ...move, identity, target: targets[index] }];
  });
  const containers = await rows(
    transaction,
    containerRow,
    `WITH move AS (
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[])
         AS move (source, target, container, cluster, uid, new_uid)
     ),
     moved AS (
       SELECT c.id AS from_id, move.target, coalesce(move.container, c.name) AS name, c.last_day, move.cluster, move.uid,
         move.new_uid
       FROM move JOIN runtime_containers c ON c.workload_id = move.source
     ),
     stored AS (
       INSERT INTO runtime_containers AS container (workload_id, name, last_day)
       SELECT target, name, max(last_day) FROM moved GROUP BY target, name ORDER BY target, name
       ON CONFLICT (workload_id, name) DO UPDATE SET last_day = greatest(container.last_day, excluded.last_day)
       RETURNING id, workload_id, name
     ),
     stored_pods AS (
       INSERT INTO runtime_pods AS pod
         (cluster, uid, namespace, name, node, workload_id, owner_kind, owner_name, attribution, last_day, template_hash)
       SELECT DISTINCT ON (known.cluster, given.uid) known.cluster, given.uid, given.namespace, given.name, known.node,
         given.target, given.owner_kind, given.owner_name, given.attribution, known.last_day, given.template_hash
       FROM unnest($7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::uuid[], $13::text[], $14::text[],
           $15::text[], $16::text[])
         AS given (cluster, parked_uid, uid, namespace, name, target, owner_kind, owner_name, attribution, template_hash)
         JOIN runtime_pods known ON known.cluster = given.cluster AND known.uid = given.parked_uid
       ORDER BY known.cluster, given.uid, known.last_day DESC, known.node
       ON CONFLICT (cluster, uid) DO UPDATE SET
         last_day = greatest(pod.last_day, excluded.last_day),
         template_hash = coalesce(pod.template_hash, excluded.template_hash),
         workload_id = CASE WHEN pod.attribution = 'parked' THEN excluded.workload_id ELSE pod.workload_id END,
         attribution = CASE WHEN pod.attribution = 'parked' THEN excluded.attribution ELSE pod.attribution END
       RETURNING id, cluster, uid
     )
     SELECT moved.from_id, stored.id AS to_id, parked.id AS from_pod, stored_pods.id AS to_pod
     FROM moved JOIN stored ON stored.workload_id = moved.target AND stored.name = moved.name
       LEFT JOIN stored_pods ON stored_pods.cluster = moved.cluster AND stored_pods.uid = moved.new_uid
       LEFT JOIN runtime_pods parked ON parked.cluster = moved.cluster AND parked.uid = moved.uid`,
    [
      from,
      targets,
      moves.map(({ identity }) => identity?.container ?? null),
      moves.map(({ cluster }) => cluster),
      moves.map(({ podUid }) => podUid),
      moves.map(({ identity }) => identity?.uid ?? null),
      identified.map(({ cluster }) => cluster),
      identified.map(({ podUid }) => podUid),
      identified.map(({ identity }) => identity.uid),
      identified.map(({ identity }) => identity.namespace),
      identified.map(({ identity }) => identity.pod),
      identified.map(({ target }) => target),
      identified.map(({ owner }) => owner?.kind ?? null),
      identified.map(({ owner }) => owner?.name ?? null),
      identified.map(({ by }) => by),
      identified.map(({ templateHash }) => templateHash ?? null),
    ],
  );
  const ids = [
    containers.map(({ from_id }) => from_id),
    containers.map(({ to_id }) => to_id),
    containers.map(({ from_pod }) => from_pod),
    containers.map(({ from_pod, to_pod }) => to_pod ?? from_pod),
  ];
  // A pod that was kept under something else stays parked: as long as it is written to, that is moved as well.
  const itself = moves.flatMap((move, index) =>
    move.identity === undefined ? [{ ...move, target: targets[index] }] : [],
  );
  await transaction.query(
    `UPDATE runtime_pods p SET workload_id = move.target, attribution = move.attribution,
       template_hash = coalesce(p.template_hash, move.template_hash),
       owner_kind = coalesce(move.owner_kind, p.owner_kind),
       owner_name = CASE WHEN move.owner_kind IS NULL THEN p.owner_name ELSE move.owner_name END
     FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[])
       AS move (cluster, uid, target, attribution, template_hash, owner_kind, owner_name)
     WHERE p.cluster = move.cluster AND p.uid = move.uid AND p.attribution = 'parked'`,
    [
      itself.map(({ cluster }) => cluster),
      itself.map(({ podUid }) => podUid),
      itself.map(({ target }) => target),
      itself.map(({ by }) => by),
      itself.map(({ templateHash }) => templateHash ?? null),
      itself.map(({ owner }) => owner?.kind ?? null),
      itself.map(({ owner }) => owner?.name ?? null),
    ],
  );
  // No pods: those that have shown the item are said by a row that was moved before.
  await transaction.query(
    `WITH moved AS (
       DELETE FROM runtime_observations o
         USING unnest($1::integer[], $2::integer[], $3::integer[], $4::integer[]) AS move (source, target, parked, pod)
       WHERE o.container_id = move.source
       RETURNING move.target, o.item_id, o.day, o.count, o.first_ns, o.last_ns,
         array_replace(${podsOf('o')}, move.parked, move.pod) AS pods
     )
     INSERT INTO runtime_observations AS stored (container_id, item_id, day, count, first_ns, last_ns, pods)
     SELECT target, item_id, day, ${boundedSum('sum(count) FILTER (WHERE coalesce(nth, 1) = 1)')}, min(first_ns), max(last_ns),
       coalesce(array_agg(DISTINCT pod ORDER BY pod) FILTER (WHERE pod IS NOT NULL), '{}')
     FROM moved LEFT JOIN LATERAL unnest(pods) WITH ORDINALITY AS shown (pod, nth) ON true
     GROUP BY target, item_id, day ORDER BY target, item_id, day
     ON CONFLICT (container_id, item_id, day) DO UPDATE SET
       count = ${boundedSum('stored.count + excluded.count')},
       first_ns = least(stored.first_ns, excluded.first_ns),
       last_ns = greatest(stored.last_ns, excluded.last_ns),
       ${addingPods('stored')}`,
    ids,
  );
  await transaction.query(
    `WITH moved AS (
       DELETE FROM runtime_watches w
         USING unnest($1::integer[], $2::integer[], $3::integer[], $4::integer[]) AS move (source, target, parked, pod)
       WHERE w.container_id = move.source
       RETURNING move.target, CASE WHEN w.pod_id = move.parked THEN move.pod ELSE w.pod_id END AS pod_id, w.image_id, w.day,
         w.covers, w.covers_partly, w.nodes, w.from_start, w.ended, w.from_ns, w.to_ns
     )
     INSERT INTO runtime_watches AS stored
       (container_id, pod_id, image_id, day, covers, covers_partly, nodes, from_start, ended, from_ns, to_ns)
     SELECT target, pod_id, image_id, day,
       coalesce(array_agg(DISTINCT name ORDER BY name) FILTER (WHERE named = 'covers'), '{}'),
       coalesce(array_agg(DISTINCT name ORDER BY name) FILTER (WHERE named = 'covers_partly'), '{}'),
       (array_agg(DISTINCT name ORDER BY name) FILTER (WHERE named = 'nodes'))[1:${MOST_NODES}],
       bool_or(from_start), bool_or(ended), min(from_ns), max(to_ns)
     FROM moved LEFT JOIN LATERAL (
         SELECT name, 'covers' AS named FROM unnest(covers) AS name
         UNION ALL SELECT name, 'covers_partly' FROM unnest(covers_partly) AS name
         UNION ALL SELECT name, 'nodes' FROM unnest(nodes) AS name
       ) AS names ON true
     GROUP BY target, pod_id, image_id, day ORDER BY target, pod_id, image_id, day
     ON CONFLICT (container_id, pod_id, image_id, day) DO UPDATE SET
       covers = ARRAY(SELECT DISTINCT name FROM unnest(stored.covers || excluded.covers) AS name ORDER BY name),
       covers_partly = ARRAY(
         SELECT DISTINCT name FROM unnest(stored.covers_partly || excluded.covers_partly) AS name ORDER BY name),
       nodes = ${nodesOfBoth('stored.nodes', 'excluded.nodes')},
       from_start = stored.from_start OR excluded.from_start,
       ended = stored.ended OR excluded.ended,
       from_ns = least(stored.from_ns, excluded.from_ns),
       to_ns = greatest(stored.to_ns, excluded.to_ns)`,
    ids,
  );
  await markProfiles(transaction, targets);
}

/** Removes workloads that stand for pods, with all that was observed of those. Runs in a transaction. */
export async function removePlaces(transaction: EntityManager, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await transaction.query(
    `SELECT FROM runtime_containers WHERE workload_id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`,
    [ids],
  );
  for (const table of ['runtime_observations', 'runtime_watches']) {
    await transaction.query(
      `DELETE FROM ${table} stored USING runtime_containers c
       WHERE c.workload_id = ANY ($1::uuid[]) AND stored.container_id = c.id`,
      [ids],
    );
  }
  await transaction.query(`DELETE FROM workloads WHERE id = ANY ($1::uuid[])`, [ids]);
}
