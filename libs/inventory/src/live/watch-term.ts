import { firstRow, rows, type SqlRunner } from '#libs/persistence';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { isLive } from './silence.js';

/** Somebody else watches the cluster now; nothing was written. */
export class StaleTermError extends Error {
  constructor(cluster: string) {
    super(`another collector watches cluster ${cluster} now`);
    this.name = 'StaleTermError';
  }
}

/** Who watches a cluster, and since which change of the watcher. */
export interface WatchTerm {
  readonly cluster: string;
  readonly term: number;
}

/** The term of the last watcher of a cluster; 0: it was never watched. */
export async function latestTerm(runner: SqlRunner, cluster: string): Promise<number> {
  const found = await firstRow(
    runner,
    z.object({ term: z.string().transform(Number) }),
    `SELECT term FROM cluster_watches WHERE cluster = $1`,
    [cluster],
  );
  return found?.term ?? 0;
}

/** Another cluster is watched under the same name. */
export class ClusterNameTakenError extends Error {
  constructor(cluster: string) {
    super(
      `another cluster is watched under the name ${cluster}: give one of them another KUBERNETES_CLUSTER`,
    );
    this.name = 'ClusterNameTakenError';
  }
}

/** Collectors that agree by another Lease watch the cluster: the two would take it from each other for ever. */
export class OtherLeaseError extends Error {
  constructor(cluster: string, lease: string) {
    super(
      `cluster ${cluster} is watched by a collector with the Lease ${lease}: give all of them the same ` +
        `KUBERNETES_LEASE_NAMESPACE and KUBERNETES_LEASE_NAME, or stop that one`,
    );
    this.name = 'OtherLeaseError';
  }
}

/** Who begins a term, and where. */
export interface Watcher {
  /** Names the process. */
  readonly name: string;
  /** Tells the cluster from all others: the UID of its namespace kube-system. */
  readonly clusterIdentity: string;
  /** `namespace/name` of the Lease by which it does. Absent: not known, which stands in nobody's way. */
  readonly lease?: string;
}

/**
 * Begins a term. From the moment on at which this returns true no watcher of an earlier term can write, however long it
 * was asleep. False: a later term has begun already, or this one has.
 *
 * @throws {ClusterNameTakenError} if another cluster is watched under that name at the moment
 * @throws {OtherLeaseError} if the cluster is watched by another Lease at the moment
 */
export async function beginTerm(
  dataSource: DataSource,
  { cluster, term }: WatchTerm,
  watcher: Watcher,
  now: Date,
): Promise<boolean> {
  return dataSource.transaction(async (transaction) => {
    await transaction.query(
      `INSERT INTO clusters (name, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
      [cluster, now],
    );
    const present = await firstRow(
      transaction,
      z.object({ live: z.boolean(), identity: z.string().nullable(), lease: z.string().nullable() }),
      `SELECT ${isLive('heartbeat_at')} AS live, identity, lease FROM cluster_watches WHERE cluster = $1 FOR UPDATE`,
      [cluster],
    );
    if (present?.live === true) {
      const { clusterIdentity, lease } = watcher;
      if ((present.identity ?? clusterIdentity) !== clusterIdentity) throw new ClusterNameTakenError(cluster);
      if (present.lease !== null && lease !== undefined && present.lease !== lease)
        throw new OtherLeaseError(cluster, present.lease);
    }
    const begun = await rows(
      transaction,
      z.object({ term: z.string() }),
      `INSERT INTO cluster_watches AS watch (cluster, term, watcher, identity, lease, since, heartbeat_at)
       VALUES ($1, $2, $3, $5, $6, $4, now())
       ON CONFLICT (cluster) DO UPDATE
         SET term = excluded.term, watcher = excluded.watcher, identity = excluded.identity, lease = excluded.lease,
           since = excluded.since, heartbeat_at = excluded.heartbeat_at, error = NULL, error_at = NULL
         WHERE watch.term < excluded.term
       RETURNING term`,
      [cluster, term, watcher.name, now, watcher.clusterIdentity, watcher.lease ?? null],
    );
    return begun.length > 0;
  });
}

/** Says that the watcher of this term has stopped: whoever watches next, by whichever Lease, need not wait. */
export async function endTerm(runner: SqlRunner, { cluster, term }: WatchTerm): Promise<void> {
  await runner.query(`UPDATE cluster_watches SET lease = NULL WHERE cluster = $1 AND term = $2`, [
    cluster,
    term,
  ]);
}

/**
 * To be called first in each transaction of a watcher: goes on only while its term lasts, and keeps the next one from
 * beginning until the transaction has ended. Throws `StaleTermError`.
 */
export async function holdTerm(transaction: SqlRunner, { cluster, term }: WatchTerm): Promise<void> {
  const held = await rows(
    transaction,
    z.object({ cluster: z.string() }),
    `SELECT cluster FROM cluster_watches WHERE cluster = $1 AND term = $2 FOR NO KEY UPDATE`,
    [cluster, term],
  );
  if (held.length === 0) throw new StaleTermError(cluster);
}
