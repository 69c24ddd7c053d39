import { compareText, type Dimension } from '#libs/events';
import { BoundedItems, type ItemBounds, type ProfileEntry } from './bounded-items.js';

/** Pods are asked in the order of how many entries they have, until so many were not noisy: those with fewer hardly are. */
const mostQuiet = 20;

/** An entry, and the pods that have shown it. */
export interface ShownEntry {
  readonly entry: ProfileEntry;
  readonly pods: readonly number[];
}

/** Whether the entries that one pod has shown in a dimension are by themselves more than the bounds of a whole profile. */
export function isNoisy(entries: Iterable<ProfileEntry>, dimension: Dimension, bounds: ItemBounds): boolean {
  const own = new BoundedItems(bounds);
  for (const entry of entries) {
    if (entry.dimension !== dimension) continue;
    if (entry.item === undefined) return true;
    own.add(entry);
    if (own.isOver(dimension)) return true;
  }
  return false;
}

/**
 * The pods that are noisy, by dimension. What only they have shown is bounded apart from the rest: otherwise one pod would
 * decide what is kept of all others. Empty as long as all entries together, which `all` holds, keep to the bounds. `uidOf`: of
 * pods with equally many entries their UIDs decide, as their numbers depend on who came first.
 */
export function noisyPods(
  shown: readonly ShownEntry[],
  all: BoundedItems,
  bounds: ItemBounds,
  uidOf: (pod: number) => string,
): ReadonlyMap<Dimension, ReadonlySet<number>> {
  const noisy = new Map<Dimension, ReadonlySet<number>>();
  for (const [dimension, here] of Map.groupBy(shown, ({ entry }) => entry.dimension)) {
    if (!all.isOver(dimension) && here.every(({ entry }) => entry.item !== undefined)) continue;
    const byPod = new Map<number, ProfileEntry[]>();
    for (const { entry, pods } of here) {
      for (const pod of pods) {
        const entries = byPod.get(pod);
        if (entries === undefined) byPod.set(pod, [entry]);
        else entries.push(entry);
      }
    }
    const loudestFirst = [...byPod].sort(
      ([a, x], [b, y]) => y.length - x.length || compareText(uidOf(a), uidOf(b)),
    );
    const found: number[] = [];
    let quiet = 0;
    for (const [pod, entries] of loudestFirst) {
      if (isNoisy(entries, dimension, bounds)) found.push(pod);
      else if ((quiet += 1) === mostQuiet) break;
    }
    if (found.length > 0) noisy.set(dimension, new Set(found));
  }
  return noisy;
}
