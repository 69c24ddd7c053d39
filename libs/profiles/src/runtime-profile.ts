import { clusterName, type Dimension, dimension, nodeFacts, observedItem, timestamp } from '#libs/events';
import { z } from 'zod';

/**
 * How often, when and how widely an item was seen. `pods` and `days` are exact numbers of distinct pods and UTC days. Of a
 * pinned item that was not seen in the window all numbers are 0, and the times are when it was pinned.
 */
export const seen = z.object({
  count: z.int().min(0),
  first: timestamp,
  last: timestamp,
  pods: z.int().min(0),
  days: z.int().min(0),
});
export type Seen = z.infer<typeof seen>;

/** An item of a profile: what was observed, and how it was seen. */
export const profileItem = z.object({
  item: observedItem,
  seen,
  /** The path stands for many (`/tmp/*`): more were observed below it than are kept apart. */
  collapsed: z.boolean().default(false),
  /** UID of the pod, if just one has shown the item: what the estimate of the unseen is made from. */
  onlyPod: z.string().optional(),
  /** A person decided: `pinned` counts as observed for ever; forgotten items are not in the profile at all. */
  pinned: z.boolean().default(false),
});
export type ProfileItem = z.infer<typeof profileItem>;

const version = z.object({
  /** Of the ReplicaSet, or the label `pod-template-hash` or `controller-revision-hash`; absent: unknown. */
  templateHash: z.string().optional(),
  imageDigest: z.string().optional(),
});

/** What was watched of one version of a workload: its fields mean what those of `coverage` do. */
export const versionCoverage = version.extend({
  pods: z.int().min(0),
  starts: z.int().min(0),
  startDays: z.int().min(0),
  ends: z.int().min(0),
  days: z.int().min(0),
  from: timestamp.optional(),
  to: timestamp.optional(),
});
export type VersionCoverage = z.infer<typeof versionCoverage>;

/**
 * What the evidence of one dimension can and cannot show. A dimension without an entry was not watched: nothing may be
 * concluded from silence there.
 */
export const coverage = z.object({
  /** Distinct pods, and of those the ones watched since their first process; of pods of Jobs, the Jobs: a run is a start. */
  pods: z.int().min(0),
  starts: z.int().min(0),
  /** Distinct pairs of a version and the UTC day on which a pod of it was started. Absent: not known. */
  startDays: z.int().min(0).optional(),
  /** Of `starts`, those watched until the container had ended. Absent: none. */
  ends: z.int().min(0).optional(),
  /** Distinct UTC days on which the dimension was watched. */
  days: z.int().min(0),
  from: timestamp,
  to: timestamp,
  /**
   * Observations received, and observations that agents said they had to drop, or that a gap in sequences shows: both of
   * all containers of the nodes on which the pods ran, as an agent can't say of whose observations it lost. An event
   * without an observation of the dimension counts as one received: it says that there was nothing.
   */
  received: z.int().min(0),
  lost: z.int().min(0),
  /** The profile hit its bound in this dimension: items beyond it were counted, not kept. */
  full: z.boolean().default(false),
  /** True where agents saw only a part of the dimension (of `file`, opens but not renames). */
  partial: z.boolean().optional(),
  /** By template hash and image digest, the one started last first; the latest ten. Absent: neither is known. */
  versions: z.array(versionCoverage).optional(),
});
export type Coverage = z.infer<typeof coverage>;

export const containerProfile = z.object({
  name: z.string(),
  images: z.array(z.object({ image: z.string(), digest: z.string().optional() })),
  /** USER of the image; "" where it has none; absent: unknown. Differing images of one container give each their value. */
  imageUsers: z.array(z.string()),
  imageVolumes: z.array(z.string()),
  coverage: z.partialRecord(dimension, coverage),
  /** Dimensions in which the profile hit its bound, watched or not: more was seen than its items show. Absent: none. */
  full: z.array(dimension).optional(),
  items: z.array(profileItem),
});
export type ContainerProfile = z.infer<typeof containerProfile>;

/**
 * The aggregated observations of a workload in a window. Containers are sorted by name, items by dimension and then by
 * their identifying fields.
 */
export const runtimeProfile = z.object({
  workload: z.object({ cluster: clusterName, namespace: z.string(), kind: z.string(), name: z.string() }),
  window: z.object({ from: timestamp, to: timestamp }).optional(),
  /** Distinct pods observed at all. */
  pods: z.int().min(0),
  /** The distinct sets of facts of the nodes that the pods ran on. */
  nodeFacts: z.array(nodeFacts),
  containers: z.array(containerProfile),
});
export type RuntimeProfile = z.infer<typeof runtimeProfile>;

/** The coverage of a dimension, or undefined where nobody watched it. */
export function coverageOf(profile: ContainerProfile, name: Dimension): Coverage | undefined {
  const known = profile.coverage[name];
  return known !== undefined && !known.full && isFull(profile, name) ? { ...known, full: true } : known;
}

/** Whether more was seen in a dimension than the items of the profile show. */
export function isFull({ coverage: known, full = [] }: ContainerProfile, name: Dimension): boolean {
  return full.includes(name) || known[name]?.full === true;
}
