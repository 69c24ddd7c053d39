import { type WorkloadReference, UNKNOWN_POD } from '#libs/kubernetes';
import { rows, type SqlRunner, workloadId } from '#libs/persistence';
import { z } from 'zod';
import type { WorkloadSelection } from './inventory-store.js';

/** Workloads that are named; of all others there is only their number. */
const NAMED = 20;

/** Workloads of which runtime events tell, but no manifest; `workloads` are the first in order of their keys. */
export interface WorkloadsWithoutManifest {
  readonly count: number;
  readonly workloads: WorkloadReference[];
}

const row = z.object({
  cluster: z.string(),
  namespace: z.string(),
  kind: z.string(),
  name: z.string(),
  count: z.int(),
});

/**
 * The workloads of a selection, but for those of the ids, that were observed and that the inventory does not have. Their
 * labels are not known, so a label selector leaves none of them out.
 */
export async function observedWithoutManifest(
  runner: SqlRunner,
  { clusters, namespaces, workloads }: WorkloadSelection,
  except: readonly string[],
): Promise<WorkloadsWithoutManifest> {
  const found = await rows(
    runner,
    row,
    `SELECT cluster, namespace, kind, name, count(*) OVER ()::int AS count FROM workloads w
     WHERE ($1::text[] IS NULL OR cluster = ANY ($1)) AND ($2::text[] IS NULL OR namespace = ANY ($2))
       AND ($3::uuid[] IS NULL OR id = ANY ($3)) AND id <> ALL ($4::uuid[])
       AND EXISTS (SELECT FROM runtime_containers WHERE workload_id = w.id)
       AND kind <> '${UNKNOWN_POD}'
       AND NOT EXISTS (SELECT FROM inventory_workloads WHERE workload_id = w.id)
     ORDER BY cluster, namespace, kind, name LIMIT ${NAMED}`,
    [clusters ?? null, namespaces ?? null, workloads?.map(workloadId) ?? null, except],
  );
  return {
    count: found[0]?.count ?? 0,
    workloads: found.map(({ cluster, namespace, kind, name }) => ({ cluster, namespace, kind, name })),
  };
}
