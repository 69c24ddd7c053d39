import { compareText } from '#libs/events';
import { contentId, rows, type SqlRunner } from '#libs/persistence';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { StaleStateError } from './stale-state-error.js';

const idRow = z.object({ id: z.uuid() });

/** Which of these events were taken before. */
export async function readEventIds(
  runner: SqlRunner,
  ids: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  if (ids.size === 0) return new Set();
  const byRow = new Map([...ids].map((id) => [contentId(id), id]));
  const found = await rows(runner, idRow, `SELECT id FROM ingestion_event_ids WHERE id = ANY($1::uuid[])`, [
    [...byRow.keys()],
  ]);
  return new Set(found.flatMap(({ id }) => byRow.get(id) ?? []));
}

/**
 * Remembers events as taken.
 *
 * @throws {StaleStateError} if another process took one of them meanwhile: it has been counted twice
 */
export async function writeEventIds(transaction: EntityManager, ids: ReadonlySet<string>): Promise<void> {
  if (ids.size === 0) return;
  const written = await rows(
    transaction,
    idRow,
    `INSERT INTO ingestion_event_ids (id) SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING RETURNING id`,
    [[...ids].map(contentId).sort(compareText)],
  );
  if (written.length !== ids.size) throw new StaleStateError('an event');
}
