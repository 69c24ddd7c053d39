import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { lz4Compress, lz4Decompress, snappyCompress, snappyDecompress } from '@platformatic/wasm-utils';
import kafkajs from 'kafkajs';

/** A codec as kafkajs calls it; `encoder` comes with a kafkajs Encoder around the bytes. */
interface Codec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(buffer: Buffer): Promise<Buffer>;
}

/** A compressed record batch that unpacks to more is refused: brokers don't take batches of that size. */
const mostUnpacked = 256 * 1024 * 1024;

const compressZstd = promisify(zstdCompress);
const unpackZstd = promisify(zstdDecompress);

const snappy: Codec = {
  compress: ({ buffer }) => Promise.resolve(snappyCompress(buffer)),
  decompress: (buffer) => Promise.resolve(unpackSnappy(buffer)),
};

const lz4: Codec = {
  compress: ({ buffer }) => Promise.resolve(lz4Compress(buffer)),
  decompress: (buffer) => Promise.resolve(lz4Decompress(buffer)),
};

const zstd: Codec = {
  compress: ({ buffer }) => compressZstd(buffer, { params: { [constants.ZSTD_c_compressionLevel]: 3 } }),
  decompress: (buffer) => unpackZstd(buffer, { maxOutputLength: mostUnpacked }),
};

/** Teaches kafkajs, which has gzip alone, the other codecs of Kafka. May be called any number of times. */
export function registerCodecs(): void {
  const { CompressionCodecs, CompressionTypes } = kafkajs;
  CompressionCodecs[CompressionTypes.Snappy] = () => snappy;
  CompressionCodecs[CompressionTypes.LZ4] = () => lz4;
  CompressionCodecs[CompressionTypes.ZSTD] = () => zstd;
}

// The Java client frames snappy blocks (snappy-java's SnappyOutputStream): this magic, two version numbers of 4 bytes,
// then blocks, each behind its length. librdkafka and others send one bare block.
const snappyJavaMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const snappyJavaHeader = 16;

/** Unpacks snappy with or without the frame of the Java client. */
export function unpackSnappy(buffer: Buffer): Buffer {
  if (!buffer.subarray(0, snappyJavaMagic.length).equals(snappyJavaMagic)) return snappyDecompress(buffer);
  const blocks: Buffer[] = [];
  for (let at = snappyJavaHeader; at < buffer.length;) {
    const length = buffer.readUInt32BE(at);
    blocks.push(snappyDecompress(buffer.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return Buffer.concat(blocks);
}
