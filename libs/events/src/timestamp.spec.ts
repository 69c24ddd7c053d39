import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { almostTimestamp } from '../../../test/arbitraries/timestamp.js';
import { timestamp } from './observation.js';
import { TimestampReader } from './timestamp-reader.js';
import { canonicalTimestamp, dayOf, epochNanoseconds, nanosecondsOfDay, timestampOf } from './timestamp.js';

const validNanoseconds = fc.bigInt({ min: 31_536_000_000_000_000n, max: 9_214_646_399_999_999_999n });

describe('the schema of timestamps', () => {
  it.each([
    '2026-01-31T09:30:00Z',
    '2026-01-31T09:30:00.1Z',
    '2026-01-31T09:30:00.123456789+05:30',
    '2028-02-29T23:59:60Z',
    '2000-02-29T00:00:00Z',
    '1971-01-01T00:00:00Z',
    '2261-12-31T23:59:59Z',
  ])('accepts %s', (text) => {
    expect(timestamp.safeParse(text).success).toBe(true);
  });

  it.each([
    ['2026-02-29T00:00:00Z', 'must be a day that exists, from 1971 to 2261'],
    ['2100-02-29T00:00:00Z', 'must be a day that exists, from 1971 to 2261'],
    ['2026-04-31T00:00:00Z', 'must be a day that exists, from 1971 to 2261'],
    ['1970-12-31T00:00:00Z', 'must be a day that exists, from 1971 to 2261'],
    ['2262-01-01T00:00:00Z', 'must be a day that exists, from 1971 to 2261'],
    ['2026-01-31', 'must be an RFC 3339 time such as 2026-01-31T09:30:00.123456789Z'],
    ['2026-01-31T09:30:00', 'must be an RFC 3339 time such as 2026-01-31T09:30:00.123456789Z'],
    ['2026-01-31T09:30:00.1234567890Z', 'must be an RFC 3339 time such as 2026-01-31T09:30:00.123456789Z'],
  ])('refuses %s with one message', (text, message) => {
    expect(timestamp.safeParse(text).error?.issues.map((issue) => issue.message)).toEqual([message]);
  });
});

describe('canonical timestamps', () => {
  it.each([
    ['2026-01-31T09:30:00Z', '2026-01-31T09:30:00.000000000Z'],
    ['2026-01-31T09:30:00.5Z', '2026-01-31T09:30:00.500000000Z'],
    ['2026-01-31T09:30:00.123456789Z', '2026-01-31T09:30:00.123456789Z'],
    ['2026-01-31T01:30:00.000000001+05:30', '2026-01-30T20:00:00.000000001Z'],
    ['2026-12-31T23:59:60.25Z', '2027-01-01T00:00:00.250000000Z'],
    ['2026-12-31T15:59:60-08:00', '2027-01-01T00:00:00.000000000Z'],
  ])('%s is %s', (text, canonical) => {
    expect(canonicalTimestamp(text)).toBe(canonical);
  });

  it('keep every nanosecond on the way to a number and back', () => {
    fc.assert(
      fc.property(validNanoseconds, (nanoseconds) => {
        expect(epochNanoseconds(timestampOf(nanoseconds))).toBe(nanoseconds);
        const canonical = timestampOf(nanoseconds);
        const start = BigInt(Date.parse(dayOf(canonical))) * 1_000_000n;
        expect(start + BigInt(nanosecondsOfDay(canonical))).toBe(nanoseconds);
      }),
      { seed: 1 },
    );
  });

  it('compare as texts as their nanoseconds do', () => {
    fc.assert(
      fc.property(validNanoseconds, validNanoseconds, (a, b) => {
        expect(timestampOf(a) < timestampOf(b)).toBe(a < b);
      }),
      { seed: 2 },
    );
  });

  it('belong to a UTC day', () => {
    expect(dayOf(canonicalTimestamp('2026-01-31T23:30:00-01:00'))).toBe('2026-02-01');
  });
});

describe('TimestampReader', () => {
  it('reads what the schema accepts, to the same nanosecond, and nothing else', () => {
    const reader = new TimestampReader();
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(almostTimestamp, { minLength: 1, maxLength: 3 }), (texts) => {
        // The second time each text meets a reader that knows its minute.
        for (const text of [...texts, ...texts]) {
          const valid = timestamp.safeParse(text).success;
          accepted += Number(valid);
          expect([text, reader.read(text)]).toEqual([text, valid ? canonicalTimestamp(text) : undefined]);
        }
      }),
      { seed: 3, numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it('reads times of a known day as the schema does', () => {
    const reader = new TimestampReader();
    const tail = fc.stringMatching(/^[0-2][0-9]:[0-6][0-9a]:[0-6][0-9]\.?[0-9a]{0,10}[Zz]?$/);
    fc.assert(
      fc.property(tail, (text) => {
        reader.read('2026-03-01T10:20:00Z');
        const full = `2026-03-01T${text}`;
        const expected = timestamp.safeParse(full).success ? canonicalTimestamp(full) : undefined;
        expect([full, reader.read(full)]).toEqual([full, expected]);
      }),
      { seed: 4, numRuns: 5000 },
    );
  });

  it.each([undefined, null, 5, {}, '', '2026'])('reads nothing from %j', (value) => {
    expect(new TimestampReader().read(value)).toBe(undefined);
  });
});
