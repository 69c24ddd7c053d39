import { type Dimension, isFields, itemKey, type ObservedItem, observedItem, RecentMap } from '#libs/events';
import { AddressSet } from './address-set.js';
import { mostWeight, type PathBounds, PathTrie, withoutProcessNumbers } from './path-trie.js';
import { SmallestHashes } from './smallest-hashes.js';

/** What bounds the items of one container. */
export interface ItemBounds extends PathBounds {
  /** Items kept apart in one dimension: all kinds of access and ports together. */
  readonly itemsPerDimension: number;
  /** Addresses kept apart of one protocol, port and class of peer. */
  readonly addressesPerPort: number;
  /** Kinds of file access (operation, place, mount) whose paths are kept apart. */
  readonly kindsOfAccess: number;
}

/** Bounds for a number of items per dimension (the setting PROFILE_MAX_ITEMS_PER_DIMENSION). */
export function itemBounds(itemsPerDimension: number): ItemBounds {
  return {
    itemsPerDimension,
    paths: itemsPerDimension,
    namesPerDirectory: 32,
    namesBelow: { '/tmp': 8, '/var/tmp': 8, '/dev/shm': 8, '/run': 16, '/var/run': 16 },
    addressesPerPort: 16,
    kindsOfAccess: Math.min(64, itemsPerDimension),
  };
}

/** An entry of a profile. `item` is undefined in the one entry of a dimension that counts all beyond its bound. */
export interface ProfileEntry {
  readonly key: string;
  readonly dimension: Dimension;
  readonly item: ObservedItem | undefined;
}

/** Which field of a dimension many items may differ in, and what stands for all of its values. */
const manyValued: Partial<Record<Dimension, { readonly field: string; readonly kind: 'path' | 'address' }>> =
  {
    exec: { field: 'path', kind: 'path' },
    file: { field: 'path', kind: 'path' },
    device: { field: 'path', kind: 'path' },
    mount: { field: 'target', kind: 'path' },
    'unix-connect': { field: 'path', kind: 'path' },
    listen: { field: 'address', kind: 'address' },
    accept: { field: 'address', kind: 'address' },
    connect: { field: 'address', kind: 'address' },
  };

/** Items that differ in one field only: its values, or what stands for them. */
interface Group {
  add(value: string): string;
  /** As many values as are kept apart, or more. */
  readonly weight: number;
  /** Whether values are more than the bounds allow, without slack. */
  readonly isOver: boolean;
  tighten(level: number): void;
}

/** The groups of a dimension. */
interface Groups {
  readonly byKey: Map<string, Group>;
  /** How often the limits of all groups are halved, so that together they keep to the bound of the dimension. */
  level: number;
  weight: number;
}

/**
 * The items of one container within their bounds. What an item becomes once all have been added depends on the set of
 * items only, never on their order; what earlier calls returned may be added in place of the items themselves.
 */
export class BoundedItems {
  readonly #kept = new Map<Dimension, SmallestHashes>();
  readonly #groups = new Map<Dimension, Groups>();
  readonly #collapsed = new Map<string, ProfileEntry>();
  readonly #over = new Set<Dimension>();

  /** `slack`: how many times more is kept apart than the bounds say; directories are crowded as soon as without it. */
  constructor(
    private readonly bounds: ItemBounds,
    private readonly slack = 1,
  ) {}

  /** Whether the items of a dimension are more than the bounds allow, without slack. */
  isOver(dimension: Dimension): boolean {
    return this.#over.has(dimension);
  }

  /** Adds an item and returns the entry that it counts in, as far as is known by now. */
  add(entry: ProfileEntry): ProfileEntry {
    const { dimension, item, key } = entry;
    const many = manyValued[dimension];
    if (item === undefined) {
      if (many !== undefined) this.#tightenMost(dimension);
      return entry;
    }
    const limit = many?.kind === 'path' ? this.bounds.kindsOfAccess : this.bounds.itemsPerDimension;
    const value = many === undefined ? undefined : textField(item, many.field);
    const group = many === undefined || value === undefined ? key : groupOf(entry, item, many.field);
    const isKept = this.#keeps(dimension, group, limit);
    if (many === undefined) return isKept ? entry : beyondBound(dimension);
    const kept = this.#kept.get(dimension)?.atLeast ?? 0;
    if (kept > limit * this.slack) this.#tightenMost(dimension);
    if (!isKept) return beyondBound(dimension);
    const becomes = this.#valueInGroup(dimension, group, value ?? '');
    return value === undefined || becomes === value ? entry : this.#entryWith(item, many.field, becomes);
  }

