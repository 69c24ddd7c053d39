import type { RawFields } from './item-key.js';
import { RecentMap } from './recent-map.js';

/** Of those with the same value the first are remembered; there are no more than a few, unless somebody wants it so. */
const mostOfOneValue = 8;

interface Sample<T> {
  readonly fields: RawFields;
  readonly value: T;
}

/**
 * What came of objects that were read before, found by one value in them and told apart by comparing fields: cheaper than
 * to build a key of all fields for each object of a stream, nearly all of which are repeats. Whoever asks has to know
 * which fields decide; values that are not the same by `===` (lists) count as different. Forgets as RecentMap does.
 */
export class Samples<T> {
  readonly #byValue: RecentMap<string | number, Sample<T>[]>;

  constructor(
    limit: number,
    private readonly isSame: (a: RawFields, b: RawFields) => boolean,
  ) {
    this.#byValue = new RecentMap(limit);
  }

  find(value: string | number, fields: RawFields): T | undefined {
    const samples = this.#byValue.get(value);
    if (samples === undefined) return undefined;
    for (const sample of samples) if (this.isSame(sample.fields, fields)) return sample.value;
    return undefined;
  }

  add(by: string | number, fields: RawFields, value: T): void {
    const samples = this.#byValue.get(by);
    if (samples === undefined) this.#byValue.set(by, [{ fields, value }]);
    else if (samples.length < mostOfOneValue) samples.push({ fields, value });
  }
}

/** Whether all these fields are the same by `===`. */
export function haveSame(names: readonly string[], a: RawFields, b: RawFields): boolean {
  for (const name of names) if (a[name] !== b[name]) return false;
  return true;
}
