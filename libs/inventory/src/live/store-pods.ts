import { contentId, rows } from '#libs/persistence';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { LivePod } from './live-pod.js';

/** Documents of shapes that are kept for the pods of one owner; beyond it pods are still counted by shape. */
export const SHAPES_PER_OWNER = 50;

const uidRow = z.object({ uid: z.string() });

/**
 * Adds pods or replaces what is known of them, and the shapes that they have. Pods of which nothing has changed are not
 * written. Returns the UIDs of the others. `goneAt`: the pods are gone already, and only those are added that were not known, so that
 * what is told of them late finds whose they were.
 */
export async function storePods(
  transaction: EntityManager,
  cluster: string,
  pods: readonly LivePod[],
  goneAt?: Date,
): Promise<readonly string[]> {
  if (pods.length === 0) return [];
  const shaped = [...new Map(pods.map((pod) => [pod.uid, pod])).values()].map((pod) => {
    const text = JSON.stringify(pod.shape);
    return { pod, text, shapeId: contentId(text) };
  });
  const written = await rows(
    transaction,
    uidRow,
    `INSERT INTO inventory_pods AS stored
       (cluster, uid, namespace, name, owner_kind, owner_name, config_hash, template_hash, created_at, shape_id,
        labels, finished, gone_at)
     SELECT $1, added.*, $13::timestamptz
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[],
         $10::uuid[], $11::json[], $12::boolean[])
       AS added (uid, namespace, name, owner_kind, owner_name, config_hash, template_hash, created_at, shape_id, labels,
         finished)
     LEFT JOIN inventory_pods known ON known.cluster = $1 AND known.uid = added.uid
     WHERE known.uid IS NULL OR $13 IS NULL AND (known.gone_at IS NOT NULL
       OR (known.owner_kind, known.owner_name, known.config_hash, known.template_hash, known.shape_id,
           known.labels::text, known.finished)
         IS DISTINCT FROM
         (added.owner_kind, added.owner_name, added.config_hash, added.template_hash, added.shape_id,
           added.labels::text, added.finished))
     ON CONFLICT (cluster, uid) DO UPDATE
       SET owner_kind = excluded.owner_kind, owner_name = excluded.owner_name, config_hash = excluded.config_hash,
         template_hash = excluded.template_hash, shape_id = excluded.shape_id, labels = excluded.labels,
         finished = excluded.finished, gone_at = excluded.gone_at
     RETURNING uid`,
    [
      cluster,
      shaped.map(({ pod }) => pod.uid),
      shaped.map(({ pod }) => pod.namespace),
      shaped.map(({ pod }) => pod.name),
      shaped.map(({ pod }) => pod.owner?.kind ?? null),
      shaped.map(({ pod }) => pod.owner?.name ?? null),
      shaped.map(({ pod }) => pod.configHash ?? null),
      shaped.map(({ pod }) => pod.templateHash ?? null),
      shaped.map(({ pod }) => pod.createdAt),
      shaped.map(({ shapeId }) => shapeId),
      shaped.map(({ pod }) => JSON.stringify(pod.labels)),
      shaped.map(({ pod }) => pod.finished),
      goneAt ?? null,
    ],
  );
  const changed = new Set(written.map(({ uid }) => uid));
  const present = goneAt === undefined ? shaped.filter(({ pod }) => changed.has(pod.uid)) : [];
  await storeShapes(transaction, cluster, present);
  return [...changed];
}

interface Shaped {
  readonly pod: LivePod;
  readonly text: string;
  readonly shapeId: string;
}

async function storeShapes(
  transaction: EntityManager,
  cluster: string,
  shaped: readonly Shaped[],
): Promise<void> {
  const byId = new Map(shaped.map((each) => [each.shapeId, each]));
  if (byId.size === 0) return;
  await transaction.query(
    `WITH added AS (
       SELECT added.*, row_number() OVER (PARTITION BY namespace, owner_kind, owner_name ORDER BY id) AS place
       FROM unnest($2::uuid[], $3::json[], $4::text[], $5::text[], $6::text[])
         AS added (id, document, namespace, owner_kind, owner_name)
       WHERE NOT EXISTS (SELECT FROM inventory_shapes s WHERE s.cluster = $1 AND s.id = added.id)
     )
     INSERT INTO inventory_shapes (cluster, id, document)
     SELECT $1, id, document FROM added
     WHERE owner_kind IS NULL OR place + (
       SELECT count(DISTINCT s.id) FROM inventory_pods p
         JOIN inventory_shapes s ON s.cluster = p.cluster AND s.id = p.shape_id
       WHERE p.cluster = $1 AND p.namespace = added.namespace
         AND p.owner_kind = added.owner_kind AND p.owner_name = added.owner_name
     ) <= $7
     ON CONFLICT DO NOTHING`,
    [
      cluster,
      [...byId.keys()],
      [...byId.values()].map(({ text }) => text),
      [...byId.values()].map(({ pod }) => pod.namespace),
      [...byId.values()].map(({ pod }) => pod.owner?.kind ?? null),
      [...byId.values()].map(({ pod }) => pod.owner?.name ?? null),
      SHAPES_PER_OWNER,
    ],
  );
}

/** Marks pods as gone: those with these UIDs, or all others than these. Returns the ids of their workloads. */
export async function markPodsGone(
  transaction: EntityManager,
  cluster: string,
  which: { readonly uids: readonly string[] } | { readonly allBut: readonly string[] },
  now: Date,
): Promise<readonly string[]> {
  const [condition, uids] =
    'uids' in which
      ? [`uid = ANY ($2::text[])`, which.uids]
      : [`NOT EXISTS (SELECT FROM unnest($2::text[]) AS kept (uid) WHERE kept.uid = p.uid)`, which.allBut];
  const gone = await rows(
    transaction,
    z.object({ shape_id: z.string(), workload_id: z.string().nullable() }),
    `UPDATE inventory_pods p SET gone_at = $3 WHERE cluster = $1 AND gone_at IS NULL AND ${condition}
     RETURNING shape_id, workload_id`,
    [cluster, uids, now],
  );
  if (gone.length === 0) return [];
  await transaction.query(
    `DELETE FROM inventory_shapes s
     WHERE s.cluster = $1 AND s.id = ANY ($2::uuid[]) AND NOT EXISTS (
       SELECT FROM inventory_pods p WHERE p.cluster = $1 AND p.shape_id = s.id AND p.gone_at IS NULL)`,
    [cluster, [...new Set(gone.map(({ shape_id }) => shape_id))]],
  );
  return [...new Set(gone.flatMap(({ workload_id }) => workload_id ?? []))];
}

/** Forgets pods that were gone before that time. */
export async function forgetGonePods(
  transaction: EntityManager,
  cluster: string,
  before: Date,
): Promise<void> {
  await transaction.query(`DELETE FROM inventory_pods WHERE cluster = $1 AND gone_at < $2`, [
    cluster,
    before,
  ]);
}
