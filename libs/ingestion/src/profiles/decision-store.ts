import { canonicalTimestamp, compareText, isFields, itemKey } from '#libs/events';
import { contentId, firstRow, recordChange, rows, type SqlRunner } from '#libs/persistence';
import { ConflictError } from '#libs/platform';
import { type DecidedAt, type Decision, decision } from '#libs/profiles';
import type { DataSource } from 'typeorm';
import { z } from 'zod';

/** Decisions about one workload: all of them are applied whenever its profile is read. */
export const MOST_DECISIONS = 1_000;

/** A decision about the profile of a workload, with who made it, when and why. */
export interface StoredDecision {
  readonly id: string;
  readonly decision: Decision;
  readonly reason: string;
  readonly createdAt: Date;
  readonly createdBy: string;
}

const row = z
  .object({
    id: z.string(),
    document: decision,
    reason: z.string(),
    created_at: z.date(),
    created_by: z.string(),
  })
  .transform(({ id, document, reason, created_at, created_by }): StoredDecision => ({
    id,
    decision: document,
    reason,
    createdAt: created_at,
    createdBy: created_by,
  }));

/**
 * Stores a decision about a workload that exists, and returns it.
 *
 * @throws {ConflictError} (409) if the same is decided already, or too much is
 */
export async function addDecision(
  dataSource: DataSource,
  workload: string,
  { decision: decided, reason, by, at }: NewDecision,
): Promise<StoredDecision> {
  const id = contentId(decisionKey(decided));
  return dataSource.transaction(async (transaction) => {
    // Also the lock that lets those who decide at once follow each other.
    await transaction.query(`SELECT FROM workloads WHERE id = $1 FOR NO KEY UPDATE`, [workload]);
    const known = await listDecisions(transaction, workload, { limit: MOST_DECISIONS });
    if (known.some((each) => each.id === id)) {
      throw new ConflictError(`The same was decided already: decision ${id}.`);
    }
    if (known.length >= MOST_DECISIONS) {
      throw new ConflictError(
        `There are ${MOST_DECISIONS} decisions about this workload, which is as many as there can be.`,
      );
    }
    const stored = await firstRow(
      transaction,
      row,
      `INSERT INTO profile_decisions (workload_id, id, kind, document, reason, created_at, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id, document, reason, created_at, created_by`,
      [workload, id, decided.kind, JSON.stringify(decided), reason, at, by],
    );
    if (stored === undefined) throw new Error('a stored decision was not returned');
    await recordChange(transaction, { kind: 'decisions', id, details: { workload, kind: decided.kind } });
    return stored;
  });
}

export interface NewDecision {
  readonly decision: Decision;
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
}

/** The same text for two decisions that say the same. */
function decisionKey(decided: Decision): string {
  if (decided.kind === 'pin') return JSON.stringify([decided.kind, decided.container, itemKey(decided.item)]);
  return JSON.stringify(decided, (_, value: unknown) =>
    isFields(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => compareText(a, b)))
      : value,
  );
}

/** Decisions about a workload in order of their ids. */
export function listDecisions(
  runner: SqlRunner,
  workload: string,
  page: { readonly limit: number; readonly after?: string | undefined },
): Promise<StoredDecision[]> {
  return rows(
    runner,
    row,
    `SELECT id, document, reason, created_at, created_by FROM profile_decisions
     WHERE workload_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
    [workload, page.after ?? null, page.limit],
  );
}

export function readDecision(
  runner: SqlRunner,
  workload: string,
  id: string,
): Promise<StoredDecision | undefined> {
  return firstRow(
    runner,
    row,
    `SELECT id, document, reason, created_at, created_by FROM profile_decisions WHERE workload_id = $1 AND id = $2`,
    [workload, id],
  );
}

/** Takes a decision back: the profile is as if it had never been made. False: there is none. */
export async function removeDecision(dataSource: DataSource, workload: string, id: string): Promise<boolean> {
  return dataSource.transaction(async (transaction) => {
    const removed = await rows(
      transaction,
      z.object({ id: z.string() }),
      `DELETE FROM profile_decisions WHERE workload_id = $1 AND id = $2 RETURNING id`,
      [workload, id],
    );
    if (removed.length === 0) return false;
    await recordChange(transaction, { kind: 'decisions', id, details: { workload } });
    return true;
  });
}

/** What was decided about workloads, by their ids; those about which nothing was are absent. */
export async function decisionsOf(
  runner: SqlRunner,
  workloads: readonly string[],
): Promise<ReadonlyMap<string, readonly DecidedAt[]>> {
  const found = await rows(
    runner,
    z.object({ workload_id: z.string(), document: decision, created_at: z.date() }),
    `SELECT workload_id, document, created_at FROM profile_decisions WHERE workload_id = ANY ($1::uuid[])
     ORDER BY workload_id, id`,
    [workloads],
  );
  const decided = found.map((each) => ({
    workload: each.workload_id,
    decision: each.document,
    at: canonicalTimestamp(each.created_at.toISOString()),
  }));
  return Map.groupBy(decided, ({ workload }) => workload);
}
