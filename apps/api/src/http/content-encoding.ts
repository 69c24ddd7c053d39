import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { UnsupportedMediaTypeError } from '#libs/platform';
import type { FastifyInstance } from 'fastify';

const decoders = {
  br: createBrotliDecompress,
  deflate: createInflate,
  gzip: createGunzip,
  'x-gzip': createGunzip,
  zstd: createZstdDecompress,
} as const;

const codings = ['br', 'deflate', 'gzip', 'zstd'].join(', ');

/**
 * Reads bodies that were compressed (Content-Encoding, RFC 9110 §8.4). HTTP_BODY_LIMIT counts the bytes after
 * decompression too, so a small body can't unfold into a large one. Other codings: 415.
 */
export function decodeContent(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const coding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
    if (coding === 'identity' || coding === '') {
      done(null, payload);
      return;
    }
    const create = Object.entries(decoders).find(([name]) => name === coding)?.[1];
    if (create === undefined) {
      done(
        new UnsupportedMediaTypeError(`Bodies may be encoded with ${codings}, not with ${coding}.`, {
          headers: { 'accept-encoding': codings },
        }),
      );
      return;
    }
    const decoder = Object.assign(create(), { receivedEncodedLength: 0 });
    payload.on('data', (chunk: Buffer) => {
      decoder.receivedEncodedLength += chunk.length;
    });
    // Whoever reads the request from here on reads it decoded.
    delete request.headers['content-encoding'];
    // Errors reach the parser of the body through the decoder itself.
    pipeline(payload, decoder, () => undefined);
    done(null, decoder);
  });
}
