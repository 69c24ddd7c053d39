import { promisify } from 'node:util';
import { constants, gunzip, gzip, zstdCompress, zstdDecompress } from 'node:zlib';
import { lz4Compress, lz4Decompress, snappyCompress, snappyDecompress } from '@platformatic/wasm-utils';
import kafkajs from 'kafkajs';
import { lz4Size, snappyBlocks, snappySize } from './packed-size.js';
import { TooMuchError, unpackWithin } from './unpacking.js';

/** A codec as kafkajs calls it; `encoder` comes with a kafkajs Encoder around the bytes. */
interface Codec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(buffer: Buffer): Promise<Buffer>;
}

const compressGzip = promisify(gzip);
const unpackGzip = promisify(gunzip);
const compressZstd = promisify(zstdCompress);
const unpackZstd = promisify(zstdDecompress);

const gzipCodec: Codec = {
  compress: ({ buffer }) => compressGzip(buffer),
  decompress: (buffer) =>
    unpackWithin('in gzip', (maxOutputLength) => unpackGzip(buffer, { maxOutputLength })),
};

const snappy: Codec = {
  compress: ({ buffer }) => Promise.resolve(snappyCompress(buffer)),
  decompress: (buffer) =>
    unpackWithin('in snappy', (most) => unpackSized(snappySize(buffer), most, () => unpackSnappy(buffer))),
};

const lz4: Codec = {
  compress: ({ buffer }) => Promise.resolve(lz4Compress(buffer)),
  decompress: (buffer) =>
    unpackWithin('in lz4', (most) => unpackSized(lz4Size(buffer), most, () => lz4Decompress(buffer))),
};

const zstd: Codec = {
  compress: ({ buffer }) => compressZstd(buffer, { params: { [constants.ZSTD_c_compressionLevel]: 3 } }),
  decompress: (buffer) =>
    unpackWithin('in zstd', (maxOutputLength) => unpackZstd(buffer, { maxOutputLength })),
};

/** Codecs that can't be stopped: the size is known, or bounded, before they begin. */
function unpackSized(size: number, most: number, unpack: () => Buffer): Promise<Buffer> {
  if (size > most) return Promise.reject(new TooMuchError());
  return Promise.resolve(unpack());
}

/** By the number of the compression in the attributes of a batch. */
const codecs: ReadonlyMap<number, Codec> = new Map([
  [kafkajs.CompressionTypes.GZIP, gzipCodec],
  [kafkajs.CompressionTypes.Snappy, snappy],
  [kafkajs.CompressionTypes.LZ4, lz4],
  [kafkajs.CompressionTypes.ZSTD, zstd],
]);

/** Teaches kafkajs, which has gzip alone and without a bound, the codecs of Kafka. May be called any number of times. */
export function registerCodecs(): void {
  const { CompressionCodecs, CompressionTypes } = kafkajs;
  CompressionCodecs[CompressionTypes.GZIP] = () => gzipCodec;
  CompressionCodecs[CompressionTypes.Snappy] = () => snappy;
  CompressionCodecs[CompressionTypes.LZ4] = () => lz4;
  CompressionCodecs[CompressionTypes.ZSTD] = () => zstd;
}

/** Unpacks records by the number of their compression; 0 is none. */
export async function unpackRecords(compression: number, bytes: Buffer): Promise<Buffer> {
  if (compression === kafkajs.CompressionTypes.None) return bytes;
  const codec = codecs.get(compression);
  if (codec === undefined) throw new Error(`there is no compression ${compression}`);
  return codec.decompress(bytes);
}

/** Unpacks snappy with or without the frame of the Java client. */
export function unpackSnappy(buffer: Buffer): Buffer {
  return Buffer.concat(snappyBlocks(buffer).map((block) => snappyDecompress(block)));
}
