import type { WorkloadReference } from '#libs/kubernetes';
import { ensureWorkloads, rows } from '#libs/persistence';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { madeKinds, type OwnerLink } from '../read-inventory.js';

const podRow = z.object({
  uid: z.string(),
  namespace: z.string(),
  name: z.string(),
  owner_kind: z.string().nullable(),
  owner_name: z.string().nullable(),
  top_kind: z.string().nullable(),
  top_name: z.string().nullable(),
  owner_is_workload: z.boolean(),
  pod_kind: z.string().nullable(),
  pod_name: z.string().nullable(),
});

/**
 * The workload of a pod of the inventory: what owns its owner, else its owner, else the pod itself; where that is a pod again,
 * as the driver of a Spark job that makes its executors, the workload of that one. Undefined while its owner is of a kind that
 * others make, and nothing is known of that object yet.
 */
function workloadOf(cluster: string, pod: z.infer<typeof podRow>): WorkloadReference | undefined {
  const { namespace } = pod;
  if (pod.owner_kind === null || pod.owner_name === null)
    return { cluster, namespace, kind: 'Pod', name: pod.name };
  if ((pod.top_kind ?? pod.owner_kind) === 'Pod') {
    if (pod.pod_kind === null || pod.pod_name === null) return undefined;
    return { cluster, namespace, kind: pod.pod_kind, name: pod.pod_name };
  }
  if (pod.top_kind !== null && pod.top_name !== null)
    return { cluster, namespace, kind: pod.top_kind, name: pod.top_name };
  if (madeKinds.has(pod.owner_kind) && !pod.owner_is_workload) return undefined;
  return { cluster, namespace, kind: pod.owner_kind, name: pod.owner_name };
}

/** A pod and its workload. */
export interface AttributedPod {
  readonly uid: string;
  readonly workload: WorkloadReference;
}

/** Pods that make pods that make pods: so many steps down are followed. */
const MOST_STEPS = 8;

/**
 * Finds out whose pods these are, and with them those that they have made, and stores it. Returns those of which it is known.
 */
export async function attributePods(
  transaction: EntityManager,
  cluster: string,
  uids: readonly string[],
): Promise<readonly AttributedPod[]> {
  const attributed = new Map<string, AttributedPod>();
  let next = uids;
  for (let step = 0; step < MOST_STEPS && next.length > 0; step += 1) {
    const found = await attributeThese(transaction, cluster, next);
    for (const pod of found) attributed.set(pod.uid, pod);
    const made = await podsOfPods(
      transaction,
      cluster,
      found.map(({ uid }) => uid),
    );
    // Makers and what they made may have come together, in any order.
    next = made.filter((uid) => !attributed.has(uid));
  }
  return [...attributed.values()];
}

/** The UIDs of the pods that these pods own, or that belong to an object that one of these owns. */
async function podsOfPods(
  transaction: EntityManager,
  cluster: string,
  uids: readonly string[],
): Promise<readonly string[]> {
  if (uids.length === 0) return [];
  const found = await rows(
    transaction,
    z.object({ uid: z.string() }),
    `WITH maker AS (SELECT namespace, name FROM inventory_pods WHERE cluster = $1 AND uid = ANY ($2::text[])),
     owner AS (
       SELECT namespace, 'Pod' AS kind, name FROM maker
       UNION ALL
       SELECT o.namespace, o.kind, o.name FROM maker JOIN inventory_owners o
         ON o.cluster = $1 AND o.namespace = maker.namespace AND o.owner_kind = 'Pod' AND o.owner_name = maker.name
     )
     SELECT DISTINCT p.uid FROM owner JOIN inventory_pods p
       ON p.cluster = $1 AND p.namespace = owner.namespace AND p.owner_kind = owner.kind AND p.owner_name = owner.name`,
    [cluster, uids],
  );
  return found.map(({ uid }) => uid);
}

async function attributeThese(
  transaction: EntityManager,
  cluster: string,
  uids: readonly string[],
): Promise<readonly AttributedPod[]> {
  const found = await rows(
    transaction,
    podRow,
    `SELECT p.uid, p.namespace, p.name, p.owner_kind, p.owner_name, o.owner_kind AS top_kind, o.owner_name AS top_name,
       EXISTS (
         SELECT FROM workloads w JOIN inventory_workloads i ON i.workload_id = w.id
         WHERE w.cluster = p.cluster AND w.namespace = p.namespace AND w.kind = p.owner_kind AND w.name = p.owner_name
       ) AS owner_is_workload,
       maker.kind AS pod_kind, maker.name AS pod_name
     FROM inventory_pods p LEFT JOIN inventory_owners o
         ON o.cluster = p.cluster AND o.namespace = p.namespace AND o.kind = p.owner_kind AND o.name = p.owner_name
       LEFT JOIN LATERAL (
         -- Of the pods that had the name, the one that was there when this pod was made.
         SELECT w.kind, w.name FROM inventory_pods m LEFT JOIN workloads w ON w.id = m.workload_id
         WHERE m.cluster = p.cluster AND m.namespace = p.namespace
           AND m.name = coalesce(o.owner_name, p.owner_name) AND m.uid <> p.uid
         ORDER BY m.created_at <= p.created_at DESC, m.created_at DESC, m.uid LIMIT 1
       ) AS maker ON coalesce(o.owner_kind, p.owner_kind) = 'Pod'
     WHERE p.cluster = $1 AND p.uid = ANY ($2::text[])`,
    [cluster, uids],
  );
  const attributed = found.flatMap((pod) => {
    const workload = workloadOf(cluster, pod);
    return workload === undefined ? [] : [{ uid: pod.uid, workload }];
  });
  const ids = await ensureWorkloads(
    transaction,
    attributed.map(({ workload }) => workload),
  );
  await transaction.query(
    `UPDATE inventory_pods p SET workload_id = known.workload_id
     FROM unnest($2::text[], $3::uuid[]) AS known (uid, workload_id)
     WHERE p.cluster = $1 AND p.uid = known.uid AND p.workload_id IS DISTINCT FROM known.workload_id`,
    [cluster, attributed.map(({ uid }) => uid), ids],
  );
  return attributed;
}

/** The UIDs of the pods that these objects own. */
export async function podsOf(
  transaction: EntityManager,
  cluster: string,
  owners: readonly Pick<OwnerLink, 'namespace' | 'kind' | 'name'>[],
): Promise<readonly string[]> {
  if (owners.length === 0) return [];
  const found = await rows(
    transaction,
    z.object({ uid: z.string() }),
    `SELECT p.uid FROM unnest($2::text[], $3::text[], $4::text[]) AS owner (namespace, kind, name)
       JOIN inventory_pods p ON p.cluster = $1 AND p.namespace = owner.namespace
         AND p.owner_kind = owner.kind AND p.owner_name = owner.name`,
    [
      cluster,
      owners.map(({ namespace }) => namespace),
      owners.map(({ kind }) => kind),
      owners.map(({ name }) => name),
    ],
  );
  return found.map(({ uid }) => uid);
}
