import { lz4Compress, lz4Decompress, snappyCompress } from '@platformatic/wasm-utils';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lz4Size, snappySize } from './packed-size.js';

// Batches are never empty, and the library can't pack what is.
const texts = fc
  .tuple(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.integer({ min: 1, max: 2_000 }))
  .map(([bytes, times]) => Buffer.concat(Array.from({ length: times }, () => bytes)));

describe('the size of packed bytes', () => {
  it('of snappy is what it unpacks to', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(snappySize(snappyCompress(text))).toBe(text.length);
      }),
      { seed: 1 },
    );
  });

  it('of lz4 is at least what it unpacks to, and no more than its blocks hold', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const packed = lz4Compress(text);
        expect(lz4Decompress(packed).equals(text)).toBe(true);
        expect(lz4Size(packed)).toBeGreaterThanOrEqual(text.length);
        expect(lz4Size(packed)).toBeLessThanOrEqual(Math.max(packed.length * 255, text.length));
      }),
      { seed: 2 },
    );
  });

  it('of a frame that is cut is not told', () => {
    expect(() => lz4Size(lz4Compress(Buffer.alloc(1_000)).subarray(0, 12))).toThrow(RangeError);
  });
});
