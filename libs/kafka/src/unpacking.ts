/**
 * How much a fetch may become in memory. What brokers limit is the packed size: a megabyte of zeros is a kilobyte in gzip,
 * and each record of a few bytes is an object of some hundred.
 */

/** Bytes that the record batches of one response may unpack to, objects included. More than the largest message allowed. */
export const mostUnpacked = 96 * 1024 * 1024;

/** Roughly what kafkajs makes of a record, beside its key and value. */
const bytesOfRecord = 400;

/** A record batch that alone unpacks to more than a whole fetch may. */
export class TooLargeBatchError extends Error {
  override readonly name = 'TooLargeBatchError';
}

/**
 * A record batch that is too much beside those before it in the same response. kafkajs knows errors of this name: it gives
 * what it has of the partition, and fetches the rest again.
 */
class NoRoomError extends Error {
  override readonly name = 'KafkaJSPartialMessageError';
}

/** What unpacks to more than it was allowed. */
export class TooMuchError extends Error {
  override readonly name = 'TooMuchError';
}

/** Bytes taken of a response's room: by all of it so far, and by the batches before the one that is being unpacked. */
interface Room {
  taken: number;
  before: number;
}

// By the memory of the response: all that kafkajs decodes of one are views on the same.
const rooms = new WeakMap<ArrayBufferLike, Room>();

function roomOf({ buffer }: Buffer): Room {
  let room = rooms.get(buffer);
  if (room === undefined) rooms.set(buffer, (room = { taken: 0, before: 0 }));
  return room;
}

/**
 * Begins with the next record batch of a response, and takes room for the records that it says it has.
 *
 * @throws {NoRoomError} if it is taken by what came before: fetched again, there is room
 * @throws {TooLargeBatchError} if there is too little room in any response
 */
export function beginBatch(response: Buffer, records: number): void {
  const room = roomOf(response);
  room.before = room.taken;
  takeRoom(room, records * bytesOfRecord, `${records} records`);
}

/** Unpacks the records of a batch within the room that is left, which `unpack` is given. Throws as beginBatch. */
export async function unpackWithin(
  packed: Buffer,
  how: string,
  unpack: (most: number) => Promise<Buffer>,
): Promise<Buffer> {
  const room = roomOf(packed);
  let unpacked: Buffer;
  try {
    unpacked = await unpack(Math.max(1, mostUnpacked - room.taken));
  } catch (error) {
    throw isTooMuch(error) ? noRoom(room, how) : error;
  }
  takeRoom(room, unpacked.length, how);
  return unpacked;
}

function takeRoom(room: Room, bytes: number, what: string): void {
  if (room.taken + bytes > mostUnpacked) throw noRoom(room, what);
  room.taken += bytes;
}

function noRoom({ before }: Room, what: string): Error {
  return before > 0
    ? new NoRoomError(`${what}: no room beside what came before`)
    : new TooLargeBatchError(`${what}: unpacks to more than ${mostUnpacked} bytes`);
}

/** zlib says it by a code. */
function isTooMuch(error: unknown): boolean {
  return (
    error instanceof TooMuchError ||
    (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
  );
}
