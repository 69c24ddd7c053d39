import { UNKNOWN_POD } from '#libs/kubernetes';
import {
  firstRow,
  inClusters,
  inPlaces,
  Reach,
  recordChange,
  rows,
  type SqlRunner,
  workloadId,
} from '#libs/persistence';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import type { WorkloadSelection } from './inventory-store.js';

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
  return `n.name, c.manifests_at, c.registered_at, coalesce(c.description, '') AS description,
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
    revision: row.revision,
  };
}

/**
 * Registers a cluster, whether or not anything is known of it yet, or says something else of one that is registered.
 * Returns whether it was not registered before. `expected` is asked for the present revision, undefined if the cluster
 * is not known at all, and throws if it is not what the caller has seen.
 */
export async function registerCluster(
  dataSource: DataSource,
  { name, description, now }: { readonly name: string; readonly description: string; readonly now: Date },
  expected: (revision: number | undefined) => void,
): Promise<{ readonly isNew: boolean }> {
  return dataSource.transaction(async (transaction) => {
    // Who registers it at the same time waits here, and then sees what the other has said.
    const added = await firstRow(
      transaction,
      z.object({ name: z.string() }),
      `INSERT INTO clusters (name, created_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING RETURNING name`,
      [name, now],
    );
    const present = await firstRow(
      transaction,
      z.object({ revision: z.int(), observed: z.boolean() }),
      `SELECT revision, EXISTS (SELECT FROM workloads w WHERE w.cluster = c.name) AS observed
       FROM clusters c WHERE name = $1 FOR UPDATE`,
      [name],
    );
    expected(added !== undefined && present?.observed !== true ? undefined : present?.revision);
    await transaction.query(`UPDATE clusters SET description = $2, revision = revision + 1 WHERE name = $1`, [
      name,
      description,
    ]);
    const registered = await firstRow(
      transaction,
      z.object({ name: z.string() }),
      `UPDATE clusters SET registered_at = $2 WHERE name = $1 AND registered_at IS NULL RETURNING name`,
      [name, now],
    );
    await recordChange(transaction, { kind: 'clusters', id: name, cluster: name });
    return { isNew: registered !== undefined };
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
  for (const [index, cluster] of clusters.entries()) {
    if ((await readCluster(runner, Reach.everything, cluster)) !== undefined) continue;
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
