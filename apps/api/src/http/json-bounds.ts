import { randomInt } from 'node:crypto';
import { MalformedError, TooLargeError } from '#libs/platform';

/** Above what manifests may nest, which has a message of its own; below what the stack bears, wherever bodies go. */
const deepestNesting = 256;

/** What any body may have, and for how many characters of a longer one there may be one more. */
const values = { fewest: 100_000, characters: 8 } as const;
/** Names of members that differ: each costs the parser ten times what one costs that it knows. */
const names = { fewest: 20_000, characters: 64 } as const;

/**
 * Refuses a text of JSON of which parsing and checking would hold the event loop for much longer than of others as long:
 * 16 MB of `{},{},…` are millions of objects. Manifests have a value for about 14 characters. Whether it is JSON at all is
 * for the parser to say, which reads no further than to the first mistake.
 *
 * @throws {MalformedError} (400) it is nested too deep
 * @throws {TooLargeError} (413) it has too many values, or names
 */
export function requireBoundedJson(text: string): void {
  requireBounded(text, false);
}

/** The same of a text with JSON on each of its lines. */
export function requireBoundedLines(text: string): void {
  requireBounded(text, true);
}

function requireBounded(text: string, areLines: boolean): void {
  const mostValues = most(values, text.length);
  const mostNames = most(names, text.length);
  const known = new Names(mostNames);
  let found = 0;
  let depth = 0;
  let hasOpened = false;
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit <= SPACE) {
      if (!areLines || unit !== NEWLINE) continue;
      // A line that leaves something open is none that a parser reads beyond.
      if (depth !== 0) return;
    }
    const isFirst = hasOpened;
    hasOpened = false;
    switch (unit) {
      case CLOSING_BRACE:
      case CLOSING_BRACKET:
        depth -= 1;
        continue;
      case OPENING_BRACE:
      case OPENING_BRACKET:
        depth += 1;
        hasOpened = true;
        if (depth > deepestNesting)
          throw new MalformedError(`The body is nested more than ${deepestNesting} levels deep.`);
        break;
      case NEWLINE:
      case COMMA:
        found += 1;
        break;
      case QUOTE:
        hash = seed;
        for (at += 1; at < text.length; at += 1) {
          const within = text.charCodeAt(at);
          if (within === QUOTE) break;
          // As it stands in no text of JSON.
          if (within === NEWLINE) return;
          hash = Math.imul(hash ^ within, FNV_PRIME);
          // What is escaped may be a quote, which ends nothing.
          if (within === BACKSLASH) hash = Math.imul(hash ^ text.charCodeAt((at += 1)), FNV_PRIME);
        }
        break;
      case COLON:
        known.add(hash);
        if (known.count > mostNames) throw tooMany('different names of members', mostNames, names);
        break;
    }
    if (isFirst) found += 1;
    if (found > mostValues) throw tooMany('values', mostValues, values);
  }
}

const [NEWLINE, SPACE, QUOTE, COMMA, COLON, OPENING_BRACKET, BACKSLASH, CLOSING_BRACKET] = [
  0x0a, 0x20, 0x22, 0x2c, 0x3a, 0x5b, 0x5c, 0x5d,
];
const [OPENING_BRACE, CLOSING_BRACE] = [0x7b, 0x7d];

const FNV_PRIME = 0x01000193;
/** Nobody outside knows it, so nobody can choose names that are taken for one. */
const seed = randomInt(2 ** 32);

interface Bound {
  readonly fewest: number;
  readonly characters: number;
}

function most({ fewest, characters }: Bound, length: number): number {
  return Math.max(fewest, Math.floor(length / characters));
}

function tooMany(what: string, limit: number, { fewest, characters }: Bound): TooLargeError {
  const number = new Intl.NumberFormat('en');
  return new TooLargeError(
    `A body as long as this may have at most ${number.format(limit)} ${what}: one for ${characters} characters, and ${number.format(fewest)} in any case.`,
  );
}

/** Counts what differs, by hashes: a bit for each, of which a few fall together. It never counts too many. */
class Names {
  count = 0;
  readonly #bits: Uint8Array;
  readonly #shift: number;

  constructor(expected: number) {
    const width = Math.ceil(Math.log2(expected * 8));
    this.#bits = new Uint8Array(2 ** (width - 3));
    this.#shift = 32 - width;
  }

  add(hash: number): void {
    // The upper bits of such a hash depend on all that went into it.
    const place = hash >>> this.#shift;
    const bit = 1 << (place & 7);
    const byte = this.#bits[place >>> 3] ?? 0;
    if ((byte & bit) !== 0) return;
    this.#bits[place >>> 3] = byte | bit;
    this.count += 1;
  }
}
