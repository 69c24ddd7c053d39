import type { EntityManager } from 'typeorm';
import type { LivePod } from './live-pod.js';

/**
 * Adds the containers of pods that the inventory has, and notes which are gone. Those that are known already are not
 * written. `forget`: containers that were gone before then are removed; a pod whose container starts over and over would
 * have ever more.
 */
export async function storeContainers(
  transaction: EntityManager,
  cluster: string,
  pods: readonly LivePod[],
  { now, forget }: { readonly now: Date; readonly forget: Date },
): Promise<void> {
  const latest = [...new Map(pods.map((pod) => [pod.uid, pod])).values()].filter(
    ({ containers }) => containers.length > 0,
  );
  if (latest.length === 0) return;
  const started = latest.flatMap(({ uid, containers }) => containers.map((each) => ({ uid, ...each })));
  const uids = latest.map(({ uid }) => uid);
  await transaction.query(
    `WITH listed AS (SELECT * FROM unnest($2::text[], $3::text[], $4::text[]) AS listed (pod_uid, id, name)),
     forgotten AS (
       DELETE FROM inventory_containers c WHERE c.cluster = $1 AND c.pod_uid = ANY ($5::text[]) AND c.gone_at < $7
         AND NOT EXISTS (SELECT FROM listed WHERE listed.id = c.id)
     ),
     gone AS (
       UPDATE inventory_containers c SET gone_at = $6
       WHERE c.cluster = $1 AND c.pod_uid = ANY ($5::text[]) AND c.gone_at IS NULL
         AND NOT EXISTS (SELECT FROM listed WHERE listed.id = c.id)
     )
     INSERT INTO inventory_containers (cluster, id, pod_uid, name)
     SELECT DISTINCT ON (listed.id) $1, listed.id, pod.uid, listed.name
     FROM listed JOIN inventory_pods pod ON pod.cluster = $1 AND pod.uid = listed.pod_uid
       LEFT JOIN inventory_containers known ON known.cluster = $1 AND known.id = listed.id
     WHERE known.id IS NULL OR known.gone_at IS NOT NULL
       OR (known.pod_uid, known.name) <> (listed.pod_uid, listed.name)
     ORDER BY listed.id, listed.pod_uid
     ON CONFLICT (cluster, id) DO UPDATE SET pod_uid = excluded.pod_uid, name = excluded.name, gone_at = NULL`,
    [
      cluster,
      started.map(({ uid }) => uid),
      started.map(({ id }) => id),
      started.map(({ name }) => name),
      uids,
      now,
      forget,
    ],
  );
}
