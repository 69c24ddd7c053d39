import { type Requirement, UNKNOWN_POD } from '#libs/kubernetes';
import { firstRow, inPlaces, matchingLabels, type Reach, rows, type SqlRunner } from '#libs/persistence';
import { z } from 'zod';

/** A workload known from manifests or events; `lastDay` is undefined if no event has told of it. */
export interface ListedWorkload {
  readonly id: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly containers: readonly string[];
  readonly pods: number;
  readonly lastDay: string | undefined;
  /** Whether the inventory has a manifest of it. */
  readonly manifest: boolean;
  /** Of its pod template; undefined without a manifest. */
  readonly labels: Readonly<Record<string, string>> | undefined;
}

export interface WorkloadFilter {
  readonly cluster?: string | undefined;
  readonly namespace?: string | undefined;
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly observed?: boolean | undefined;
  /** Whether the inventory has a manifest of it. */
  readonly manifest?: boolean | undefined;
  /** Of the labels of the pod template; a workload without a manifest has none that are known, and is left out. */
  readonly labels?: readonly Requirement[] | undefined;
  /** Cluster, namespace, kind and name of the workload after which the page begins. */
  readonly after?: readonly [string, string, string, string] | undefined;
  readonly limit: number;
}

const row = z
  .object({
    id: z.string(),
    cluster: z.string(),
    namespace: z.string(),
    kind: z.string(),
    name: z.string(),
    containers: z.array(z.string()),
    pods: z.int(),
    last_day: z.string().nullable(),
    labels: z.record(z.string(), z.string()).nullable(),
  })
  .transform(({ last_day, labels, ...rest }): ListedWorkload => ({
    ...rest,
    lastDay: last_day ?? undefined,
    manifest: labels !== null,
    labels: labels ?? undefined,
  }));

/** Agents may know a pod by its name only (namedUid): that is one of those of that name whose UID others know. */
const pods = `(SELECT coalesce(sum(greatest(known, 1)), 0)::integer FROM (
    SELECT count(*) FILTER (WHERE NOT starts_with(uid, namespace || '/' || name)) AS known
    FROM runtime_pods WHERE workload_id = workload.id GROUP BY namespace, name
  ) AS names)`;

const columns = `
  id, cluster, namespace, kind, name,
  ARRAY(SELECT container.name FROM runtime_containers AS container WHERE workload_id = workload.id ORDER BY 1) AS containers,
  ${pods} AS pods,
  (SELECT max(last_day)::text FROM runtime_containers WHERE workload_id = workload.id) AS last_day,
  (SELECT template_labels FROM inventory_workloads WHERE workload_id = workload.id) AS labels`;

/** Workloads that the caller may see, in order of cluster, namespace, kind and name. */
export function listWorkloads(
  runner: SqlRunner,
  reach: Reach,
  filter: WorkloadFilter,
): Promise<ListedWorkload[]> {
  const { cluster, namespace, kind, name, observed, manifest, labels = [], after, limit } = filter;
  const parameters: unknown[] = [
    cluster ?? null,
    namespace ?? null,
    kind ?? null,
    name ?? null,
    observed ?? null,
    ...(after ?? [null, null, null, null]),
    limit,
    manifest ?? null,
  ];
  const permitted = inPlaces(reach, { cluster: 'cluster', namespace: 'namespace' }, parameters);
  const labelled =
    labels.length === 0
      ? 'TRUE'
      : `EXISTS (SELECT FROM inventory_workloads i WHERE i.workload_id = workload.id
           AND ${matchingLabels(labels, 'i.template_labels', parameters)})`;
  return rows(
    runner,
    row,
    `SELECT ${columns} FROM workloads AS workload
     WHERE ${permitted} AND ($1::text IS NULL OR cluster = $1) AND ($2::text IS NULL OR namespace = $2)
       AND ($3::text IS NULL OR kind = $3) AND ($4::text IS NULL OR name = $4)
       AND kind <> '${UNKNOWN_POD}'
       AND ($5::boolean IS NULL OR $5 = EXISTS (SELECT FROM runtime_containers WHERE workload_id = workload.id))
       AND ($6::text IS NULL OR (cluster, namespace, kind, name) > ($6, $7, $8, $9))
       AND ($11::boolean IS NULL OR $11 = EXISTS (SELECT FROM inventory_workloads WHERE workload_id = workload.id))
       AND ${labelled}
     ORDER BY cluster, namespace, kind, name LIMIT $10`,
    parameters,
  );
}

export function readWorkload(runner: SqlRunner, id: string): Promise<ListedWorkload | undefined> {
  return firstRow(
    runner,
    row,
    `SELECT ${columns} FROM workloads AS workload WHERE id = $1 AND kind <> '${UNKNOWN_POD}'`,
    [id],
  );
}
