import { snappyCompress } from '@platformatic/wasm-utils';
import { describe, expect, it } from 'vitest';
import { unpackSnappy } from './codecs.js';

const text = Buffer.from('the same words again and again '.repeat(50));

/** What snappy-java's SnappyOutputStream writes, as the Java client of Kafka uses it. */
function framed(...parts: readonly Buffer[]): Buffer {
  const header = Buffer.from('82534e415050590000000001000000 01'.replace(' ', ''), 'hex');
  const blocks = parts.flatMap((part) => {
    const block = snappyCompress(part);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(block.length);
    return [length, block];
  });
  return Buffer.concat([header, ...blocks]);
}

describe('snappy', () => {
  it('is unpacked as a bare block', () => {
    expect(unpackSnappy(snappyCompress(text)).equals(text)).toBe(true);
  });

  it('is unpacked from the frame of the Java client, in one or several blocks', () => {
    expect(unpackSnappy(framed(text)).equals(text)).toBe(true);
    expect(unpackSnappy(framed(text.subarray(0, 100), text.subarray(100))).equals(text)).toBe(true);
    expect(unpackSnappy(framed()).length).toBe(0);
  });
});
