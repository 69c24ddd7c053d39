import { bigintColumn, firstRow, removeRows } from '#libs/persistence';
import type { InputMistake } from '#libs/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { fitLetters, type LetterBounds, sizeOf } from '../dead-letters/letter-bounds.js';
import { StaleStateError } from './stale-state-error.js';

/** A message that could not be used, with its bytes. */
export interface DeadLetter {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly reason: string;
  readonly mistakes: readonly InputMistake[];
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** When the message was written, in ms since the epoch; absent: nobody has said. */
  readonly writtenAt?: number | undefined;
}

/** What bounds made of letters: those that had to go before their time, and the new ones that are not kept as they are. */
export interface LettersCut {
  readonly removed: number;
  readonly truncated: number;
  readonly notKept: number;
}

const nothingCut: LettersCut = { removed: 0, truncated: 0, notKept: 0 };
const keptRow = z.object({ rows: bigintColumn, bytes: bigintColumn });

/**
 * Keeps dead letters within bounds: whoever sends only garbage fills neither the database nor the way of the others. For
 * more, the oldest that the dead-letter topic has make room; without such, new ones are kept by their beginning, then not at
 * all. Ingestion goes on in any case: waiting would let one broken agent stop all others, and the message still stands in
 * its topic. Several processes that write at once may together exceed the bounds by what each writes. One from a topic that
 * was deleted and made anew takes the place of the one with its key.
 */
export async function writeDeadLetters(
  transaction: EntityManager,
  letters: readonly DeadLetter[],
  bounds: LetterBounds,
): Promise<LettersCut> {
  if (letters.length === 0) return nothingCut;
  const before = (await firstRow(
    transaction,
    keptRow,
    `SELECT count(*)::text AS rows, coalesce(sum(kept_bytes), 0)::text AS bytes FROM dead_letters`,
  )) ?? { rows: 0, bytes: 0 };
  const excess = {
    rows: before.rows + letters.length - bounds.rows,
    bytes: before.bytes + letters.reduce((sum, letter) => sum + sizeOf(letter), 0) - bounds.bytes,
  };
  const removed = await removeRelayed(transaction, excess);
  const { kept, truncated, notKept } = fitLetters(letters, {
    rows: bounds.rows - before.rows + removed.rows,
    bytes: bounds.bytes - before.bytes + removed.bytes,
  });
  await transaction.query(
    `INSERT INTO dead_letters (topic, partition, message_offset, reason, mistakes, message_key, message_value,
       whole_bytes, whole_sha256, written_at)
     SELECT * FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::text[], $5::json[], $6::bytea[], $7::bytea[],
       $8::bigint[], $9::bytea[], $10::timestamptz[])
     ON CONFLICT (topic, partition, message_offset) DO UPDATE SET
       reason = excluded.reason, mistakes = excluded.mistakes, message_key = excluded.message_key,
       message_value = excluded.message_value, whole_bytes = excluded.whole_bytes,
       whole_sha256 = excluded.whole_sha256, written_at = excluded.written_at, received_at = now(), relayed_at = NULL`,
    [
      kept.map(({ topic }) => topic),
      kept.map(({ partition }) => partition),
      kept.map(({ offset }) => offset),
      kept.map(({ reason }) => reason),
      kept.map(({ mistakes }) => JSON.stringify(mistakes)),
      kept.map(({ key }) => key),
      kept.map(({ value }) => value),
      kept.map(({ whole }) => whole?.bytes ?? null),
      kept.map(({ whole }) => whole?.sha256 ?? null),
      kept.map(({ writtenAt }) => (writtenAt === undefined ? null : new Date(writtenAt))),
    ],
  );
  return { removed: removed.rows, truncated, notKept };
}

/** Removes the oldest letters that the dead-letter topic has, until so much is free or there are no more of them. */
async function removeRelayed(transaction: EntityManager, excess: LetterBounds): Promise<LetterBounds> {
  if (excess.rows <= 0 && excess.bytes <= 0) return { rows: 0, bytes: 0 };
  // Those that are being replayed are passed over: that transaction may wait for rows of this one.
  const gone = await firstRow(
    transaction,
    keptRow,
    `WITH old AS (
       SELECT id, row_number() OVER in_order AS place, sum(kept_bytes) OVER in_order - kept_bytes AS before
       FROM dead_letters WHERE relayed_at IS NOT NULL WINDOW in_order AS (ORDER BY id)
     ),
     free AS (
       SELECT id FROM dead_letters
       WHERE id IN (SELECT id FROM old WHERE place <= $1 OR before < $2) ORDER BY id FOR UPDATE SKIP LOCKED
     ),
     gone AS (DELETE FROM dead_letters USING free WHERE dead_letters.id = free.id RETURNING kept_bytes)
     SELECT count(*)::text AS rows, coalesce(sum(kept_bytes), 0)::text AS bytes FROM gone`,
    [excess.rows, excess.bytes],
  );
  return gone ?? { rows: 0, bytes: 0 };
}

/**
 * Removes dead letters whose content is stored in this transaction.
 *
 * @throws {StaleStateError} if somebody else has replayed one of them
 */
export async function removeReplayed(transaction: EntityManager, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const removed = await removeRows(transaction, `DELETE FROM dead_letters WHERE id = ANY($1::bigint[])`, [
    ids,
  ]);
  if (removed !== ids.length) throw new StaleStateError('a dead letter');
}
