import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { KafkaMessage } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { registerCodecs } from './codecs.js';
import { keepBatchesPacked, unpackBatch } from './record-batches.js';

registerCodecs();
keepBatchesPacked();

const decoder = createRequire(import.meta.url)('kafkajs/src/protocol/recordBatch/v0/decoder');
const Decoder = createRequire(import.meta.url)('kafkajs/src/protocol/decoder');
// Records themselves, not copies of them.
const record = z.custom<KafkaMessage>((value) => z.object({ offset: z.string() }).safeParse(value).success);
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

/** Of each message that kafkajs gives of the next batch its offset, and the offsets of those that it stands for. */
async function read(from: unknown): Promise<unknown> {
  const { records } = decoded.parse(await decoder(from));
  return Promise.all(
    records.map(async (each) => {
      const unpacked = await unpackBatch(each);
      return [each.offset, 'reason' in unpacked ? unpacked : unpacked.map(({ offset }) => offset)];
    }),
  );
}

/** Length, attributes, time, offset of less than 64, no key, no value, no headers: the shortest record. */
const shortest = (offset: number): Buffer => Buffer.from([12, 0, 0, offset * 2, 1, 1, 0]);

describe('a record batch', () => {
  it('is one message with its last offset, until it is unpacked', async () => {
    const records = Buffer.concat([shortest(0), shortest(1), shortest(4)]);
    const bytes = batch(40n, 3, 0, records);
    bytes.writeInt32BE(4, 23); // two are compacted away
    expect(await read(new Decoder(bytes))).toEqual([['44', [40, 41, 44]]]);
  });

  it('says when its last message was written', async () => {
    const bytes = batch(40n, 1, 0, shortest(0));
    bytes.writeBigInt64BE(1_772_360_400_123n, 35);
    const { records } = decoded.parse(await decoder(new Decoder(bytes)));
    expect(records).toMatchObject([{ offset: '40', timestamp: '1772360400123' }]);
  });

  it('that is compressed is unpacked', async () => {
    const packed = gzipSync(Buffer.concat([shortest(0), shortest(1)]));
    expect(await read(new Decoder(batch(40n, 2, gzip, packed)))).toEqual([['41', [40, 41]]]);
  });

  it('that can not be unpacked says why, and what follows is read', async () => {
    const both = Buffer.concat([batch(40n, 3, gzip, Buffer.from('not gzip')), batch(43n, 1, 0, shortest(0))]);
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
    expect(await read(from)).toEqual([['43', [43]]]);
  });

  it('of too many records for any is not unpacked', async () => {
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
    const cut = batch(40n, 1, 0, shortest(0)).subarray(0, 65);
    await expect(read(new Decoder(cut))).rejects.toMatchObject({ name: 'KafkaJSPartialMessageError' });
  });

  it('of markers of transactions is left to kafkajs', async () => {
    const control = batch(40n, 1, 0x20, shortest(0));
    expect(decoded.parse(await decoder(new Decoder(control))).records).toMatchObject([
      { offset: '40', isControlRecord: true },
    ]);
  });
});
