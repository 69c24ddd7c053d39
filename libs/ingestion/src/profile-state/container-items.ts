import type { Dimension } from '#libs/events';
import { BoundedItems, isNoisy, type ItemBounds, type ProfileEntry } from '#libs/profiles';
import type { CutItems } from './cut-items.js';

/** A pod as far as its items go. */
export interface ShowingPod {
  /** Entries that it has shown. */
  readonly shown: number;
  hasShown(index: number): boolean;
}

/** What is kept of all pods is twice what a profile keeps: one pod may take up as much as a profile, the others as well. */
const slack = 2;
/** A pod with fewer entries is not noisy: as many names at the root of a file system are still kept apart. */
const fewestOfNoisy = 32;
const leastBetweenLooks = 8;

/**
 * Bounds the items of a container on a day. A pod that shows more in a dimension than a whole profile keeps is noisy: what
 * only such pods show is bounded by itself, and what the others show is kept as if these were not there.
 *
 * As long as all pods together keep to the bounds nobody is noisy, and nobody is looked at.
 */
export class ContainerItems {
  #ordinary: BoundedItems;
  #apart: BoundedItems | undefined;
  #noisy: Map<Dimension, Set<ShowingPod>> | undefined;
  /** How many entries a pod brings until it is looked at again. */
  #until: Map<ShowingPod, number> | undefined;

  constructor(
    private readonly bounds: ItemBounds,
    private readonly cut: CutItems,
    /** The entries that there are, by index, and the pods that may have shown them. */
    private readonly entries: readonly ProfileEntry[],
    private readonly pods: readonly ShowingPod[],
  ) {
    this.#ordinary = new BoundedItems(bounds, slack);
  }

  /** The entry that an item of a pod counts in. `isNew`: whether there is no such entry yet. */
  place(item: ProfileEntry, pod: ShowingPod, isNew: (entry: ProfileEntry) => boolean): ProfileEntry {
    const entry = this.#place(item, pod, isNew);
    this.cut.add(item, entry);
    return entry;
  }

  #place(item: ProfileEntry, pod: ShowingPod, isNew: (entry: ProfileEntry) => boolean): ProfileEntry {
    const { dimension } = item;
    if (this.#noisy?.get(dimension)?.has(pod) === true) return this.#placeApart(item);
    const entry = this.#ordinary.add(item);
    if (!this.#ordinary.isOver(dimension) || !isNew(entry) || !this.#isNoisy(item, pod)) return entry;
    this.#setApart(pod, dimension);
    return this.#placeApart(item);
  }

  #placeApart(item: ProfileEntry): ProfileEntry {
    this.#apart ??= new BoundedItems(this.bounds);
    return this.#apart.add(item);
  }

  /** Looks at a pod the more seldom the more it has shown, as that takes the longer. */
  #isNoisy(item: ProfileEntry, pod: ShowingPod): boolean {
    if (pod.shown < fewestOfNoisy) return false;
    const until = (this.#until ??= new Map<ShowingPod, number>());
    const left = until.get(pod) ?? 0;
    if (left > 0) {
      until.set(pod, left - 1);
      return false;
    }
    until.set(pod, Math.max(leastBetweenLooks, pod.shown >>> 4));
    const own = this.entries.filter((_, index) => pod.hasShown(index));
    return isNoisy([...own, item], item.dimension, this.bounds);
  }

  /** What only noisy pods have shown is taken away again from what is kept of the others. */
  #setApart(pod: ShowingPod, dimension: Dimension): void {
    const noisyPods = (this.#noisy ??= new Map<Dimension, Set<ShowingPod>>());
    noisyPods.set(dimension, (noisyPods.get(dimension) ?? new Set<ShowingPod>()).add(pod));
    this.cut.noisy(dimension);
    this.#ordinary = new BoundedItems(this.bounds, slack);
    for (const [index, entry] of this.entries.entries()) {
      const noisy = noisyPods.get(entry.dimension);
      const stays = noisy === undefined || this.pods.some((each) => !noisy.has(each) && each.hasShown(index));
      (stays ? this.#ordinary : (this.#apart ??= new BoundedItems(this.bounds))).add(entry);
    }
  }
}
