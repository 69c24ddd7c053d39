import type { WorkloadReference } from '#libs/kubernetes';
import { rows, type SqlRunner } from '#libs/persistence';
import { z } from 'zod';
import type { ObservedPod } from '../owner-resolution.js';

/** Whose a pod is, and by what that is known. */
export interface KnownPod {
  readonly workload: WorkloadReference;
  readonly by: 'owner' | 'inventory' | 'derived';
  readonly templateHash: string | undefined;
}

const podRow = z.object({
  position: z.int(),
  kind: z.string(),
  name: z.string(),
  by: z.enum(['owner', 'inventory', 'derived']),
  template_hash: z.string().nullable(),
});

/** Key of a pod within one answer. */
export function podKey({ cluster, namespace, pod, uid }: ObservedPod): string {
  return `${cluster}/${namespace}/${pod}/${uid ?? ''}`;
}

/**
 * The pods among these that are known one by one: to the inventory, by UID, static pods by the hash that stands for it, or
 * by name where the agent knows no UID (of several that had the name the latest counts); or from before, once they have been
 * parked for too long. An agent that gives a pod's UID with another namespace is not believed.
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
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
         WITH ORDINALITY AS asked (cluster, namespace, pod, uid, position)
     )
     SELECT a.position::int, w.kind, w.name, known.by, known.template_hash
     FROM asked a CROSS JOIN LATERAL (
       SELECT * FROM (
         SELECT p.workload_id, 'inventory' AS by, 1 AS place, p.created_at, p.template_hash
         FROM inventory_pods p WHERE p.cluster = a.cluster AND p.uid = a.uid AND p.namespace = a.namespace
         UNION ALL
         SELECT p.workload_id, 'inventory', 2, p.created_at, p.template_hash
         FROM inventory_pods p
         WHERE p.cluster = a.cluster AND p.config_hash = a.uid AND p.config_hash IS NOT NULL
           AND p.namespace = a.namespace
         UNION ALL
         SELECT p.workload_id, 'inventory', 3, p.created_at, p.template_hash
         FROM inventory_pods p
         WHERE p.cluster = a.cluster AND p.namespace = a.namespace AND p.name = a.pod
           AND a.uid = a.namespace || '/' || a.pod
         UNION ALL
         SELECT r.workload_id, r.attribution, 4, NULL, r.template_hash
         FROM runtime_pods r
         WHERE r.cluster = a.cluster AND r.uid = a.uid AND r.attribution <> 'parked' AND r.namespace = a.namespace
       ) AS any_of WHERE workload_id IS NOT NULL ORDER BY place, created_at DESC LIMIT 1
     ) AS known JOIN workloads w ON w.id = known.workload_id`,
    [
      pods.map(({ cluster }) => cluster),
      pods.map(({ namespace }) => namespace),
      pods.map(({ pod }) => pod),
      pods.map(({ uid }) => uid ?? ''),
    ],
  );
  const known = new Map<string, KnownPod>();
  for (const { position, kind, name, by, template_hash } of found) {
    const pod = pods[position - 1];
    if (pod === undefined) continue;
    const { cluster, namespace } = pod;
    known.set(podKey(pod), {
      workload: { cluster, namespace, kind, name },
      by,
      templateHash: template_hash ?? undefined,
    });
  }
  return known;
}
