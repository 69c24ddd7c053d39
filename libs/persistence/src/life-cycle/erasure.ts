import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import { firstRow } from '../rows.js';

/** Whose data are to be deleted: what there was of a cluster, or of a namespace in it, at a time. */
export interface ErasureSubject {
  readonly cluster: string;
  /** Undefined: all of the cluster. */
  readonly namespace: string | undefined;
  /** What came into being later is somebody else's of the same name. */
  readonly before: Date;
}

/** A part of the data of a cluster. Libraries that own tables list theirs. */
export interface ErasureStep {
  readonly name: string;
  /** Removes about so many rows at most, and says how many that were and whether there may be more. */
  erase(
    transaction: EntityManager,
    subject: ErasureSubject,
    atMost: number,
  ): Promise<{ readonly removed: number; readonly more: boolean }>;
}

const subjectRow = z.object({
  cluster: z.string(),
  namespace: z.string().nullable(),
  requested_at: z.date(),
});

/** Rows removed in one transaction. */
const CHUNK = 5_000;

/**
 * Goes on with a deletion, step by step, in transactions of bounded size; each adds to the deletion's progress. May run
 * several times at once, be killed at any moment, and be repeated after it has ended. Returns whether it has ended: `goOn`
 * is asked between transactions.
 */
export async function eraseData(
  dataSource: DataSource,
  id: string,
  steps: readonly ErasureStep[],
  goOn: () => boolean,
  chunk: number = CHUNK,
): Promise<boolean> {
  for (const step of steps) {
    for (let more = true; more;) {
      if (!goOn()) return false;
      more = await dataSource.transaction(async (transaction) => {
        const subject = await lockDeletion(transaction, id);
        if (subject === undefined) return false;
        const erased = await step.erase(transaction, subject, chunk);
        await transaction.query(
          `UPDATE deletions SET removed = removed + $2, status = 'running', started_at = coalesce(started_at, now())
           WHERE id = $1`,
          [id, erased.removed],
        );
        return erased.more;
      });
    }
  }
  await dataSource.query(
    `UPDATE deletions SET status = 'succeeded', finished_at = now(), started_at = coalesce(started_at, now())
     WHERE id = $1 AND status <> 'succeeded'`,
    [id],
  );
  return true;
}

/** Undefined: it has ended, or there is none. */
async function lockDeletion(transaction: EntityManager, id: string): Promise<ErasureSubject | undefined> {
  const found = await firstRow(
    transaction,
    subjectRow,
    `SELECT cluster, namespace, requested_at FROM deletions WHERE id = $1 AND status <> 'succeeded' FOR UPDATE`,
    [id],
  );
  if (found === undefined) return undefined;
  return { cluster: found.cluster, namespace: found.namespace ?? undefined, before: found.requested_at };
}
