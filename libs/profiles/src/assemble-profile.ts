import {
  compareItems,
  compareText,
  type Dimension,
  dimensionNames,
  itemKey,
  type NodeFacts,
  type ObservedItem,
  sortedDimensions,
} from '#libs/events';
import {
  beyondBound,
  BoundedItems,
  type ItemBounds,
  manyValuedField,
  type ProfileEntry,
} from './bounded-items.js';
import { MOST_COUNTED } from './most-counted.js';
import { type DecidedAt, isForgotten, pinnedContainers, pinnedItems } from './decisions.js';
import { noisyPods } from './noisy-pods.js';
import { isCollapsedPath } from './path-trie.js';
import type { ContainerProfile, ProfileItem, RuntimeProfile } from './runtime-profile.js';
import { coverageIn, type Transmission, versionsOf, type Watch } from './watches.js';

/** An item as it was kept, merged over the days of the window. Times are canonical, days `YYYY-MM-DD`, pods numbers of ours. */
export interface KeptItem {
  readonly dimension: Dimension;
  /** Undefined: all that was beyond the bound. */
  readonly item: ObservedItem | undefined;
  readonly count: number;
  readonly first: string;
  readonly last: string;
  readonly pods: readonly number[];
  readonly days: readonly string[];
}

export interface KeptContainer {
  readonly name: string;
  readonly images: readonly {
    readonly image?: string | undefined;
    readonly digest?: string | undefined;
    readonly user?: string | undefined;
    readonly volumes?: readonly string[] | undefined;
  }[];
  readonly items: readonly KeptItem[];
  readonly watches: readonly Watch[];
  readonly transmission: ReadonlyMap<Dimension, Transmission>;
}

/** Everything kept about a workload in a window. */
export interface KeptWorkload {
  readonly workload: RuntimeProfile['workload'];
  readonly window?: RuntimeProfile['window'];
  readonly nodeFacts: readonly NodeFacts[];
  readonly podUids: ReadonlyMap<number, string>;
  readonly containers: readonly KeptContainer[];
  /** What people decided of it. Absent: nothing. */
  readonly decisions?: readonly DecidedAt[];
}

/**
 * Assembles a profile: bounds and collapses over the whole window, merges, counts and sorts. Then it forgets and pins: as
 * what is collapsed does not depend on the order in which it was observed, neither does what is forgotten.
 */
export function assembleProfile(kept: KeptWorkload, bounds: ItemBounds): RuntimeProfile {
  const { decisions = [] } = kept;
  const observed = new Set(kept.containers.map(({ name }) => name));
  const onlyPinned = pinnedContainers(decisions).filter((name) => !observed.has(name));
  const pods = new Set(kept.containers.flatMap(({ watches }) => watches.map(({ pod }) => pod)));
  return {
    workload: kept.workload,
    ...(kept.window === undefined ? {} : { window: kept.window }),
    pods: pods.size,
    nodeFacts: distinct(kept.nodeFacts),
    containers: [...kept.containers, ...onlyPinned.map(unobserved)]
      .map((container) => containerOf(container, kept.podUids, decisions, bounds))
      .sort((a, b) => compareText(a.name, b.name)),
  };
}

function unobserved(name: string): KeptContainer {
  return { name, images: [], items: [], watches: [], transmission: new Map() };
}

function containerOf(
  kept: KeptContainer,
  podUids: ReadonlyMap<number, string>,
  decisions: readonly DecidedAt[],
  bounds: ItemBounds,
): ContainerProfile {
  const entries = collapse(kept.items, podUids, bounds);
  const versions = versionsOf(kept.watches);
  const full = new Set(entries.flatMap(({ entry }) => (entry.item === undefined ? [entry.dimension] : [])));
  return {
    name: kept.name,
    images: distinct(
      kept.images.flatMap(({ image, digest }) =>
        image === undefined ? [] : [{ image, ...(digest === undefined ? {} : { digest }) }],
      ),
    ),
    imageUsers: distinct(kept.images.flatMap(({ user }) => user ?? [])),
    imageVolumes: distinct(kept.images.flatMap(({ volumes }) => volumes ?? [])),
    coverage: Object.fromEntries(
      dimensionNames.flatMap((dimension) => {
        const coverage = coverageIn(dimension, kept, versions, full.has(dimension));
        return coverage === undefined ? [] : [[dimension, coverage]];
      }),
    ),
    ...(full.size > 0 && { full: [...sortedDimensions(full)] }),
    items: decided(
      entries.flatMap(({ entry, merged }) =>
        entry.item === undefined ? [] : [profileItemOf(entry.item, merged, podUids)],
      ),
      kept.name,
      decisions,
    ).sort((a, b) => compareItems(a.item, b.item)),
  };
}

