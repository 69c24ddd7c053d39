import { rows } from '#libs/persistence';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';

/**
 * Why a workload is judged again. `manifest`, `pods`: what the inventory knows of it changed; `object`: a service account,
 * RBAC object or policy of its cluster did; `profile`: something new was observed; `decision`: somebody decided about its
 * profile; `failure`: pods of it began to fail, or what failed was not told of again; `policy`: a followed policy has a new
 * revision; `rescan`: it was looked at again after a while.
 */
export const changeCause = z.enum([
  'manifest',
  'pods',
  'object',
  'profile',
  'decision',
  'failure',
  'policy',
  'rescan',
]);
export type ChangeCause = z.infer<typeof changeCause>;

/** That something changed: a workload, a policy, or an object of a kind in a cluster and namespace ('': none). */
export type ChangeMark =
  | { readonly cause: ChangeCause; readonly workload: MarkedWorkload }
  | { readonly cause: ChangeCause; readonly policy: string }
  | { readonly cause: ChangeCause; readonly object: ChangedObject };

export interface MarkedWorkload {
  readonly id: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
}

export interface ChangedObject {
  readonly cluster: string;
  readonly namespace: string;
  readonly kind: string;
}

const markRow = z.object({
  cause: changeCause,
  workload_id: z.string().nullable(),
  policy_id: z.string().nullable(),
  cluster: z.string().nullable(),
  namespace: z.string().nullable(),
  kind: z.string().nullable(),
  name: z.string().nullable(),
});

/**
 * Takes marks out of the table, the oldest first. Marks of transactions that have not ended stay for the next time, and so
 * do those that somebody else is taking. Marks of workloads that were deleted altogether say nothing to anybody.
 */
export async function takeMarks(transaction: EntityManager, atMost: number): Promise<readonly ChangeMark[]> {
  const taken = await rows(
    transaction,
    markRow,
    `WITH taken AS (
       DELETE FROM change_marks WHERE id IN (
         SELECT id FROM change_marks ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING *)
     SELECT DISTINCT taken.cause, taken.workload_id, taken.policy_id, coalesce(w.cluster, taken.cluster) AS cluster,
       coalesce(w.namespace, taken.namespace) AS namespace, coalesce(w.kind, taken.kind) AS kind, w.name
     FROM taken LEFT JOIN workloads w ON w.id = taken.workload_id`,
    [atMost],
  );
  return taken.flatMap((row) => markOf(row) ?? []);
}

function markOf({ cause, ...row }: z.infer<typeof markRow>): ChangeMark | undefined {
  const { workload_id: id, policy_id: policy, cluster, namespace, kind, name } = row;
  if (policy !== null) return { cause, policy };
  if (cluster === null || namespace === null || kind === null) return undefined;
  if (id === null) return { cause, object: { cluster, namespace, kind } };
  return name === null ? undefined : { cause, workload: { id, cluster, namespace, kind, name } };
}
