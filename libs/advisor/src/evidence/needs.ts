import type { Dimension, ObservedItem } from '#libs/events';
import { type ContainerProfile, type Coverage, coverageOf, type ProfileItem } from '#libs/profiles';

/** An item of a profile that belongs to one dimension, with the fields of that dimension. */
export interface Need<D extends Dimension> {
  readonly item: Extract<ObservedItem, { dimension: D }>;
  readonly source: ProfileItem;
}

/**
 * What a container was seen to need, by dimension. Interactive sessions (`kubectl exec`) are never a need, and what was
 * refused worked without it: neither is in here. Probes and hooks are: without them the container is not ready, or killed; so
 * is what may be either. Denials are kept whatever their outcome.
 */
export interface Needs {
  readonly of: <D extends Dimension>(dimension: D) => readonly Need<D>[];
  readonly coverage: (dimension: Dimension) => Coverage | undefined;
}

const byProfile = new WeakMap<ContainerProfile, Needs>();

/** Indexes a profile once, however many rules ask. */
export function needsOf(profile: ContainerProfile | undefined): Needs {
  if (profile === undefined) return NOTHING_OBSERVED;
  let needs = byProfile.get(profile);
  if (needs === undefined) byProfile.set(profile, (needs = indexNeeds(profile)));
  return needs;
}

const NOTHING_OBSERVED: Needs = { of: () => [], coverage: () => undefined };

function indexNeeds(profile: ContainerProfile): Needs {
  const byDimension = new Map<Dimension, ProfileItem[]>();
  for (const each of profile.items) {
    if (!isNeed(each)) continue;
    const list = byDimension.get(each.item.dimension);
    if (list === undefined) byDimension.set(each.item.dimension, [each]);
    else list.push(each);
  }
  const needs = new Map<Dimension, readonly Need<Dimension>[]>();
  return {
    of: (dimension) => {
      let list = needs.get(dimension);
      if (list === undefined) {
        list = (byDimension.get(dimension) ?? []).map((source) => ({ item: source.item, source }));
        needs.set(dimension, list);
      }
      return allBelongTo(list, dimension) ? list : [];
    },
    coverage: (dimension) => coverageOf(profile, dimension),
  };
}

function isNeed({ item }: ProfileItem): boolean {
  if (item.origin === 'interactive') return false;
  if (item.dimension === 'denial') return true;
  if (item.dimension === 'capability' && !item.granted) return false;
  return item.outcome === 'allowed';
}

function allBelongTo<D extends Dimension>(
  needs: readonly Need<Dimension>[],
  dimension: D,
): needs is readonly Need<Dimension>[] & readonly Need<D>[] {
  return needs.every(({ item }) => item.dimension === dimension);
}
