import { objectKey } from '#libs/inventory';
import type { WatchEvent } from './watch-events.js';

type Json = Readonly<Record<string, unknown>>;

/** What a watch said since the last time; of each object only the last that was said. */
export interface PendingChanges {
  readonly present: readonly Json[];
  readonly gone: readonly Json[];
  /** How far the watch had come with that. */
  readonly resourceVersion: string;
}

/** Objects that wait at most; beyond it reading waits too. */
const mostPending = 500;
/** Changes wait for others for so long, in ms. */
const storedAfter = 250;

/**
 * Gathers what a watch says, and stores it together: a quarter of a second after the first of it, or when there is much of
 * it. While something is being stored the next waits here, where there is a bound to it and of each object only the last is
 * kept. When storing fails the watch is broken off, and `end` throws what happened.
 */
export class WatchBatch {
  readonly #objects = new Map<string, { readonly type: 'present' | 'gone'; readonly object: Json }>();
  #resourceVersion: string | undefined;
  #storing: Promise<void> = Promise.resolve();
  #isStoring = false;
  #timer: NodeJS.Timeout | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(
    private readonly store: (changes: PendingChanges) => Promise<void>,
    private readonly watch: AbortController,
  ) {}

  async add(event: Exclude<WatchEvent, { type: 'error' }>): Promise<void> {
    if (event.type !== 'bookmark') {
      const key = identityOf(event.object);
      this.#objects.set(key, { type: event.type, object: event.object });
    }
    this.#resourceVersion = event.resourceVersion;
    if (this.#objects.size >= mostPending) await this.#flush();
    else this.#flushLater();
  }

  /** Stores what is left. Throws what kept anything from being stored. */
  async end(): Promise<void> {
    await this.#flush();
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #flushLater(): void {
    if (this.#isStoring || this.#resourceVersion === undefined) return;
    this.#timer ??= setTimeout(() => void this.#flush(), storedAfter);
  }

  #flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const resourceVersion = this.#resourceVersion;
    if (resourceVersion !== undefined) {
      const all = [...this.#objects.values()];
      this.#objects.clear();
      this.#resourceVersion = undefined;
      const objects = (type: 'present' | 'gone') =>
        all.filter((each) => each.type === type).map(({ object }) => object);
      const changes = { present: objects('present'), gone: objects('gone'), resourceVersion };
      this.#isStoring = true;
      this.#storing = this.#storing.then(() => this.#storeOnce(changes));
    }
    return this.#storing;
  }

  // After a failure nothing more is stored: what comes later must not hide what is missing.
  async #storeOnce(changes: PendingChanges): Promise<void> {
    if (this.#failure !== undefined) return;
    try {
      await this.store(changes);
    } catch (error) {
      this.#failure = { error };
      this.watch.abort(error);
      return;
    }
    this.#isStoring = false;
    this.#flushLater();
  }
}

/** An object that is deleted and made again under its name is another one, but for pods only the UID tells. */
function identityOf(object: Json): string {
  const metadata = object['metadata'];
  const uid: unknown =
    typeof metadata === 'object' && metadata !== null && 'uid' in metadata ? metadata.uid : undefined;
  return typeof uid === 'string' ? uid : objectKey(object);
}
