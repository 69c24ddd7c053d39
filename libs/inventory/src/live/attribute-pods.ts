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
});

/**
 * The workload of a pod of the inventory: what owns its owner, else its owner, else the pod itself. Undefined while its
 * owner is of a kind that others make, and nothing is known of that object yet.
 */
function workloadOf(cluster: string, pod: z.infer<typeof podRow>): WorkloadReference | undefined {
  const { namespace } = pod;
  if (pod.owner_kind === null || pod.owner_name === null)
    return { cluster, namespace, kind: 'Pod', name: pod.name };
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

/** Finds out whose pods these are, and stores it. Returns those of which it is known. */
export async function attributePods(
  transaction: EntityManager,
  cluster: string,
  uids: readonly string[],
): Promise<readonly AttributedPod[]> {
  if (uids.length === 0) return [];
  const found = await rows(
    transaction,
    podRow,
    `SELECT p.uid, p.namespace, p.name, p.owner_kind, p.owner_name, o.owner_kind AS top_kind, o.owner_name AS top_name,
       EXISTS (
         SELECT FROM workloads w JOIN inventory_workloads i ON i.workload_id = w.id
         WHERE w.cluster = p.cluster AND w.namespace = p.namespace AND w.kind = p.owner_kind AND w.name = p.owner_name
       ) AS owner_is_workload
     FROM inventory_pods p LEFT JOIN inventory_owners o
       ON o.cluster = p.cluster AND o.namespace = p.namespace AND o.kind = p.owner_kind AND o.name = p.owner_name
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
