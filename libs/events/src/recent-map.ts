/**
 * A map that forgets: it keeps the most recent `limit` entries at least, and twice as many at most. What was not used
 * for a while is dropped a whole generation at a time, which costs next to nothing per use.
 */
export class RecentMap<K, V> {
  #young = new Map<K, V>();
  #old = new Map<K, V>();
  /** How many the young ones may become: what may not be forgotten takes no one's place. */
  #most: number;

  /** `isKept`: which values are not forgotten, however many these are; absent: none is kept for itself. */
  constructor(
    private readonly limit: number,
    private readonly isKept?: (value: V) => boolean,
  ) {
    this.#most = limit;
  }

  get(key: K): V | undefined {
    const value = this.#young.get(key);
    if (value !== undefined) return value;
    const older = this.#old.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: K, value: V): void {
    if (this.#young.size >= this.#most) this.#begin(this.#old, this.#young);
    this.#young.set(key, value);
  }

  /** Whether more is held than the limit is for, as it was not to be forgotten. */
  get isOver(): boolean {
    return this.#most > this.limit;
  }

  /** Forgets all that may be forgotten. */
  clear(): void {
    this.#begin(new Map([...this.#old, ...this.#young]), new Map());
  }

  #begin(forgotten: Map<K, V>, old: Map<K, V>): void {
    const { isKept } = this;
    this.#old = old;
    this.#young = new Map(isKept === undefined ? [] : [...forgotten].filter(([, value]) => isKept(value)));
    this.#most = this.limit + this.#young.size;
  }
}
