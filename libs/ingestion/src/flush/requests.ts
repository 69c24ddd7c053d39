import { firstRow, rows, type SqlRunner } from '#libs/persistence';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { StaleStateError } from './stale-state-error.js';

/** What became of a request: its events, those of them that had been taken before, and the observations in the others. */
export const receipt = z
  .object({ events: z.int().min(0), duplicates: z.int().min(0), observations: z.int().min(0) })
  .meta({ id: 'IngestionReceipt' });
export type Receipt = z.infer<typeof receipt>;

/** A request that carried an Idempotency-Key. */
export interface IngestedRequest {
  /** Whose key it is: the id of an API key. */
  readonly keyId: string;
  readonly idempotencyKey: string;
  /** SHA-256 of the body. */
  readonly bodyHash: Buffer;
  readonly receipt: Receipt;
}

const requestRow = z.object({ body_hash: z.instanceof(Buffer), receipt });

/** The request that was taken under an Idempotency-Key before, if there was one. */
export async function findRequest(
  runner: SqlRunner,
  keyId: string,
  idempotencyKey: string,
): Promise<{ readonly bodyHash: Buffer; readonly receipt: Receipt } | undefined> {
  const row = await firstRow(
    runner,
    requestRow,
    `SELECT body_hash, receipt FROM ingestion_requests WHERE key_id = $1 AND idempotency_key = $2`,
    [keyId, idempotencyKey],
  );
  return row === undefined ? undefined : { bodyHash: row.body_hash, receipt: row.receipt };
}

/**
 * Remembers requests, so that the same ones are answered and not counted again.
 *
 * @throws {StaleStateError} if one was taken by another process meanwhile
 */
export async function writeRequests(
  transaction: EntityManager,
  requests: readonly IngestedRequest[],
): Promise<void> {
  if (requests.length === 0) return;
  const sorted = requests.toSorted((a, b) => (a.idempotencyKey < b.idempotencyKey ? -1 : 1));
  const written = await rows(
    transaction,
    z.object({ key_id: z.string() }),
    `INSERT INTO ingestion_requests (key_id, idempotency_key, body_hash, receipt)
     SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::json[])
     ON CONFLICT DO NOTHING
     RETURNING key_id`,
    [
      sorted.map(({ keyId }) => keyId),
      sorted.map(({ idempotencyKey }) => idempotencyKey),
      sorted.map(({ bodyHash }) => bodyHash),
      sorted.map((request) => JSON.stringify(request.receipt)),
    ],
  );
  if (written.length !== requests.length)
    throw new StaleStateError('a request with the same Idempotency-Key');
}
