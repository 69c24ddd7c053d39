import { type Dimension, dimensionNames } from '#libs/events';
import type { ProfileEntry } from '#libs/profiles';

/** What profiles do not keep apart, since it was last asked: counted for metrics, so what is read again counts again. */
export class CutItems {
  #beyond = new Map<Dimension, number>();
  #collapsed = new Map<Dimension, number>();
  #noisy = new Map<Dimension, number>();

  /** An item was seen, and counts in this entry. */
  add(item: ProfileEntry, entry: ProfileEntry): void {
    if (entry === item) return;
    if (entry.item === undefined) increase(this.#beyond, item.dimension);
    else if (entry.key !== item.key) increase(this.#collapsed, item.dimension);
  }

  /** A pod was found to be noisy. */
  noisy(dimension: Dimension): void {
    increase(this.#noisy, dimension);
  }

  /** What was counted, which is forgotten then. */
  take(): readonly Cut[] {
    const cuts = dimensionNames.map((dimension) => ({
      dimension,
      beyond: this.#beyond.get(dimension) ?? 0,
      collapsed: this.#collapsed.get(dimension) ?? 0,
      noisyPods: this.#noisy.get(dimension) ?? 0,
    }));
    this.#beyond = new Map();
    this.#collapsed = new Map();
    this.#noisy = new Map();
    return cuts.filter(({ beyond, collapsed, noisyPods }) => beyond + collapsed + noisyPods > 0);
  }
}

export interface Cut {
  readonly dimension: Dimension;
  /** Items beyond the bound of a profile. */
  readonly beyond: number;
  /** Items that count in one that stands for many. */
  readonly collapsed: number;
  readonly noisyPods: number;
}

function increase(counts: Map<Dimension, number>, dimension: Dimension): void {
  counts.set(dimension, (counts.get(dimension) ?? 0) + 1);
}
