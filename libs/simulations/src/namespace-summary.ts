import { NO_POLICY, outcome } from '#libs/advisor';
import { rows, type SqlRunner } from '#libs/persistence';
import { z } from 'zod';
import type { RunReference } from './result-store.js';

/** How the workloads of a namespace fare. */
export const namespaceSummary = z.object({
  cluster: z.string(),
  namespace: z.string(),
  workloads: z.int().min(0),
  verdicts: z.record(outcome, z.int().min(0)),
  withoutPolicy: z
    .int()
    .min(0)
    .meta({ description: 'Of those that break: those without a policy that they may use.' }),
  brokenToday: z
    .int()
    .min(0)
    .meta({ description: 'Those of which pods fail today already, whatever their verdict.' }),
});
export type NamespaceSummary = z.infer<typeof namespaceSummary>;

/**
 * Results counted by namespace, in order of cluster and namespace, at most `limit`; those that are there already, while
 * the simulation runs. Counted when they are asked for: a cluster may have thousands of namespaces.
 */
export async function readNamespaces(
  runner: SqlRunner,
  { simulation, run }: RunReference,
  page: {
    readonly limit: number;
    readonly after?: Pick<NamespaceSummary, 'cluster' | 'namespace'> | undefined;
  },
): Promise<readonly NamespaceSummary[]> {
  return rows(
    runner,
    namespaceSummary,
    `SELECT cluster, namespace, count(*)::int AS workloads, json_build_object(
       'passes', count(*) FILTER (WHERE verdict = 'passes'),
       'at-risk', count(*) FILTER (WHERE verdict = 'at-risk'),
       'breaks', count(*) FILTER (WHERE verdict = 'breaks')) AS verdicts,
       (count(*) FILTER (WHERE fields @> ARRAY[$6]::text[]))::int AS "withoutPolicy",
       count(broken_until)::int AS "brokenToday"
     FROM simulation_results
     WHERE simulation_id = $1 AND run = $2 AND ($3::text IS NULL OR (cluster, namespace) > ($3, $4::text))
     GROUP BY cluster, namespace ORDER BY cluster, namespace LIMIT $5`,
    [simulation, run, page.after?.cluster ?? null, page.after?.namespace ?? null, page.limit, NO_POLICY],
  );
}
