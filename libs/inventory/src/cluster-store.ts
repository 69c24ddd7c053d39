import { UNKNOWN_POD } from '#libs/kubernetes';
import {
  firstRow,
  inClusters,
  inPlaces,
  Reach,
  recordChange,
  requireNoDeletion,
  rows,
  type SqlRunner,
  workloadId,
} from '#libs/persistence';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import type { WorkloadSelection } from './inventory-store.js';
import { podCreators } from './pod-creators.js';

/** A cluster, whether known from manifests or from runtime events. */
export interface StoredCluster {
  readonly name: string;
  /** Workloads that the inventory has a document of. */
  readonly workloads: number;
  /** Workloads known at all. */
  readonly observed: number;
  readonly manifestsAt: Date | undefined;
  /** When somebody registered it; undefined if it is known from elsewhere alone. */
  readonly registeredAt: Date | undefined;
  readonly description: string;
  /** Undefined: they are as by default. */
  readonly podCreators: z.infer<typeof podCreators> | undefined;
  /** Counts what was said of it; 0: nothing yet. */
  readonly revision: number;
}

const clusterRow = z.object({
  name: z.string(),
  workloads: z.int(),
  observed: z.int(),
  manifests_at: z.date().nullable(),
  registered_at: z.date().nullable(),
  description: z.string(),
  pod_creators: podCreators.nullable(),
  revision: z.int(),
});

// The names in `workloads` by jumping from one to the next in its index, not by reading all of it.
const allNames = `
  WITH RECURSIVE seen (name) AS (
    (SELECT cluster FROM workloads ORDER BY cluster LIMIT 1)
    UNION ALL
    SELECT (SELECT cluster FROM workloads w WHERE w.cluster > seen.name ORDER BY cluster LIMIT 1)
    FROM seen WHERE seen.name IS NOT NULL
  ),
  names (name) AS (SELECT name FROM seen WHERE name IS NOT NULL UNION SELECT name FROM clusters)`;

/** Counts are of what the caller may see. */
function columns(reach: Reach, parameters: unknown[]): string {
  const known = inPlaces(reach, { cluster: 'w.cluster', namespace: 'w.namespace' }, parameters);
  const inventoried =
    known === 'TRUE' ? known : `EXISTS (SELECT FROM workloads w WHERE w.id = i.workload_id AND ${known})`;
  return `n.name, c.manifests_at, c.registered_at, c.pod_creators, coalesce(c.description, '') AS description,
    coalesce(c.revision, 0) AS revision,
    (SELECT count(*)::int FROM inventory_workloads i WHERE i.cluster = n.name AND ${inventoried}) AS workloads,
    (SELECT count(*)::int FROM workloads w
     WHERE w.cluster = n.name AND w.kind <> '${UNKNOWN_POD}' AND ${known}) AS observed`;
}

/** Those of which the caller may see anything, in order of their names. */
export async function listClusters(
  runner: SqlRunner,
  reach: Reach,
  page: { readonly limit: number; readonly after?: string | undefined },
): Promise<readonly StoredCluster[]> {
  const parameters: unknown[] = [page.after ?? null, page.limit];
  const found = await rows(
    runner,
    clusterRow,
    `${allNames} SELECT ${columns(reach, parameters)} FROM names n LEFT JOIN clusters c ON c.name = n.name
     WHERE ($1::text IS NULL OR n.name > $1) AND ${inClusters(reach, 'n.name', parameters)}
     ORDER BY n.name LIMIT $2`,
    parameters,
  );
  return found.map(storedCluster);
}

/** Undefined: nothing is known of it. */
export async function readCluster(
  runner: SqlRunner,
  reach: Reach,
  name: string,
): Promise<StoredCluster | undefined> {
  const parameters: unknown[] = [name];
  const found = await rows(
    runner,
    clusterRow,
    `SELECT ${columns(reach, parameters)} FROM (SELECT $1::text COLLATE "C" AS name) n LEFT JOIN clusters c ON c.name = n.name
     WHERE c.name IS NOT NULL OR EXISTS (SELECT FROM workloads w WHERE w.cluster = n.name)`,
    parameters,
  );
  return found.map(storedCluster)[0];
}

function storedCluster(row: z.infer<typeof clusterRow>): StoredCluster {
  return {
    name: row.name,
    workloads: row.workloads,
    observed: row.observed,
    manifestsAt: row.manifests_at ?? undefined,
    registeredAt: row.registered_at ?? undefined,
    description: row.description,
    podCreators: row.pod_creators ?? undefined,
    revision: row.revision,
  };
}

