import type { KnownItem } from '#libs/events';
import type { PodDay } from './states.js';

const slots = 1 << 18;
/** In each: the number of the container's day, that of the item, the index of the entry. */
const perSlot = 3;

/**
 * A short cut to the entries that items of containers count in: a hash table that keeps the last of those that share a slot.
 * Of any size and age of the state, one look into one place of memory answers for nearly all observations.
 */
export class RecentEntries {
  // Numbers count from one and are never given again; 0: nothing is in the slot.
  readonly #slots = new Int32Array(slots * perSlot);

  /** Index of the entry of the container's day that an item of the pod counts in. */
  indexOf(item: KnownItem, podDay: PodDay): number {
    const { container } = podDay;
    const mixed = Math.imul(container.number, 0x9e3779b1) ^ Math.imul(item.number, 0x85ebca6b);
    const at = ((mixed ^ (mixed >>> 15)) & (slots - 1)) * perSlot;
    if (this.#slots[at] === container.number && this.#slots[at + 1] === item.number)
      return this.#slots[at + 2] ?? 0;
    const index = container.indexOf(item, podDay);
    // What an item that does not stand for itself counts in may change.
    if (container.entryAt(index).key === item.key) {
      this.#slots[at] = container.number;
      this.#slots[at + 1] = item.number;
      this.#slots[at + 2] = index;
    }
    return index;
  }

  clear(): void {
    this.#slots.fill(0);
  }
}
