import { hash as digestOf } from 'node:crypto';

/** A UUID (version 8, RFC 9562) made from the SHA-256 of a text: the same for the same text, everywhere and always. */
export function contentId(text: string): string {
  const hash = digestOf('sha256', text, 'buffer');
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
