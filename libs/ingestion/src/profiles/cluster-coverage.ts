import { type Dimension, dimension, dimensionNames } from '#libs/events';
import { UNKNOWN_POD } from '#libs/kubernetes';
import { bigintColumn, inPlaces, type Reach, rows, type SqlRunner } from '#libs/persistence';
import { z } from 'zod';
import { boundedSum } from '../bounded-sum.js';

/** UTC days, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** How much of a dimension was watched in a cluster. */
export interface DimensionCoverage {
  readonly dimension: Dimension;
  /** Workloads of which a container was watched as a whole. */
  readonly watched: number;
  /** Workloads that were watched in part only. */
  readonly watchedPartly: number;
  /** Observations that agents sent, and such as they had to drop; undefined if it was not asked for. */
  readonly sent: { readonly received: number; readonly lost: number } | undefined;
}

/** What of a cluster was watched. */
export interface ClusterCoverage {
  /** Workloads that there are, from manifests or runtime events. */
  readonly workloads: number;
  /** Workloads that an agent watched, in whatever dimension. */
  readonly watched: number;
  readonly dimensions: readonly DimensionCoverage[];
  /** Nodes that agents sent from; undefined if it was not asked for. */
  readonly nodes: number | undefined;
}

const watchedRow = z.object({ dimension: dimension.nullable(), watched: z.int(), seen: z.int() });
const sentRow = z.object({ dimension, received: bigintColumn, lost: bigintColumn });
const count = z.object({ count: z.int() });

/**
 * What of the workloads of a cluster that a caller may see was watched in a window; `ofNodes`: also what agents on its nodes
 * sent and lost, which tells of all namespaces.
 */
export async function readClusterCoverage(
  runner: SqlRunner,
  reach: Reach,
  cluster: string,
  { from, to }: Days,
  { ofNodes }: { readonly ofNodes: boolean },
): Promise<ClusterCoverage> {
  const parameters: unknown[] = [cluster];
  const permitted = inPlaces(reach, { cluster: 'w.cluster', namespace: 'w.namespace' }, parameters);
  const known = `w.cluster = $1 AND w.kind <> '${UNKNOWN_POD}' AND ${permitted}`;
  const [workloads] = await rows(
    runner,
    count,
    `SELECT count(*)::int AS count FROM workloads w WHERE ${known}`,
    parameters,
  );
  const days = [parameters.push(from), parameters.push(to)];
  // Nearly all watches of a container say the same: each is taken apart once. The row without a dimension counts all.
  const watched = await rows(
    runner,
    watchedRow,
    `WITH watches AS (
       SELECT DISTINCT container.workload_id, watch.covers, watch.covers_partly
       FROM workloads w
       JOIN runtime_containers container ON container.workload_id = w.id
       JOIN runtime_watches watch ON watch.container_id = container.id
       WHERE ${known} AND watch.day BETWEEN $${days[0]}::date AND $${days[1]}::date
     )
     SELECT dimension, count(DISTINCT workload_id) FILTER (WHERE is_whole)::int AS watched,
       count(DISTINCT workload_id)::int AS seen
     FROM (
       SELECT workload_id, unnest(covers) AS dimension, TRUE AS is_whole FROM watches
       UNION ALL SELECT workload_id, unnest(covers_partly), FALSE FROM watches
       UNION ALL SELECT workload_id, NULL, FALSE FROM watches
     ) AS each GROUP BY dimension`,
    parameters,
  );
  const sent = ofNodes ? await readSent(runner, cluster, { from, to }) : undefined;
  const byDimension = new Map(watched.map((row) => [row.dimension, row]));
  return {
    workloads: workloads?.count ?? 0,
    watched: byDimension.get(null)?.seen ?? 0,
    dimensions: dimensionNames.map((name) => {
      const row = byDimension.get(name) ?? { watched: 0, seen: 0 };
      return {
        dimension: name,
        watched: row.watched,
        watchedPartly: row.seen - row.watched,
        sent: sent === undefined ? undefined : (sent.byDimension.get(name) ?? { received: 0, lost: 0 }),
      };
    }),
    nodes: sent?.nodes,
  };
}

async function readSent(runner: SqlRunner, cluster: string, { from, to }: Days) {
  const found = await rows(
    runner,
    sentRow,
    `SELECT dimension, ${boundedSum('sum(received)')}::text AS received, ${boundedSum('sum(lost)')}::text AS lost
     FROM runtime_transmissions
     WHERE cluster = $1 AND day BETWEEN $2::date AND $3::date GROUP BY dimension`,
    [cluster, from, to],
  );
  const [nodes] = await rows(
    runner,
    count,
    `SELECT count(DISTINCT node)::int AS count FROM runtime_nodes
     WHERE cluster = $1 AND day BETWEEN $2::date AND $3::date`,
    [cluster, from, to],
  );
  return {
    nodes: nodes?.count ?? 0,
    byDimension: new Map(found.map((row) => [row.dimension, { received: row.received, lost: row.lost }])),
  };
}
