import { RecentMap } from '#libs/events';

/** A cache of rows that forgets as RecentMap does, but nothing that has changed before that is stored. */
export class WriteBackCache<V extends object> {
  readonly #rows: RecentMap<string, V>;
  #changed = new Set<V>();

  constructor(limit: number) {
    this.#rows = new RecentMap(limit, (row) => this.#changed.has(row));
  }

  get(key: string): V | undefined {
    return this.#rows.get(key);
  }

  set(key: string, value: V): void {
    this.#rows.set(key, value);
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
    if (this.#rows.isOver) this.#rows.clear();
  }

  /** Forgets all but what has changed. */
  forget(): void {
    this.#rows.clear();
  }

  clear(): void {
    this.stored();
    this.forget();
  }
}
