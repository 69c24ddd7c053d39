import type { ObservedPod } from '#libs/events';
import type { WorkloadReference } from '#libs/kubernetes';
import { rows, type SqlRunner } from '#libs/persistence';
import { z } from 'zod';
import type { OwnerReference } from '../owner-resolution.js';

/** Whose a pod is, and by what that is known. */
export interface KnownPod {
  readonly workload: WorkloadReference;
  readonly by: 'owner' | 'inventory' | 'derived';
  readonly templateHash: string | undefined;
  /** Its controller, where the inventory knows the pod and its controller. */
  readonly owner: OwnerReference | undefined;
}

const podRow = z.object({
  position: z.int(),
  kind: z.string(),
  name: z.string(),
  by: z.enum(['owner', 'inventory', 'derived']),
  template_hash: z.string().nullable(),
  owner_kind: z.string().nullable(),
  owner_name: z.string().nullable(),
});

/** Key of a pod within one answer. */
export function podKey({ cluster, namespace, pod, uid }: ObservedPod): string {
  return `${cluster}/${namespace}/${pod}/${uid ?? ''}`;
}

/**
 * The pods among these that are known one by one: to the inventory, by UID, static pods by the hash that stands for it; or
 * from before, once they have been parked for too long. An agent that gives a pod's UID with another namespace is not
 * believed. Pods without a UID: see identifyPods.
 */
export async function readKnownPods(
  runner: SqlRunner,
  pods: readonly ObservedPod[],
): Promise<ReadonlyMap<string, KnownPod>> {
  if (pods.length === 0) return new Map();
  const found = await rows(
    runner,
    podRow,
    `WITH asked AS (
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
         WITH ORDINALITY AS asked (cluster, namespace, uid, position)
     )
     SELECT a.position::int, w.kind, w.name, known.by, known.template_hash, known.owner_kind, known.owner_name
     FROM asked a CROSS JOIN LATERAL (
       SELECT * FROM (
         SELECT p.workload_id, 'inventory' AS by, 1 AS place, p.created_at, p.template_hash, p.owner_kind, p.owner_name
         FROM inventory_pods p WHERE p.cluster = a.cluster AND p.uid = a.uid AND p.namespace = a.namespace
         UNION ALL
         SELECT p.workload_id, 'inventory', 2, p.created_at, p.template_hash, p.owner_kind, p.owner_name
         FROM inventory_pods p
         WHERE p.cluster = a.cluster AND p.config_hash = a.uid AND p.config_hash IS NOT NULL
           AND p.namespace = a.namespace
         UNION ALL
         SELECT r.workload_id, r.attribution, 3, NULL, r.template_hash, NULL, NULL
         FROM runtime_pods r
         WHERE r.cluster = a.cluster AND r.uid = a.uid AND r.attribution <> 'parked' AND r.namespace = a.namespace
       ) AS any_of WHERE workload_id IS NOT NULL ORDER BY place, created_at DESC LIMIT 1
     ) AS known JOIN workloads w ON w.id = known.workload_id`,
    [
      pods.map(({ cluster }) => cluster),
      pods.map(({ namespace }) => namespace),
      pods.map(({ uid }) => uid ?? ''),
    ],
  );
  const known = new Map<string, KnownPod>();
  for (const { position, kind, name, by, template_hash, owner_kind, owner_name } of found) {
    const pod = pods[position - 1];
    if (pod === undefined) continue;
    const { cluster, namespace } = pod;
    known.set(podKey(pod), {
      workload: { cluster, namespace, kind, name },
      by,
      templateHash: template_hash ?? undefined,
      owner: owner_kind === null || owner_name === null ? undefined : { kind: owner_kind, name: owner_name },
    });
  }
  return known;
}
