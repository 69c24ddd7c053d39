import type { RawFields } from './item-key.js';
import { RecentMap } from './recent-map.js';
import { SeenBefore } from './seen-before.js';

/** Of those with the same hash the last used are remembered: there are few, unless a pod's container starts again and again. */
const mostOfOneHash = 16;

/**
 * What came of objects that were read before, found by a hash of a field or two in which most differ and told apart by
 * comparing fields: cheaper than to build a key of all fields for each object of a stream, nearly all of which are repeats.
 * `isFrom` says whether a sample is what those fields make; it may say no where it would be costly to be sure. Forgets as
 * RecentMap does; and all, once twice as many as its limit were added, as many may have one hash.
 */
export class Samples<T, Fields = RawFields> {
  readonly #byHash: RecentMap<number, T[]>;
  /** Those of late, which are nearly always the ones that are asked for. */
  readonly #late: SeenBefore<T, Fields>;
  #added = 0;

  constructor(
    private readonly limit: number,
    private readonly isFrom: (sample: T, fields: Fields) => boolean,
  ) {
    this.#byHash = new RecentMap(limit);
    this.#late = new SeenBefore(Math.ceil(Math.log2(limit)), isFrom);
  }

  find(hash: number, fields: Fields): T | undefined {
    const late = this.#late.find(hash, fields);
    if (late !== undefined) return late;
    const found = this.#findByHash(hash, fields);
    if (found !== undefined) this.#late.add(hash, found);
    return found;
  }

  #findByHash(hash: number, fields: Fields): T | undefined {
    const samples = this.#byHash.get(hash);
    if (samples === undefined) return undefined;
    const [latest] = samples;
    if (latest !== undefined && this.isFrom(latest, fields)) return latest;
    for (let at = 1; at < samples.length; at += 1) {
      const sample = samples[at];
      if (sample === undefined || !this.isFrom(sample, fields)) continue;
      samples.splice(at, 1);
      samples.unshift(sample);
      return sample;
    }
    return undefined;
  }

  add(hash: number, sample: T): void {
    this.#late.add(hash, sample);
    this.#added += 1;
    if (this.#added > this.limit * 2) {
      this.#byHash.clear();
      this.#added = 1;
    }
    const samples = this.#byHash.get(hash);
    if (samples === undefined) this.#byHash.set(hash, [sample]);
    else {
      if (samples.length >= mostOfOneHash) samples.pop();
      samples.unshift(sample);
    }
  }
}

/** Whether two values are the same by `===`, or lists of which all elements are. */
export function isSameList(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((element, index) => element === b[index]);
}

/** These fields of an object, without the rest, which would be kept alive. */
export function pick(names: readonly string[], fields: RawFields): RawFields {
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
}
