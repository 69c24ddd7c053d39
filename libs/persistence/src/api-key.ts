import { createHash, randomBytes } from 'node:crypto';

/**
 * Keys are random, 256 bits: a plain SHA-256 is enough to store them, as no search could find the key from its hash.
 * (Passwords would need a slow hash; keys that people invent are refused by their length.)
 */
export function generateApiKey(): string {
  return `pak_${randomBytes(32).toString('base64url')}`;
}

/** What the database keeps of a key. `fingerprint` is the first 16 hexadecimal digits of the hash. */
export interface KeyDigest {
  readonly hash: Buffer;
  readonly fingerprint: string;
}

export function digestOf(key: string): KeyDigest {
  const hash = createHash('sha256').update(key, 'utf8').digest();
  return { hash, fingerprint: hash.toString('hex', 0, 8) };
}
