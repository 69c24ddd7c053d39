/**
 * Remembers values by a hash of what they were made from, in a fixed number of places: one that comes to a full place takes
 * it, and what was there moves to the place beside it. For what repeats all the time: it costs a look at one or two places,
 * where a Map has to hash and compare texts. Forgets at any time.
 */
export class SeenBefore<T, Fields> {
  readonly #places: (T | undefined)[];
  readonly #bits: number;

  /** Of 2 ** `bits` places. `isFrom` says whether a value is what the fields make. */
  constructor(
    bits: number,
    private readonly isFrom: (value: T, fields: Fields) => boolean,
  ) {
    this.#places = Array<T | undefined>(2 ** bits).fill(undefined);
    this.#bits = bits;
  }

  find(hash: number, fields: Fields): T | undefined {
    const place = this.#placeOf(hash);
    const value = this.#places[place];
    if (value !== undefined && this.isFrom(value, fields)) return value;
    const beside = this.#places[place ^ 1];
    return beside !== undefined && this.isFrom(beside, fields) ? beside : undefined;
  }

  add(hash: number, value: T): void {
    const place = this.#placeOf(hash);
    this.#places[place ^ 1] = this.#places[place];
    this.#places[place] = value;
  }

  // The upper bits of a product are the well mixed ones.
  #placeOf(hash: number): number {
    return Math.imul(hash, 0x85ebca6b) >>> (32 - this.#bits);
  }
}

/** Of two values, in both of which values differ. */
export function hashOfBoth(a: unknown, b: unknown): number {
  return hashOf(a) ^ Math.imul(hashOf(b), 3);
}

const mostHashed = 12;

/** Of a text its length and its end, in which paths, addresses and names differ: cheaper than hashing all of it. */
export function hashOf(value: unknown): number {
  if (typeof value === 'number') return Math.imul(value, 0x9e3779b1);
  if (typeof value !== 'string') return 0;
  const { length } = value;
  let hash = length;
  for (let at = length > mostHashed ? length - mostHashed : 0; at < length; at += 1) {
    hash = Math.imul(hash, 31) + value.charCodeAt(at);
  }
  return Math.imul(hash, 0x9e3779b1);
}
