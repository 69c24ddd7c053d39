import { ConflictError } from '#libs/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { inPlaces } from '../access/reach-conditions.js';
import type { Reach } from '../access/reach.js';
import { recordChange } from '../audit/audit-log.js';
import { bigintColumn, firstRow, rows, type SqlRunner } from '../rows.js';

export const deletionStatus = z.enum(['queued', 'running', 'succeeded']);

/** The deletion of a cluster's or namespace's data, and how far it is. */
export interface StoredDeletion {
  readonly id: string;
  readonly cluster: string;
  readonly namespace: string | undefined;
  readonly status: z.infer<typeof deletionStatus>;
  /** Rows removed so far. */
  readonly removed: number;
  /** How often it failed on the way; it is tried until it succeeds. */
  readonly tries: number;
  readonly requestedAt: Date;
  readonly requestedBy: string;
  readonly finishedAt: Date | undefined;
}

const row = z
  .object({
    id: z.string(),
    cluster: z.string(),
    namespace: z.string().nullable(),
    status: deletionStatus,
    removed: bigintColumn,
    tries: z.int(),
    requested_at: z.date(),
    requested_by: z.string(),
    finished_at: z.date().nullable(),
  })
  .transform(({ namespace, requested_at, requested_by, finished_at, ...rest }): StoredDeletion => ({
    ...rest,
    namespace: namespace ?? undefined,
    requestedAt: requested_at,
    requestedBy: requested_by,
    finishedAt: finished_at ?? undefined,
  }));

const columns = `id, cluster, namespace, status, removed, tries, requested_at, requested_by, finished_at`;

/** Of the advisory locks by cluster that order deletions and what is stored of the cluster. */
const deletionLock = 4_711_320;

/**
 * Stores a deletion; returns the one that has not ended yet instead, if there is one of the same data. What is being stored
 * behind `requireNoDeletion` is waited for: it came before.
 */
export async function requestDeletion(
  transaction: EntityManager,
  wanted: {
    readonly id: string;
    readonly cluster: string;
    readonly namespace: string | undefined;
    readonly by: string;
  },
): Promise<StoredDeletion> {
  const { id, cluster, namespace = null, by } = wanted;
  await transaction.query(`SELECT pg_advisory_xact_lock(${deletionLock}, hashtext($1))`, [cluster]);
  // The time is that of now, not of the beginning of the transaction: what was waited for is older.
  // An update that changes nothing returns the row that was there, and locks it.
  const stored = await firstRow(
    transaction,
    row,
    `INSERT INTO deletions AS stored (id, cluster, namespace, status, requested_at, requested_by)
     VALUES ($1, $2, $3, 'queued', clock_timestamp(), $4)
     ON CONFLICT (cluster, coalesce(namespace, '')) WHERE status <> 'succeeded'
       DO UPDATE SET requested_by = stored.requested_by
     RETURNING ${columns}`,
    [id, cluster, namespace, by],
  );
  if (stored === undefined) throw new Error('a stored deletion was not returned');
  if (stored.id === id) {
    await recordChange(transaction, {
      kind: 'deletions',
      id,
      cluster: wanted.cluster,
      namespace: wanted.namespace,
    });
  }
  return stored;
}

export function readDeletion(runner: SqlRunner, id: string): Promise<StoredDeletion | undefined> {
  return firstRow(runner, row, `SELECT ${columns} FROM deletions WHERE id = $1`, [id]);
}

/** The deletion of a cluster as a whole that has not ended yet. */
export function unfinishedDeletion(runner: SqlRunner, cluster: string): Promise<StoredDeletion | undefined> {
  return firstRow(
    runner,
    row,
    `SELECT ${columns} FROM deletions WHERE cluster = $1 AND namespace IS NULL AND status <> 'succeeded'`,
    [cluster],
  );
}

/**
 * To be called first in a transaction that stores what is said of a cluster: while a deletion of the cluster goes on, or of
 * one of the namespaces, its later steps would remove that as well. No such deletion is requested before the transaction has
 * ended.
 *
 * @throws {ConflictError} (409) if there is a deletion that has not ended
 */
export async function requireNoDeletion(
  transaction: EntityManager,
  cluster: string,
  namespaces: readonly string[] | 'all',
): Promise<void> {
  await transaction.query(`SELECT pg_advisory_xact_lock_shared(${deletionLock}, hashtext($1))`, [cluster]);
  const deletion = await firstRow(
    transaction,
    row,
    `SELECT ${columns} FROM deletions
     WHERE cluster = $1 AND status <> 'succeeded'
       AND (namespace IS NULL OR $2::text[] IS NULL OR namespace = ANY ($2))
     ORDER BY namespace NULLS FIRST LIMIT 1`,
    [cluster, namespaces === 'all' ? null : namespaces],
  );
  if (deletion === undefined) return;
  const what =
    deletion.namespace === undefined
      ? `Cluster ${cluster}`
      : `Namespace ${deletion.namespace} of cluster ${cluster}`;
  throw new ConflictError(
    `${what} is being deleted, and what is said of it now would go too. Come again when deletion ${deletion.id} has ended.`,
    { headers: { 'retry-after': '5' } },
  );
}

/** Those of what the caller may see, the newest first. `after` is the id of the last one of the page before. */
export function listDeletions(
  runner: SqlRunner,
  reach: Reach,
  page: {
    readonly limit: number;
    readonly after?: string | undefined;
    readonly cluster?: string | undefined;
  },
): Promise<StoredDeletion[]> {
  const parameters: unknown[] = [page.after ?? null, page.cluster ?? null, page.limit];
  // The deletion of a whole cluster is of all its namespaces.
  const places = { cluster: 'cluster', namespace: `coalesce(namespace, '')` };
  return rows(
    runner,
    row,
    `SELECT ${columns} FROM deletions
     WHERE ${inPlaces(reach, places, parameters)}
       AND ($1::uuid IS NULL OR (requested_at, id) < (SELECT requested_at, id FROM deletions WHERE id = $1))
       AND ($2::text IS NULL OR cluster = $2)
     ORDER BY requested_at DESC, id DESC LIMIT $3`,
    parameters,
  );
}

/** The ids of deletions that have not ended. */
export async function unfinishedDeletions(runner: SqlRunner): Promise<readonly string[]> {
  const found = await rows(
    runner,
    z.object({ id: z.string() }),
    `SELECT id FROM deletions WHERE status <> 'succeeded' ORDER BY requested_at, id LIMIT 1000`,
  );
  return found.map(({ id }) => id);
}

/** Notes that a deletion failed on the way. */
export async function noteFailedDeletion(runner: SqlRunner, id: string): Promise<void> {
  await runner.query(`UPDATE deletions SET tries = tries + 1 WHERE id = $1`, [id]);
}
