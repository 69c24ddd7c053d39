/** How long to wait before a process that ended by itself is started again. Times in milliseconds. */
export interface Backoff {
  readonly first: number;
  readonly limit: number;
  /** A process that ran at least so long starts from `first` again: its crash is a new one, not the same again. */
  readonly settledAfter: number;
}

export const defaultBackoff: Backoff = { first: 500, limit: 30_000, settledAfter: 60_000 };

/** The wait before the next start: 500 ms, 1 s, 2 s … 30 s; `previous` is the last wait, undefined if there was none. */
export function nextDelay(backoff: Backoff, previous: number | undefined, ranFor: number): number {
  if (previous === undefined || ranFor >= backoff.settledAfter) return backoff.first;
  return Math.min(previous * 2, backoff.limit);
}
