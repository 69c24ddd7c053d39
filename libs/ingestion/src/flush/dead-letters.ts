import { removeRows } from '#libs/persistence';
import type { InputMistake } from '#libs/platform';
import type { EntityManager } from 'typeorm';
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
}

/** Keeps dead letters. One from a topic that was deleted and made anew takes the place of the one with its key. */
export async function writeDeadLetters(
  transaction: EntityManager,
  letters: readonly DeadLetter[],
): Promise<void> {
  if (letters.length === 0) return;
  await transaction.query(
    `INSERT INTO dead_letters (topic, partition, message_offset, reason, mistakes, message_key, message_value)
     SELECT * FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::text[], $5::json[], $6::bytea[], $7::bytea[])
     ON CONFLICT (topic, partition, message_offset) DO UPDATE SET
       reason = excluded.reason, mistakes = excluded.mistakes, message_key = excluded.message_key,
       message_value = excluded.message_value, received_at = now(), relayed_at = NULL`,
    [
      letters.map(({ topic }) => topic),
      letters.map(({ partition }) => partition),
      letters.map(({ offset }) => offset),
      letters.map(({ reason }) => reason),
      letters.map(({ mistakes }) => JSON.stringify(mistakes)),
      letters.map(({ key }) => key),
      letters.map(({ value }) => value),
    ],
  );
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
