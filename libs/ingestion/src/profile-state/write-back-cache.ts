import { RecentMap } from '#libs/events';

/** A cache of rows that forgets what was not used for a while, but nothing that has changed before that is stored. */
export class WriteBackCache<V> {
  readonly #recent: RecentMap<string, V>;
  #changed = new Map<string, V>();

  constructor(limit: number) {
    this.#recent = new RecentMap(limit);
  }

  get(key: string): V | undefined {
    return this.#recent.get(key) ?? this.#changed.get(key);
  }

  set(key: string, value: V): void {
    this.#recent.set(key, value);
  }

  /** Notes that a value of the cache has changed. */
  change(key: string, value: V): void {
    this.#changed.set(key, value);
  }

  /** What has changed since it was last stored, each once. */
  get changed(): readonly V[] {
    return [...this.#changed.values()];
  }

  /** How many have changed. */
  get changes(): number {
    return this.#changed.size;
  }

  /** What had changed has been stored. */
  stored(): void {
    this.#changed = new Map();
  }

  /** Forgets all but what has changed. */
  forget(): void {
    this.#recent.clear();
  }

  clear(): void {
    this.forget();
    this.stored();
  }
}
