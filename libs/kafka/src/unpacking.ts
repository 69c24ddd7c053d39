/**
 * How much a record batch may become in memory. What brokers limit is the packed size: a megabyte of zeros is a kilobyte in
 * gzip, and each record of a few bytes is an object of some hundred.
 */

/** Bytes that a record batch may unpack to, and its records beside that. More than the largest message allowed. */
export const mostUnpacked = 96 * 1024 * 1024;

/** Roughly what kafkajs makes of a record, beside its key and value. */
const bytesOfRecord = 400;

/** A record batch that unpacks to more than it may. */
export class TooLargeBatchError extends Error {
  override readonly name = 'TooLargeBatchError';

  constructor(what: string) {
    super(`${what}: unpacks to more than ${mostUnpacked} bytes`);
  }
}

/** What unpacks to more than it was allowed. */
export class TooMuchError extends Error {
  override readonly name = 'TooMuchError';
}

/** @throws {TooLargeBatchError} if so many records are too many for a batch */
export function checkRecords(records: number): void {
  if (records * bytesOfRecord > mostUnpacked) throw new TooLargeBatchError(`${records} records`);
}

/**
 * Unpacks the records of a batch, to no more bytes than `unpack` is given.
 *
 * @throws {TooLargeBatchError} if they are more
 */
export async function unpackWithin(how: string, unpack: (most: number) => Promise<Buffer>): Promise<Buffer> {
  try {
    return await unpack(mostUnpacked);
  } catch (error) {
    throw isTooMuch(error) ? new TooLargeBatchError(how) : error;
  }
}

/** zlib says it by a code. */
function isTooMuch(error: unknown): boolean {
  return (
    error instanceof TooMuchError ||
    (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
  );
}