/** The items without those that are forgotten, and with those that are pinned. */
function decided(
  items: readonly ProfileItem[],
  container: string,
  decisions: readonly DecidedAt[],
): ProfileItem[] {
  if (decisions.length === 0) return [...items];
  const pins = pinnedItems(decisions, container);
  const observed = new Set<string>();
  const left = items.flatMap((each) => {
    const key = itemKey(each.item);
    observed.add(key);
    if (pins.has(key)) return [{ ...each, pinned: true }];
    return isForgotten(decisions, container, each.item) ? [] : [each];
  });
  const onlyPinned = [...pins].filter(([key]) => !observed.has(key)).map(([, pin]) => pinnedItem(pin));
  return [...left, ...onlyPinned];
}

function pinnedItem({ item, at }: { readonly item: ObservedItem; readonly at: string }): ProfileItem {
  return {
    item,
    seen: { count: 0, first: at, last: at, pods: 0, days: 0 },
    collapsed: isCollapsed(item),
    pinned: true,
  };
}

interface Merged {
  count: number;
  first: string;
  last: string;
  readonly pods: Set<number>;
  readonly days: Set<string>;
}

/**
 * What items become depends on all of them, so all are added before any is asked for. What only noisy pods have shown is
 * bounded by itself.
 */
function collapse(
  items: readonly KeptItem[],
  podUids: ReadonlyMap<number, string>,
  bounds: ItemBounds,
): readonly { readonly entry: ProfileEntry; readonly merged: Merged }[] {
  const shown = items.map((kept) => ({ kept, entry: entryOf(kept), pods: kept.pods }));
  const all = new BoundedItems(bounds);
  for (const { entry } of shown) all.add(entry);
  const noisy = noisyPods(shown, all, bounds, (pod) => podUids.get(pod) ?? '');
  const isQuiet = noisy.size === 0;
  const [ordinary, apart] = [isQuiet ? all : new BoundedItems(bounds), new BoundedItems(bounds)];
  const entries = shown.map(({ kept, entry, pods }) => {
    const loud = noisy.get(entry.dimension);
    const bounded = loud !== undefined && pods.every((pod) => loud.has(pod)) ? apart : ordinary;
    return { kept, entry, bounded };
  });
  if (!isQuiet) for (const { entry, bounded } of entries) bounded.add(entry);
  const merged = new Map<string, { readonly entry: ProfileEntry; readonly merged: Merged }>();
  for (const { kept, entry, bounded } of entries) {
    const final = bounded.add(entry);
    const known = merged.get(final.key)?.merged;
    if (known === undefined) {
      merged.set(final.key, {
        entry: final,
        merged: { ...kept, pods: new Set(kept.pods), days: new Set(kept.days) },
      });
    } else merge(known, kept);
  }
  return [...merged.values()];
}

function entryOf({ dimension, item }: KeptItem): ProfileEntry {
  return item === undefined ? beyondBound(dimension) : { key: itemKey(item), dimension, item };
}

function merge(into: Merged, { count, first, last, pods, days }: KeptItem): void {
  into.count = Math.min(into.count + count, MOST_COUNTED);
  if (first < into.first) into.first = first;
  if (last > into.last) into.last = last;
  for (const pod of pods) into.pods.add(pod);
  for (const day of days) into.days.add(day);
}

function profileItemOf(
  item: ObservedItem,
  merged: Merged,
  podUids: ReadonlyMap<number, string>,
): ProfileItem {
  const { count, first, last, pods, days } = merged;
  const [pod] = pods;
  const onlyPod = pods.size === 1 && pod !== undefined ? podUids.get(pod) : undefined;
  return {
    item,
    seen: { count, first, last, pods: pods.size, days: days.size },
    collapsed: isCollapsed(item),
    ...(onlyPod === undefined ? {} : { onlyPod }),
    pinned: false,
  };
}

function isCollapsed(item: ObservedItem): boolean {
  const many = manyValuedField(item);
  return many !== undefined && (many.kind === 'path' ? isCollapsedPath(many.value) : many.value === '*');
}

/** Each value once, in the order of their JSON. */
function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value]))]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, value]) => value);
}
