import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { registerCodecs } from './codecs.js';
import { boundRecordBatches, unreadableBatchOf } from './record-batches.js';

registerCodecs();
boundRecordBatches();

const decoder = createRequire(import.meta.url)('kafkajs/src/protocol/recordBatch/v0/decoder');
const Decoder = createRequire(import.meta.url)('kafkajs/src/protocol/decoder');
// Records themselves, not copies of them.
const record = z.custom<{ readonly offset: string }>(
  (value) => z.object({ offset: z.string() }).safeParse(value).success,
);
const decoded = z.object({ records: z.array(record) });

const gzip = 1;
const header = 61;

/** A record batch from an offset on, with these bytes as its records. */
function batch(first: bigint, records: number, codec: number, bytes: Buffer): Buffer {
  const buffer = Buffer.alloc(header + bytes.length);
  buffer.writeBigInt64BE(first, 0);
  buffer.writeInt32BE(buffer.length - 12, 8);
  buffer.writeInt8(2, 16);
  buffer.writeInt16BE(codec, 21);
  buffer.writeInt32BE(records - 1, 23);
  buffer.writeInt32BE(records, 57);
  bytes.copy(buffer, header);
  return buffer;
}

/** Offsets of the records of the next batch, each with why it can't be read. */
async function read(from: unknown): Promise<unknown> {
  const { records } = decoded.parse(await decoder(from));
  return records.map((each) => [each.offset, unreadableBatchOf(each)]);
}

// Length, attributes, time, offset, no key, no value, no headers: the shortest record, of offset 0.
const shortest = Buffer.from([12, 0, 0, 0, 1, 1, 0]);

describe('a record batch', () => {
  it('is read as ever', async () => {
    expect(await read(new Decoder(batch(40n, 1, 0, shortest)))).toEqual([['40', undefined]]);
  });

  it('that can not be unpacked becomes one message, and what follows is read', async () => {
    const both = Buffer.concat([batch(40n, 3, gzip, Buffer.from('not gzip')), batch(43n, 1, 0, shortest)]);
    const from = new Decoder(both);
    expect(await read(from)).toEqual([
      [
        '42',
        {
          reason: 'unreadable',
          detail: "the batch with the offsets 40 to 42 can't be read: incorrect header check",
        },
      ],
    ]);
    expect(await read(from)).toEqual([['43', undefined]]);
  });

  it('of too many records for any response is not unpacked', async () => {
    expect(await read(new Decoder(batch(0n, 2_000_000, gzip, Buffer.alloc(0))))).toEqual([
      [
        '1999999',
        {
          reason: 'too-large',
          detail:
            "the batch with the offsets 0 to 1999999 can't be read: 2000000 records: unpacks to more than 100663296 bytes",
        },
      ],
    ]);
  });

  it('that is cut by the end of the response is left for the next one', async () => {
    const cut = batch(40n, 1, 0, shortest).subarray(0, 65);
    await expect(read(new Decoder(cut))).rejects.toMatchObject({ name: 'KafkaJSPartialMessageError' });
  });
});
