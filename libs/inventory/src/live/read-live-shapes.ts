import { isRecord, workloadKinds } from '#libs/kubernetes';
import { rows, type SqlRunner } from '#libs/persistence';
import { decodePolicy, type PodSecurityPolicy } from '#libs/psp';
import { z } from 'zod';
import type { PoliciesByName } from './live-shapes.js';
import { SHAPES_PER_OWNER } from './store-pods.js';

type Json = Readonly<Record<string, unknown>>;

/** What a number of running pods of a workload look like. */
export interface StoredShape {
  readonly id: string;
  readonly pods: number;
  /** One of these pods goes by the name of the workload: it is that pod. */
  readonly isItself: boolean;
  /** A Pod without what differs between pods of one template, as admission left it. */
  readonly document: Json;
}

/** Shapes of a workload that are taken into account: those that most pods have. */
const MOST_SHAPES = 10;
/** Where no template is known, shapes are all that there is, and a controller may make pods of many kinds: all that are kept. */
const MOST_SHAPES_WITHOUT_TEMPLATE = SHAPES_PER_OWNER;

const shapeRow = z.object({
  workload_id: z.string(),
  id: z.string(),
  pods: z.int(),
  is_itself: z.boolean(),
  document: z.record(z.string(), z.unknown()),
});

/**
 * The shapes of the running pods of workloads, by id of the workload, those of most pods first. Only pods of the version
 * that was created last count: the others go with their version. Nor do pods that have finished, which may stay for months.
 */
export async function readLiveShapes(
  runner: SqlRunner,
  workloadIds: readonly string[],
): Promise<ReadonlyMap<string, readonly StoredShape[]>> {
  const found = await rows(
    runner,
    shapeRow,
    `WITH pods AS (
       SELECT p.*, w.kind, w.kind = 'Pod' AND w.name = p.name AS is_itself, first_value(p.template_hash) OVER (
         PARTITION BY p.workload_id ORDER BY p.created_at DESC, p.uid) AS latest
       FROM inventory_pods p JOIN workloads w ON w.id = p.workload_id
       WHERE p.workload_id = ANY ($1::uuid[]) AND p.gone_at IS NULL AND NOT p.finished
     ),
     counted AS (
       SELECT workload_id, kind, cluster, shape_id, count(*)::int AS pods, bool_or(is_itself) AS is_itself,
         row_number() OVER (PARTITION BY workload_id ORDER BY count(*) DESC, shape_id) AS place
       FROM pods WHERE template_hash IS NOT DISTINCT FROM latest GROUP BY workload_id, kind, cluster, shape_id
     )
     SELECT c.workload_id, s.id, c.pods, c.is_itself, s.document
     FROM counted c JOIN inventory_shapes s ON s.cluster = c.cluster AND s.id = c.shape_id
     WHERE c.place <= CASE WHEN c.kind = ANY ($2::text[]) THEN ${MOST_SHAPES} ELSE ${MOST_SHAPES_WITHOUT_TEMPLATE} END ORDER BY c.workload_id, c.place`,
    [workloadIds, [...workloadKinds.keys()].filter((kind) => kind !== 'Pod')],
  );
  const shapes = new Map<string, StoredShape[]>();
  for (const { workload_id, id, pods, is_itself: isItself, document } of found) {
    const metadata = isRecord(document['metadata']) ? document['metadata'] : {};
    const pod = { apiVersion: 'v1', kind: 'Pod', ...document, metadata: { name: 'live', ...metadata } };
    const known = shapes.get(workload_id);
    const shape = { id, pods, isItself, document: pod };
    if (known === undefined) shapes.set(workload_id, [shape]);
    else known.push(shape);
  }
  return shapes;
}

/** The PodSecurityPolicies of clusters, by cluster and name. */
export async function readPoliciesByName(
  runner: SqlRunner,
  clusters: readonly string[],
): Promise<ReadonlyMap<string, PoliciesByName>> {
  if (clusters.length === 0) return new Map();
  const found = await rows(
    runner,
    z.object({ cluster: z.string(), name: z.string(), document: z.unknown() }),
    `SELECT cluster, name, document FROM inventory_objects
     WHERE cluster = ANY ($1::text[]) AND kind = 'PodSecurityPolicy' ORDER BY cluster, name`,
    [[...new Set(clusters)]],
  );
  const policies = new Map<string, Map<string, PodSecurityPolicy>>();
  for (const { cluster, name, document } of found) {
    const policy = decodePolicy(document);
    if (!policy.ok) continue;
    const known = policies.get(cluster);
    if (known === undefined) policies.set(cluster, new Map([[name, policy.value]]));
    else known.set(name, policy.value);
  }
  return policies;
}