  #keeps(dimension: Dimension, key: string, limit: number): boolean {
    let kept = this.#kept.get(dimension);
    if (kept === undefined) this.#kept.set(dimension, (kept = new SmallestHashes(limit * this.slack)));
    const isKept = kept.offer(key);
    if (kept.atLeast > limit) this.#over.add(dimension);
    return isKept;
  }

  #valueInGroup(dimension: Dimension, key: string, value: string): string {
    const groups = this.#groupsOf(dimension);
    const arePaths = manyValued[dimension]?.kind === 'path';
    let group = groups.byKey.get(key);
    if (group === undefined) {
      group = arePaths ? new PathTrie(this.bounds, this.slack) : new AddressSet(this.bounds.addressesPerPort);
      if (groups.level > 0) group.tighten(groups.level);
      groups.byKey.set(key, group);
    }
    const added = arePaths ? withoutProcessNumbers(value) : value;
    const before = group.weight;
    let becomes = group.add(added);
    groups.weight += group.weight - before;
    if (group.isOver) this.#over.add(dimension);
    if (this.#tightenWhereOver(dimension, groups)) becomes = group.add(added);
    if (group.isOver) this.#over.add(dimension);
    return becomes;
  }

  /**
   * What weighs too much together is bounded more tightly, in all groups alike. As weights only grow, how tightly depends on
   * the set of items.
   */
  #tightenWhereOver(dimension: Dimension, groups: Groups): boolean {
    const { itemsPerDimension } = this.bounds;
    if (groups.weight > itemsPerDimension) this.#over.add(dimension);
    const before = groups.level;
    while (groups.weight > itemsPerDimension * this.slack && groups.level < this.#tightest(dimension))
      tighten(groups, groups.level + 1);
    return groups.level > before;
  }

  /**
   * There are more groups than are kept: those that are may each weigh no more than their share. With them went weights, by
   * which the others would depend on who came first.
   */
  #tightenMost(dimension: Dimension): void {
    const groups = this.#groupsOf(dimension);
    const tightest = this.#tightest(dimension);
    if (groups.level < tightest) tighten(groups, tightest);
  }

  /** How often limits are halved until as many groups as are kept, each with all that it may weigh, keep to the bound. */
  #tightest(dimension: Dimension): number {
    const { itemsPerDimension, kindsOfAccess, addressesPerPort } = this.bounds;
    const most =
      manyValued[dimension]?.kind === 'path'
        ? kindsOfAccess * mostWeight(this.bounds)
        : itemsPerDimension * addressesPerPort;
    return Math.max(0, Math.ceil(Math.log2(most / itemsPerDimension)));
  }

  #groupsOf(dimension: Dimension): Groups {
    let groups = this.#groups.get(dimension);
    if (groups === undefined)
      this.#groups.set(dimension, (groups = { byKey: new Map(), level: 0, weight: 0 }));
    return groups;
  }

  #entryWith(item: ObservedItem, field: string, value: string): ProfileEntry {
    const fields = { ...item, [field]: value };
    const key = itemKey(fields);
    let entry = this.#collapsed.get(key);
    if (entry === undefined) {
      entry = { key, dimension: item.dimension, item: observedItem.parse(fields) };
      this.#collapsed.set(key, entry);
    }
    return entry;
  }
}

function tighten(groups: Groups, level: number): void {
  groups.level = level;
  groups.weight = 0;
  for (const group of groups.byKey.values()) {
    group.tighten(level);
    groups.weight += group.weight;
  }
}

const groupKeys = new RecentMap<ProfileEntry, string>(50_000);

/** What an item has in common with those that differ from it in the one field only. The same items come to many containers. */
function groupOf(entry: ProfileEntry, item: ObservedItem, field: string): string {
  let group = groupKeys.get(entry);
  if (group === undefined) groupKeys.set(entry, (group = itemKey({ ...item, [field]: '' })));
  return group;
}

/** The entry that counts everything beyond the bound of a dimension. */
export function beyondBound(dimension: Dimension): ProfileEntry {
  let entry = beyond.get(dimension);
  if (entry === undefined)
    beyond.set(dimension, (entry = { key: `${dimension}\0beyond`, dimension, item: undefined }));
  return entry;
}

const beyond = new Map<Dimension, ProfileEntry>();

/** The field in which many items of a dimension may differ. */
export function manyValuedFieldOf(
  dimension: Dimension,
): { readonly field: string; readonly kind: 'path' | 'address' } | undefined {
  return manyValued[dimension];
}

/** The value of the field in which many items of a dimension may differ. */
export function manyValuedField(
  item: ObservedItem,
): { readonly kind: 'path' | 'address'; readonly value: string } | undefined {
  const many = manyValued[item.dimension];
  const value = many === undefined ? undefined : textField(item, many.field);
  return many === undefined || value === undefined ? undefined : { kind: many.kind, value };
}

function textField(item: unknown, field: string): string | undefined {
  const value = isFields(item) ? item[field] : undefined;
  return typeof value === 'string' ? value : undefined;
}
