import { type Dimension, type NodeFacts, type ObservedItem, observedItem } from '#libs/events';
import { type ContainerProfile, type Coverage, coverage, type ProfileItem, profileItem } from '#libs/profiles';

/** Builders of observations for specs: what is not given is as unremarkable as can be. */

export interface SeenIn {
  readonly pods?: number;
  readonly days?: number;
  readonly count?: number;
  readonly onlyPod?: string;
  readonly pinned?: boolean;
}

/** An item as it was seen: by default 40 times, in 10 pods on 10 days. */
export function seen(item: Readonly<Record<string, unknown>>, how: SeenIn = {}): ProfileItem {
  const { pods = 10, days = 10, count = 40, onlyPod, pinned } = how;
  const parsed: ObservedItem = observedItem.parse(item);
  return profileItem.parse({
    item: parsed,
    seen: { count, first: '2026-03-01T08:00:00Z', last: '2026-03-30T08:00:00Z', pods, days },
    ...(onlyPod !== undefined && { onlyPod }),
    ...(pinned !== undefined && { pinned }),
  });
}

/** A month in which every pod start was watched from start to end: strong evidence. */
export const WATCHED: Coverage = coverage.parse({
  pods: 60,
  starts: 60,
  startDays: 30,
  ends: 60,
  days: 30,
  from: '2026-03-01T00:00:00Z',
  to: '2026-03-30T23:00:00Z',
  received: 100_000,
  lost: 0,
});

/** As WATCHED, but a fifth of the observations was lost: weak evidence. */
export const LOSSY: Coverage = { ...WATCHED, received: 80_000, lost: 20_000 };

export interface Observed {
  readonly items?: readonly ProfileItem[];
  /** Dimensions that were watched, with WATCHED unless said otherwise. */
  readonly watched?: readonly Dimension[];
  readonly coverage?: Coverage;
  readonly imageUsers?: readonly string[];
  readonly imageVolumes?: readonly string[];
}

/** The profile of a container. */
export function observed(name: string, what: Observed = {}): ContainerProfile {
  const covered: Partial<Record<Dimension, Coverage>> = {};
  for (const dimension of what.watched ?? []) covered[dimension] = what.coverage ?? WATCHED;
  return {
    name,
    images: [],
    imageUsers: [...(what.imageUsers ?? [])],
    imageVolumes: [...(what.imageVolumes ?? [])],
    coverage: covered,
    items: [...(what.items ?? [])],
  };
}

/** What a usual node says of itself. */
export const NODE: NodeFacts = { runtime: 'containerd://1.6.38', apparmor: true, selinux: false, unprivilegedPortStart: 0 };
