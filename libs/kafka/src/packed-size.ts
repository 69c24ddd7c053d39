/** What packed bytes become, told from their frames without unpacking them. */

// The Java client frames snappy blocks (snappy-java's SnappyOutputStream): this magic, two version numbers of 4 bytes,
// then blocks, each behind its length. librdkafka and others send one bare block.
const snappyJavaMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const snappyJavaHeader = 16;

/** The blocks of snappy with or without the frame of the Java client. */
export function snappyBlocks(buffer: Buffer): readonly Buffer[] {
  if (!buffer.subarray(0, snappyJavaMagic.length).equals(snappyJavaMagic)) return [buffer];
  const blocks: Buffer[] = [];
  for (let at = snappyJavaHeader; at < buffer.length;) {
    const length = buffer.readUInt32BE(at);
    blocks.push(buffer.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return blocks;
}

/** Bytes that snappy unpacks to: each block begins with its size, a varint (snappy's format_description.txt). */
export function snappySize(buffer: Buffer): number {
  let size = 0;
  for (const block of snappyBlocks(buffer)) {
    for (let at = 0, scale = 1; at < 5; at += 1, scale *= 128) {
      const byte = block.readUInt8(at);
      size += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
  }
  return size;
}

const lz4Magic = 0x184d2204;
/** A byte of lz4 stands for at most so many (lz4_Block_format.md). */
const lz4Ratio = 255;

/**
 * Bytes that lz4 unpacks to at most, by the sizes of its blocks (lz4_Frame_format.md). Too much only by what blocks in the
 * middle of a frame are not full, which no writer of Kafka's does.
 *
 * @throws {RangeError} if the frame is cut
 */
export function lz4Size(buffer: Buffer): number {
  let size = 0;
  for (let at = 0; at + 7 <= buffer.length && buffer.readUInt32LE(at) === lz4Magic;) {
    const flags = buffer.readUInt8(at + 4);
    const largestBlock = 1 << (8 + 2 * ((buffer.readUInt8(at + 5) >> 4) & 7));
    at += 7 + ((flags & 0x08) === 0 ? 0 : 8) + ((flags & 0x01) === 0 ? 0 : 4);
    for (;;) {
      const block = buffer.readUInt32LE(at);
      at += 4;
      if (block === 0) break;
      const packed = block & 0x7fffffff;
      size += block > 0x7fffffff ? packed : Math.min(largestBlock, packed * lz4Ratio);
      at += packed + ((flags & 0x10) === 0 ? 0 : 4);
    }
    if ((flags & 0x04) !== 0) at += 4;
  }
  return size;
}
