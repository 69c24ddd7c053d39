import { bigintColumn, firstRow, rows } from '#libs/persistence';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { SqlRunner } from '#libs/persistence';
import { StaleStateError } from './stale-state-error.js';

/** Where a partition was read from and to. */
export interface OffsetMove {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
  /** When the latest of its messages was written, in ms since the epoch; absent: nobody has said. */
  readonly writtenAt?: number | undefined;
}

/** The offset at which a partition is to be read on; undefined if it was never read by the group. */
export async function readOffset(
  runner: SqlRunner,
  groupId: string,
  topic: string,
  partition: number,
): Promise<number | undefined> {
  const [row] = await rows(
    runner,
    z.object({ next_offset: bigintColumn }),
    `SELECT next_offset FROM kafka_offsets WHERE group_id = $1 AND topic = $2 AND partition = $3`,
    [groupId, topic, partition],
  );
  return row?.next_offset;
}

/**
 * The offset at which a partition is to be read on, which is `first` if the group never read it. It is stored before
 * anything is taken: what was taken and not stored has to be read again from there, whoever does so.
 */
export async function beginOffset(
  runner: SqlRunner,
  groupId: string,
  topic: string,
  partition: number,
  first: number,
): Promise<number> {
  await runner.query(
    `INSERT INTO kafka_offsets (group_id, topic, partition, next_offset) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [groupId, topic, partition, first],
  );
  return (await readOffset(runner, groupId, topic, partition)) ?? first;
}

/** Where a partition begins and ends for the group: the first offset to be read of it. */
export interface Begin {
  readonly topic: string;
  readonly partition: number;
  readonly begin: number;
  readonly end: number;
}

/**
 * Stores where partitions are read from that the group never read: all of a topic that it never read from their ends, so that
 * what comes later is read whoever is there when it does; one that was added to a topic since from its beginning.
 */
export async function storeBegins(
  runner: SqlRunner,
  groupId: string,
  partitions: readonly Begin[],
): Promise<void> {
  await runner.query(
    `INSERT INTO kafka_offsets (group_id, topic, partition, next_offset)
     SELECT $1, topic, partition, CASE WHEN EXISTS (
         SELECT FROM kafka_offsets known WHERE known.group_id = $1 AND known.topic = found.topic
       ) THEN found.begin_offset ELSE found.end_offset END
     FROM unnest($2::text[], $3::integer[], $4::bigint[], $5::bigint[])
       AS found (topic, partition, begin_offset, end_offset)
     ORDER BY topic, partition
     ON CONFLICT DO NOTHING`,
    [
      groupId,
      partitions.map(({ topic }) => topic),
      partitions.map(({ partition }) => partition),
      partitions.map(({ begin }) => begin),
      partitions.map(({ end }) => end),
    ],
  );
}

/**
 * When the latest message up to the offset of a partition was written, in ms since the epoch; of one that was stored by an
 * older version, when that was.
 */
export async function writtenUntil(
  runner: SqlRunner,
  groupId: string,
  { topic, partition }: { readonly topic: string; readonly partition: number },
): Promise<number | undefined> {
  const row = await firstRow(
    runner,
    z.object({ written: z.date() }),
    `SELECT coalesce(written_at, updated_at) AS written FROM kafka_offsets
     WHERE group_id = $1 AND topic = $2 AND partition = $3`,
    [groupId, topic, partition],
  );
  return row?.written.getTime();
}

/**
 * Moves offsets, if each still is where this process read on.
 *
 * @throws {StaleStateError} if one is not: a second consumer believes that it owns the partition, or did
 */
export async function compareAndSetOffsets(
  transaction: EntityManager,
  groupId: string,
  moves: readonly OffsetMove[],
): Promise<void> {
  if (moves.length === 0) return;
  const sorted = moves.toSorted((a, b) =>
    a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1,
  );
  const moved = await rows(
    transaction,
    z.object({ partition: z.int() }),
    `WITH moves AS (
       SELECT * FROM unnest($2::text[], $3::integer[], $4::bigint[], $5::bigint[], $6::float8[])
         AS move (topic, partition, from_offset, to_offset, written)
     ), moved AS (
       UPDATE kafka_offsets AS stored SET next_offset = to_offset, updated_at = now(),
         written_at = greatest(written_at, least(to_timestamp(written / 1000), now()))
       FROM moves
       WHERE group_id = $1 AND stored.topic = moves.topic AND stored.partition = moves.partition
         AND next_offset = from_offset
       RETURNING stored.partition
     )
     SELECT partition FROM moved`,
    [
      groupId,
      sorted.map(({ topic }) => topic),
      sorted.map(({ partition }) => partition),
      sorted.map(({ from }) => from),
      sorted.map(({ to }) => to),
      sorted.map(({ writtenAt }) => writtenAt ?? null),
    ],
  );
  if (moved.length !== moves.length) throw new StaleStateError('the offset of a partition');
}
