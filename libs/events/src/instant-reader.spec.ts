import fc from 'fast-check';
import { expect, it } from 'vitest';
import { almostTimestamp } from '../../../test/arbitraries/timestamp.js';
import { InstantReader } from './instant-reader.js';
import { instantOf, isAfter } from './instant.js';
import { TimestampReader } from './timestamp-reader.js';

function read(reader: InstantReader, text: string) {
  const { buffer, byteOffset, length } = Buffer.from(`"${text}",`);
  const instant = reader.read(new DataView(buffer, byteOffset, length), 1);
  return instant === undefined ? undefined : { ...instant, end: reader.end };
}

it('reads what TimestampReader reads, on a day that is known and on another one', () => {
  const seen = { read: 0, refused: 0 };
  fc.assert(
    fc.property(almostTimestamp, almostTimestamp, (before, text) => {
      for (const other of [before, text]) {
        const reader = new InstantReader();
        read(reader, other);
        const canonical = new TimestampReader().read(text);
        seen[canonical === undefined ? 'refused' : 'read'] += 1;
        const expected =
          canonical === undefined ? undefined : { ...instantOf(canonical), end: text.length + 1 };
        expect([other, text, read(reader, text)]).toEqual([other, text, expected]);
      }
    }),
    { seed: 1, numRuns: 5_000 },
  );
  expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(200);
});

it('reads a text up to its quote, and what ends before it for nothing', () => {
  const reader = new InstantReader();
  expect(read(reader, '2026-03-01T10:20:00.5Z')).toEqual({
    day: '2026-03-01',
    nanoseconds: 37_200.5e9,
    end: 23,
  });
  const { buffer, byteOffset, length } = Buffer.from('2026-03-01T10:20:00.123456789Z');
  for (let cut = 0; cut < length; cut += 1)
    expect(reader.read(new DataView(buffer, byteOffset, cut), 0)).toBeUndefined();
});

it('an instant is after another by its day first, and by its nanoseconds within a day', () => {
  const [early, late, next] = ['2026-03-01T23:00:00', '2026-03-01T23:30:00', '2026-03-02T00:00:00'].map(
    (text) => instantOf(`${text}.000000000Z`),
  );
  if (early === undefined || late === undefined || next === undefined) throw new Error('there are three');
  expect([isAfter(late, early), isAfter(early, late), isAfter(early, early)]).toEqual([true, false, false]);
  expect([isAfter(next, late), isAfter(late, next)]).toEqual([true, false]);
});
