import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type KafkaRecord, readRecords } from './records.js';

const require = createRequire(import.meta.url);
const encodeRecord = require('kafkajs/src/protocol/recordBatch/record/v0');
const decodeRecord = require('kafkajs/src/protocol/recordBatch/record/v0/decoder');
const Decoder = require('kafkajs/src/protocol/decoder');

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
/** kafkajs takes what all objects have for another header of that name. */
const headerName = fc.string({ maxLength: 20 }).filter((name) => !(name in Object.prototype));
const record = fc.record({
  offsetDelta: fc.nat({ max: 2 ** 31 - 1 }),
  timestampDelta: fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
  key: fc.option(bytes),
  value: fc.option(bytes),
  headers: fc.dictionary(headerName, bytes, { maxKeys: 3, noNullPrototype: true }),
});

const encoded = z.object({ buffer: z.instanceof(Buffer) });
const decoded = z.object({
  offset: z.string().transform(Number),
  key: z.instanceof(Buffer).nullable(),
  value: z.instanceof(Buffer).nullable(),
  // A name may be __proto__: taken as it is, and not copied to another object.
  headers: z
    .custom<object>((value) => typeof value === 'object' && value !== null)
    .transform(
      (all) => new Map(z.array(z.tuple([z.string(), z.instanceof(Buffer)])).parse(Object.entries(all))),
    ),
});

/** As kafkajs reads them. */
function readByKafkajs(from: Buffer, count: number, firstOffset: number): readonly KafkaRecord[] {
  const decoder = new Decoder(from);
  const context = { firstOffset: String(firstOffset), firstTimestamp: '0', magicByte: 2 };
  return Array.from({ length: count }, () =>
    decoded.parse(decodeRecord(new Decoder(decoder.readVarIntBytes()), context)),
  );
}

describe('the records of a batch', () => {
  it('are read as kafkajs reads them', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 5 }), fc.nat({ max: 2 ** 40 }), (all, firstOffset) => {
        const packed = Buffer.concat(all.map((each) => encoded.parse(encodeRecord(each)).buffer));
        const read = readRecords(packed, all.length, firstOffset);
        expect(read).toEqual(readByKafkajs(packed, all.length, firstOffset));
        expect(read.map(({ value }) => value)).toEqual(all.map(({ value }) => value));
      }),
      { seed: 1 },
    );
  });

  it.each(['__proto__', 'toString', 'constructor'])('have headers of any name: %s', (name) => {
    const headers = Object.fromEntries([[name, Buffer.from('a')]]);
    const fields = { offsetDelta: 0, timestampDelta: 0, key: null, value: null, headers };
    const [read] = readRecords(encoded.parse(encodeRecord(fields)).buffer, 1, 0);
    expect(read?.headers).toEqual(new Map([[name, Buffer.from('a')]]));
  });

  it('that are cut anywhere are refused', () => {
    const whole = encoded.parse(
      encodeRecord({
        offsetDelta: 300,
        timestampDelta: 5,
        key: Buffer.from('key'),
        value: Buffer.from('value'),
        headers: { why: Buffer.from('test') },
      }),
    ).buffer;
    expect(readRecords(whole, 1, 0)).toHaveLength(1);
    for (let length = 0; length < whole.length; length += 1)
      expect(() => readRecords(whole.subarray(0, length), 1, 0)).toThrow(RangeError);
  });

  it.each([
    ['is longer than it says', [8, 0, 0, 0, 1, 10, 1, 2, 3, 4, 5, 0]],
    ['has a number that does not end', [0x80, 0x80, 0x80, 0x80, 0x80, 0x01]],
    ['has a length below 0', [1]],
  ])('of which one %s are refused', (_, record) => {
    expect(() => readRecords(Buffer.from(record), 1, 0)).toThrow(RangeError);
  });
});
