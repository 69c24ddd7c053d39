import { isRecord, MIRROR_POD_ANNOTATION, workloadKinds } from '#libs/kubernetes';
import { rows } from '#libs/persistence';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { storeWorkloads } from '../inventory-store.js';
import type { InventoryWorkload } from '../read-inventory.js';

const podRow = z.object({
  namespace: z.string(),
  kind: z.string(),
  name: z.string(),
  labels: z.record(z.string(), z.string()).nullable(),
  config_hash: z.string().nullable(),
  shape: z.record(z.string(), z.unknown()),
});

/**
 * Stores the documents of those of these workloads of which nothing but pods can be seen: the pod that was created last, of those that
 * run, or else of those that have finished. It is as it is stored, so without values of environment variables. Which of them it
 * is does not depend on the order in which the watch tells of pods and of what owns them. That of a bare pod is the pod itself,
 * whatever pods it makes.
 */
export async function storePodDocuments(
  transaction: EntityManager,
  cluster: string,
  workloadIds: readonly string[],
  now: Date,
): Promise<void> {
  if (workloadIds.length === 0) return;
  const found = await rows(
    transaction,
    podRow,
    `SELECT w.namespace, w.kind, w.name, latest.labels, latest.config_hash, latest.shape
     FROM workloads w CROSS JOIN LATERAL (
       SELECT p.labels, p.config_hash, s.document AS shape
       FROM inventory_pods p JOIN inventory_shapes s ON s.cluster = p.cluster AND s.id = p.shape_id
       WHERE p.workload_id = w.id AND p.gone_at IS NULL AND (w.kind <> 'Pod' OR p.name = w.name)
       ORDER BY p.finished, p.created_at DESC, p.uid LIMIT 1
     ) AS latest
     WHERE w.id = ANY ($1::uuid[]) AND (w.kind = 'Pod' OR NOT w.kind = ANY ($2::text[]))
     ORDER BY w.id`,
    [workloadIds, [...workloadKinds.keys()]],
  );
  const workloads = found.map((row): InventoryWorkload => {
    const { namespace, kind, name, labels } = row;
    return { workload: { cluster, namespace, kind, name }, labels: labels ?? {}, document: podDocument(row) };
  });
  await storeWorkloads(transaction, cluster, { workloads }, now);
}

function podDocument({
  namespace,
  name,
  labels,
  config_hash: configHash,
  shape,
}: z.infer<typeof podRow>): Readonly<Record<string, unknown>> {
  const { annotations } = isRecord(shape['metadata']) ? shape['metadata'] : {};
  const all = {
    ...(isRecord(annotations) && annotations),
    // Admission treats static pods in its own way.
    ...(configHash !== null && { [MIRROR_POD_ANNOTATION]: configHash }),
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      labels: labels ?? {},
      ...(Object.keys(all).length > 0 && { annotations: all }),
    },
    spec: shape['spec'],
  };
}
