import { bigintColumn, firstRow, rows, type SqlRunner } from '#libs/persistence';
import type { InputMistake } from '#libs/platform';
import { z } from 'zod';

/** What is wrong with a message, as it is kept. */
export const mistake = z
  .object({ detail: z.string(), pointer: z.string().optional() })
  .transform(({ detail, pointer }): InputMistake =>
    pointer === undefined ? { detail } : { detail, pointer },
  );

const letterRow = z
  .object({
    id: z.string(),
    topic: z.string(),
    partition: z.int(),
    message_offset: bigintColumn,
    reason: z.string(),
    mistakes: z.array(mistake),
    bytes: z.int(),
    whole_bytes: bigintColumn.nullable(),
    received_at: z.date(),
    written_at: z.date().nullable(),
  })
  .transform(
    ({
      message_offset: offset,
      received_at: receivedAt,
      written_at: writtenAt,
      whole_bytes: wholeBytes,
      ...row
    }) => ({ ...row, offset, wholeBytes, receivedAt, writtenAt }),
  );

/**
 * A message that could not be used, without its bytes; `bytes` is how many of its value are kept, `wholeBytes` how many it
 * had if that is only its beginning.
 */
export type KeptLetter = z.infer<typeof letterRow>;

/** Which letters; absent: all. */
export interface LetterFilter {
  readonly topic?: string | undefined;
  readonly reason?: string | undefined;
  /** The last one that counts, by its id. */
  readonly upTo?: string | undefined;
}

const columns = `id, topic, partition, message_offset, reason, mistakes,
  coalesce(octet_length(message_value), 0) AS bytes, whole_bytes, received_at, written_at`;

/** Dead letters in the order in which they were kept, from the one after `after` on, at most `limit`. */
export function listDeadLetters(
  runner: SqlRunner,
  { topic, reason, upTo }: LetterFilter,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<readonly KeptLetter[]> {
  return rows(
    runner,
    letterRow,
    `SELECT ${columns} FROM dead_letters
     WHERE id > $1 AND ($2::text IS NULL OR topic = $2) AND ($3::text IS NULL OR reason = $3)
       AND ($4::bigint IS NULL OR id <= $4)
     ORDER BY id LIMIT $5`,
    [page.after ?? '0', topic ?? null, reason ?? null, upTo ?? null, page.limit],
  );
}

/** The id of the letter that was kept last; `0` if there is none. */
export async function lastDeadLetter(runner: SqlRunner): Promise<string> {
  const found = await firstRow(
    runner,
    z.object({ id: z.string() }),
    `SELECT coalesce(max(id), 0)::text AS id FROM dead_letters`,
    [],
  );
  return found?.id ?? '0';
}

/** A dead letter with its bytes; undefined if it is not there. */
export async function readDeadLetter(
  runner: SqlRunner,
  id: string,
): Promise<{ readonly letter: KeptLetter; readonly value: Buffer | null } | undefined> {
  const found = await firstRow(
    runner,
    z.object({ value: z.instanceof(Buffer).nullable() }).loose(),
    `SELECT ${columns}, message_value AS value FROM dead_letters WHERE id = $1`,
    [id],
  );
  return found === undefined ? undefined : { letter: letterRow.parse(found), value: found.value };
}

/** Says anew why a letter is of no use. */
export async function updateReason(
  runner: SqlRunner,
  id: string,
  reason: string,
  mistakes: readonly InputMistake[],
): Promise<void> {
  await runner.query(`UPDATE dead_letters SET reason = $2, mistakes = $3 WHERE id = $1`, [
    id,
    reason,
    JSON.stringify(mistakes),
  ]);
}
