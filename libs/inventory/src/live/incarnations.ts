import { AFTER_ALL_TIMES, compareText, timestampOfMilliseconds } from '#libs/events';

/** One of the pods that had a name one after the other. */
export interface Incarnation {
  readonly createdAt: Date;
  /** Undefined: it is there. */
  readonly goneAt: Date | undefined;
}

/** The pod that had the name at a time, and the times at which it was that one: canonical, `until` not included. */
export interface Found<T> {
  readonly pod: T;
  readonly from: string;
  readonly until: string;
}

/** In ms: by how much the clock of a node may be behind that of the API server, which says when a pod was created. */
const clockBehind = 60_000;
/** In ms: by how much it may be ahead of that of the collector, which says when the pod had gone. */
const clockAhead = 5_000;

/**
 * The pod that had a name at a canonical time, of those that are known to have had it, in the order in which they were
 * created. `earlier`: it was one before them, which is forgotten; `later`: one after them, which is not known yet.
 * `earlier` holds for all times before `until`, `later` from `from` on.
 */
export function incarnationAt<T extends Incarnation>(
  incarnations: readonly T[],
  at: string,
):
  | Found<T>
  | { readonly pod: 'earlier'; readonly until: string }
  | { readonly pod: 'later'; readonly from: string } {
  const index = incarnations.findLastIndex(({ createdAt }, place) => beginning(createdAt, place) <= at);
  const pod = incarnations[index];
  if (pod === undefined) {
    const [first] = incarnations;
    return { pod: 'earlier', until: first === undefined ? AFTER_ALL_TIMES : beginning(first.createdAt, 0) };
  }
  const next = incarnations[index + 1];
  const until =
    next === undefined
      ? pod.goneAt === undefined
        ? AFTER_ALL_TIMES
        : timestampOfMilliseconds(pod.goneAt.getTime() + clockAhead)
      : timestampOfMilliseconds(next.createdAt.getTime());
  return at < until ? { pod, from: beginning(pod.createdAt, index), until } : { pod: 'later', from: until };
}

/** Those of the candidates that may have been there at a canonical time, and the times at which it is just these. */
export function candidatesAt<T extends Incarnation>(
  candidates: readonly T[],
  at: string,
): { readonly candidates: readonly T[]; readonly from: string; readonly until: string } {
  const lives = candidates.map((candidate) => ({
    candidate,
    begin: beginning(candidate.createdAt, 0),
    end:
      candidate.goneAt === undefined
        ? AFTER_ALL_TIMES
        : timestampOfMilliseconds(candidate.goneAt.getTime() + clockAhead),
  }));
  const turns = lives.flatMap(({ begin, end }) => [begin, end]).sort(compareText);
  return {
    candidates: lives.filter(({ begin, end }) => begin <= at && at < end).map(({ candidate }) => candidate),
    from: turns.findLast((turn) => turn <= at) ?? '',
    until: turns.find((turn) => turn > at) ?? AFTER_ALL_TIMES,
  };
}

function beginning(createdAt: Date, place: number): string {
  return timestampOfMilliseconds(createdAt.getTime() - (place === 0 ? clockBehind : 0));
}
