import {
  compareItems,
  compareText,
  type Dimension,
  dimensionNames,
  itemKey,
  type NodeFacts,
  type ObservedItem,
} from '#libs/events';
import {
  beyondBound,
  BoundedItems,
  type ItemBounds,
  manyValuedField,
  type ProfileEntry,
} from './bounded-items.js';
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
}

/** Assembles a profile: bounds and collapses over the whole window, merges, counts and sorts. */
export function assembleProfile(kept: KeptWorkload, bounds: ItemBounds): RuntimeProfile {
  const pods = new Set(kept.containers.flatMap(({ watches }) => watches.map(({ pod }) => pod)));
  return {
    workload: kept.workload,
    ...(kept.window === undefined ? {} : { window: kept.window }),
    pods: pods.size,
    nodeFacts: distinct(kept.nodeFacts),
    containers: kept.containers
      .map((container) => containerOf(container, kept.podUids, bounds))
      .sort((a, b) => compareText(a.name, b.name)),
  };
}

function containerOf(
  kept: KeptContainer,
  podUids: ReadonlyMap<number, string>,
  bounds: ItemBounds,
): ContainerProfile {
  const entries = collapse(kept.items, bounds);
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
    items: entries
      .flatMap(({ entry, merged }) =>
        entry.item === undefined ? [] : [profileItemOf(entry.item, merged, podUids)],
      )
      .sort((a, b) => compareItems(a.item, b.item)),
  };
}

interface Merged {
  count: number;
  first: string;
  last: string;
  readonly pods: Set<number>;
  readonly days: Set<string>;
}

/** What items become depends on all of them, so all are added before any is asked for. */
function collapse(
  items: readonly KeptItem[],
  bounds: ItemBounds,
): readonly { readonly entry: ProfileEntry; readonly merged: Merged }[] {
  const bounded = new BoundedItems(bounds);
  const entries = items.map((kept) => ({ kept, entry: entryOf(kept) }));
  for (const { entry } of entries) bounded.add(entry);
  const merged = new Map<string, { readonly entry: ProfileEntry; readonly merged: Merged }>();
  for (const { kept, entry } of entries) {
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
  into.count += count;
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
  const many = manyValuedField(item);
  const [pod] = pods;
  const onlyPod = pods.size === 1 && pod !== undefined ? podUids.get(pod) : undefined;
  return {
    item,
    seen: { count, first, last, pods: pods.size, days: days.size },
    collapsed:
      many !== undefined && (many.kind === 'path' ? isCollapsedPath(many.value) : many.value === '*'),
    ...(onlyPod === undefined ? {} : { onlyPod }),
    pinned: false,
  };
}

/** Each value once, in the order of their JSON. */
function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value]))]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, value]) => value);
}
