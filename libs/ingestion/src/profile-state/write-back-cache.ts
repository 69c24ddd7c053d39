/**
 * A cache of rows that forgets as RecentMap does: it keeps the most recent `limit` at least, and twice as many at most; and
 * beside them all that has changed, until that is stored.
 */
export class WriteBackCache<V extends object> {
  #young = new Map<string, V>();
  #old = new Map<string, V>();
  /** How many the young ones may become: what has changed and is kept for that takes no one's place. */
  #most: number;
  #changed = new Set<V>();

  constructor(private readonly limit: number) {
    this.#most = limit;
  }

  get(key: string): V | undefined {
    const value = this.#young.get(key);
    if (value !== undefined) return value;
    const older = this.#old.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: string, value: V): void {
    if (this.#young.size >= this.#most) {
      const forgotten = this.#old;
      this.#old = this.#young;
      this.#young = this.#changedOf(forgotten);
      this.#most = this.limit + this.#young.size;
    }
    this.#young.set(key, value);
  }

  /** Notes that a value of the cache has changed. */
  change(value: V): void {
    this.#changed.add(value);
  }

  /** What has changed since it was last stored, each once. */
  get changed(): readonly V[] {
    return [...this.#changed];
  }

  /** How many have changed. */
  get changes(): number {
    return this.#changed.size;
  }

  /** What had changed has been stored. If more was kept for that than the cache may hold, all of it is forgotten. */
  stored(): void {
    this.#changed = new Set();
    if (this.#most > this.limit) this.forget();
  }

  /** Forgets all but what has changed. */
  forget(): void {
    this.#young = this.#changedOf(new Map([...this.#old, ...this.#young]));
    this.#old = new Map();
    this.#most = this.limit + this.#young.size;
  }

  clear(): void {
    this.stored();
    this.forget();
  }

  #changedOf(values: ReadonlyMap<string, V>): Map<string, V> {
    return new Map([...values].filter(([, value]) => this.#changed.has(value)));
  }
}
