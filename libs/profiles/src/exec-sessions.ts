import { epochNanoseconds } from '#libs/events';

/** Somebody was inside a container of a pod; canonical times. */
export interface ExecSession {
  readonly pod: number;
  readonly from: string;
  readonly to: string;
}

/** When an item was seen on a day, and by which pods. */
export interface Sighting {
  readonly item: string;
  readonly first: string;
  readonly last: string;
  readonly pods: readonly number[];
}

/** In nanoseconds: longer sessions (a shell that was left open) prove nothing of what else happened meanwhile. */
const longestSession = 3_600n * 1_000_000_000n;
/** In nanoseconds: how far the clock of the API server, which tells of sessions, may be from those of the nodes. */
const clockSkew = 1_000_000_000n;

/**
 * The items that were seen only while somebody was inside the container by `kubectl exec`: what was done there is not a need
 * of the workload. An item counts as such only if each of its sightings, as a whole, lies within one session of each pod
 * that has shown it; and if that pod was watched before the session began, without showing it.
 *
 * `watchedSince`: when each pod was first watched, as a canonical time.
 */
export function onlyInSessions(
  sightings: readonly Sighting[],
  sessions: readonly ExecSession[],
  watchedSince: ReadonlyMap<number, string>,
): ReadonlySet<string> {
  const usable = sessions.flatMap(({ pod, from, to }) => {
    const [begin, end] = [epochNanoseconds(from), epochNanoseconds(to)];
    const since = watchedSince.get(pod);
    return since !== undefined && since < from && end - begin <= longestSession
      ? [{ pod, begin: begin - clockSkew, end: end + clockSkew }]
      : [];
  });
  const byPod = Map.groupBy(usable, ({ pod }) => pod);
  const inside = new Set<string>();
  const outside = new Set<string>();
  for (const { item, first, last, pods } of sightings) {
    const [from, to] = [epochNanoseconds(first), epochNanoseconds(last)];
    const isInside = pods.every((pod) =>
      byPod.get(pod)?.some(({ begin, end }) => begin <= from && to <= end),
    );
    (isInside && pods.length > 0 ? inside : outside).add(item);
  }
  return new Set([...inside].filter((item) => !outside.has(item)));
}
