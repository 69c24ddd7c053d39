import { compareText } from '#libs/events';

interface Entry {
  readonly hash: number;
  readonly key: string;
}

/**
 * The `limit` keys with the smallest hashes of all that were offered (bottom-k sampling). Which ones are kept depends on
 * the set of keys alone: a key that is kept in the end was kept from its first offer on, so what was counted under it
 * is complete.
 */
export class SmallestHashes {
  /** All that were offered, as long as they are no more than the limit: most sets never are, and need no hashes. */
  #all: Set<string> | undefined = new Set();
  #kept: Entry[] = [];

  constructor(private readonly limit: number) {}

  /** How many keys were offered; one more than the limit where it is not known how many more. */
  get atLeast(): number {
    return this.#all?.size ?? this.limit + 1;
  }

  /** Whether the key is among the kept ones now. */
  offer(key: string): boolean {
    const all = this.#all;
    if (all === undefined) return this.#insert(key);
    if (all.has(key)) return true;
    if (all.size < this.limit) {
      all.add(key);
      return true;
    }
    this.#all = undefined;
    this.#kept = [...all].map((each) => ({ hash: hashOf(each), key: each })).sort(compareEntries);
    return this.#insert(key);
  }

  #insert(key: string): boolean {
    const entry = { hash: hashOf(key), key };
    const at = this.#position(entry);
    if (this.#kept[at]?.key === key) return true;
    if (at >= this.limit) return false;
    this.#kept.splice(at, 0, entry);
    if (this.#kept.length > this.limit) this.#kept.pop();
    return true;
  }

  #position(entry: Entry): number {
    let [from, to] = [0, this.#kept.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      const other = this.#kept[middle];
      if (other !== undefined && compareEntries(other, entry) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

function compareEntries(a: Entry, b: Entry): number {
  return a.hash - b.hash || compareText(a.key, b.key);
}

/** A 53-bit hash of a text (cyrb53, public domain). It spreads well and is the same everywhere; it protects nothing. */
export function hashOf(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