/** What somebody says of a cluster. */
export interface ClusterRegistration {
  readonly name: string;
  readonly description: string;
  /** Absent: they are as by default. */
  readonly podCreators?: z.infer<typeof podCreators> | undefined;
}

const presentRow = z.object({
  revision: z.int(),
  registered_at: z.date().nullable(),
  changes_creators: z.boolean(),
  observed: z.boolean(),
});

/**
 * Registers a cluster, whether or not anything is known of it yet, or says something else of one that is registered.
 * Returns whether it was not registered before. Simulations that go on judge the cluster again if others create its pods.
 * `expected` is asked for the present revision, undefined if the cluster is not known at all, and throws if it is not what
 * the caller has seen.
 *
 * @throws {ConflictError} (409) if the cluster is being deleted
 */
export async function registerCluster(
  dataSource: DataSource,
  { name, description, podCreators: creators, now }: ClusterRegistration & { readonly now: Date },
  expected: (revision: number | undefined) => void,
): Promise<{ readonly isNew: boolean }> {
  return dataSource.transaction(async (transaction) => {
    await requireNoDeletion(transaction, name, []);
    // Who registers it at the same time waits here, and then sees what the other has said.
    const added = await firstRow(
      transaction,
      z.object({ name: z.string() }),
      `INSERT INTO clusters (name, created_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING RETURNING name`,
      [name, now],
    );
    const podCreatorsText = creators === undefined ? null : JSON.stringify(creators);
    const present = await firstRow(
      transaction,
      presentRow,
      `SELECT revision, registered_at, pod_creators IS DISTINCT FROM $2::jsonb AS changes_creators,
         EXISTS (SELECT FROM workloads w WHERE w.cluster = c.name) AS observed
       FROM clusters c WHERE name = $1 FOR UPDATE`,
      [name, podCreatorsText],
    );
    expected(added !== undefined && present?.observed !== true ? undefined : present?.revision);
    await transaction.query(
      `UPDATE clusters SET description = $2, pod_creators = $3::jsonb, revision = revision + 1,
         registered_at = coalesce(registered_at, $4)
       WHERE name = $1`,
      [name, description, podCreatorsText, now],
    );
    if (present?.changes_creators === true) {
      await transaction.query(
        `INSERT INTO change_marks (cause, cluster, namespace, kind)
         SELECT 'object', $1, '', 'Cluster' WHERE is_simulated_continuously()`,
        [name],
      );
    }
    const details = creators === undefined ? {} : { details: { podCreators: creators } };
    await recordChange(transaction, { kind: 'clusters', id: name, cluster: name, ...details });
    return { isNew: present?.registered_at === null };
  });
}

/** Something that a selection names and the inventory does not have; `path` is a JSON Pointer into the selection. */
export interface UnknownPart {
  readonly path: string;
  readonly detail: string;
}

/** The clusters and workloads that a selection names and nobody has ever heard of: most likely they are misspelled. */
export async function unknownInScope(
  runner: SqlRunner,
  { clusters = [], workloads = [] }: WorkloadSelection,
): Promise<readonly UnknownPart[]> {
  const unknown: UnknownPart[] = [];
  const knownClusters = new Set(
    (clusters.length === 0 ? [] : await namedClusters(runner, clusters)).map(({ name }) => name),
  );
  for (const [index, cluster] of clusters.entries()) {
    if (knownClusters.has(cluster)) continue;
    unknown.push({ path: `/clusters/${index}`, detail: `there is no cluster ${cluster}` });
  }
  const ids = workloads.map(workloadId);
  const found = await rows(
    runner,
    z.object({ workload_id: z.string() }),
    `SELECT workload_id FROM inventory_workloads WHERE workload_id = ANY ($1::uuid[])`,
    [ids],
  );
  const known = new Set(found.map((row) => row.workload_id));
  for (const [index, { cluster, namespace, kind, name }] of workloads.entries()) {
    if (known.has(ids[index] ?? '')) continue;
    const detail = `the inventory of cluster ${cluster} has no ${kind} ${namespace}/${name}`;
    unknown.push({ path: `/workloads/${index}`, detail });
  }
  return unknown;
}

function namedClusters(runner: SqlRunner, names: readonly string[]) {
  return rows(
    runner,
    z.object({ name: z.string() }),
    `SELECT name FROM unnest($1::text[]) AS asked (name)
     WHERE EXISTS (SELECT FROM clusters c WHERE c.name = asked.name)
        OR EXISTS (SELECT FROM workloads w WHERE w.cluster = asked.name)`,
    [names],
  );
}
