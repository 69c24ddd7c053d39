import { compareText, isStandInUid } from '#libs/events';

/** A pod on days on which it was watched. */
export interface SeenPod {
  readonly pod: number;
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** `YYYY-MM-DD`. */
  readonly days: readonly string[];
}

/** Which pods are the same, seen by agents that know their UID and by others that know only their name. */
export interface SamePods {
  /** Pods that may be another one on another day. */
  readonly several: ReadonlySet<number>;
  /** The pod that was watched on a day: on any of its days, but for those that are `several`. */
  watched(pod: number, day: string): number;
  /** The pods that have shown something, each once. */
  shown(pods: readonly number[]): readonly number[];
  /** All that stand for one of these pods, themselves included. */
  standIns(pods: ReadonlySet<number>): ReadonlySet<number>;
}

interface Known {
  readonly pod: number;
  readonly uid: string;
  readonly days: Set<string>;
}

/**
 * Pods of one workload that an agent only named, and that were seen by one that knows the UID of a pod of that name on one of
 * the days, are that pod: else it would count twice. If several had the name on those days, what was seen under the name is of
 * one of them, and makes none more. Errs towards fewer pods, which is less evidence; pods of different days stay apart.
 */
export function samePods(seen: readonly SeenPod[]): SamePods {
  if (!seen.some(isStandIn)) return allApart;
  const candidates = new Map<number, readonly Known[]>();
  for (const ofName of Map.groupBy(seen, ({ namespace, name }) => `${namespace}/${name}`).values()) {
    const pods = podsOf(ofName);
    const [named, known] = [pods.filter(isStandIn), pods.filter((pod) => !isStandIn(pod))];
    for (const [index, pod] of named.entries()) {
      const theirs = sharingDays(pod, known);
      const same = theirs.length > 0 ? theirs : sharingDays(pod, named.slice(0, index));
      if (same.length > 0) candidates.set(pod.pod, same);
    }
  }
  if (candidates.size === 0) return allApart;
  const watched = (pod: number, day: string): number => {
    const theirs = candidates.get(pod) ?? [];
    const target = theirs.find(({ days }) => days.has(day)) ?? theirs[0];
    // What only has a name may be the same as what has the same one.
    return target === undefined ? pod : watched(target.pod, day);
  };
  return {
    several: new Set(
      [...candidates].flatMap(([pod, theirs]) => (isSeveral(theirs, candidates) ? [pod] : [])),
    ),
    watched,
    shown: (pods) => {
      const others = new Set(pods.filter((pod) => !candidates.has(pod)));
      for (const pod of pods) {
        const theirs = candidates.get(pod);
        const [first] = theirs ?? [];
        if (theirs === undefined || first === undefined || theirs.some((each) => others.has(each.pod)))
          continue;
        others.add(watched(first.pod, ''));
      }
      return [...others];
    },
    standIns: (pods) => {
      const all = new Set(pods);
      for (const [pod, theirs] of candidates) if (theirs.some((each) => pods.has(each.pod))) all.add(pod);
      return all;
    },
  };
}

/** Whether there are two of them, or one that is one of two itself. */
function isSeveral(theirs: readonly Known[], candidates: ReadonlyMap<number, readonly Known[]>): boolean {
  return theirs.length > 1 || theirs.some(({ pod }) => isSeveral(candidates.get(pod) ?? [], candidates));
}

const allApart: SamePods = {
  several: new Set(),
  watched: (pod) => pod,
  shown: (pods) => pods,
  standIns: (pods) => pods,
};

type Grouped = Known & Pick<SeenPod, 'namespace' | 'name'>;

/** In the order of their UIDs: numbers of pods depend on who came first. */
function podsOf(seen: readonly SeenPod[]): readonly Grouped[] {
  return [...Map.groupBy(seen, ({ pod }) => pod).values()]
    .flatMap((rows): Grouped[] => {
      const [row] = rows;
      return row === undefined ? [] : [{ ...row, days: new Set(rows.flatMap(({ days }) => days)) }];
    })
    .sort((a, b) => compareText(a.uid, b.uid));
}

function isStandIn({ uid, namespace, name }: Pick<SeenPod, 'uid' | 'namespace' | 'name'>): boolean {
  return isStandInUid(uid, namespace, name);
}

function sharingDays({ days }: Known, pods: readonly Known[]): readonly Known[] {
  return pods.filter((other) => [...days].some((day) => other.days.has(day)));
}
