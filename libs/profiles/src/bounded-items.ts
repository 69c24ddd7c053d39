import { type Dimension, isFields, itemKey, type ObservedItem, observedItem, RecentMap } from '#libs/events';
import { type PathBounds, PathTrie, withoutProcessNumbers } from './path-trie.js';
import { SmallestHashes } from './smallest-hashes.js';

/** What bounds the items of one container. */
export interface ItemBounds extends PathBounds {
  /** Items kept apart in one dimension. */
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
    kindsOfAccess: 64,
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

/**
 * The items of one container within their bounds. What an item becomes once all have been added depends on the set of
 * items only, never on their order; what earlier calls returned may be added in place of the items themselves.
 */
export class BoundedItems {
  readonly #kept = new Map<Dimension, SmallestHashes>();
  readonly #tries = new Map<string, PathTrie>();
  readonly #addresses = new Map<string, string[]>();
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
    if (item === undefined) return entry;
    const many = manyValued[dimension];
    const value = many === undefined ? undefined : textField(item, many.field);
    if (many === undefined || value === undefined) {
      return this.#keeps(dimension, key, this.bounds.itemsPerDimension) ? entry : beyondBound(dimension);
    }
    const group = groupOf(entry, item, many.field);
    const groups = many.kind === 'path' ? this.bounds.kindsOfAccess : this.bounds.itemsPerDimension;
    if (!this.#keeps(dimension, group, groups)) return beyondBound(dimension);
    const becomes = many.kind === 'path' ? this.#path(dimension, group, value) : this.#address(group, value);
    return becomes === value ? entry : this.#entryWith(item, many.field, becomes);
  }

  #keeps(dimension: Dimension, key: string, limit: number): boolean {
    let kept = this.#kept.get(dimension);
    if (kept === undefined) this.#kept.set(dimension, (kept = new SmallestHashes(limit * this.slack)));
    const isKept = kept.offer(key);
    if (kept.atLeast > limit) this.#over.add(dimension);
    return isKept;
  }

  #path(dimension: Dimension, group: string, path: string): string {
    let trie = this.#tries.get(group);
    if (trie === undefined) this.#tries.set(group, (trie = new PathTrie(this.bounds, this.slack)));
    const becomes = trie.add(withoutProcessNumbers(path));
    if (trie.isOver) this.#over.add(dimension);
    return becomes;
  }

  #address(group: string, address: string): string {
    const addresses = this.#addresses.get(group);
    if (addresses === undefined) {
      this.#addresses.set(group, [address]);
      return address;
    }
    if (addresses[0] === '*') return '*';
    if (addresses.includes(address)) return address;
    if (address !== '*' && addresses.length < this.bounds.addressesPerPort) {
      addresses.push(address);
      return address;
    }
    this.#addresses.set(group, ['*']);
    return '*';
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

const groups = new RecentMap<ProfileEntry, string>(50_000);

/** What an item has in common with those that differ from it in the one field only. The same items come to many containers. */
function groupOf(entry: ProfileEntry, item: ObservedItem, field: string): string {
  let group = groups.get(entry);
  if (group === undefined) groups.set(entry, (group = itemKey({ ...item, [field]: '' })));
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
