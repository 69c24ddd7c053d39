const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses after the first, second, … try: about a day together. */
const PAUSES = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  8 * HOUR,
];

/** Tries before a delivery is given up. */
export const MOST_ATTEMPTS = PAUSES.length + 1;

/**
 * How long to wait after so many tries (from 1), in milliseconds; undefined: give up. `chance` from 0 to 1 spreads the
 * tries by a fifth, so that a receiver that comes back is not met by all of them at once.
 */
export function pauseAfter(attempts: number, chance: number): number | undefined {
  const pause = PAUSES[attempts - 1];
  return pause === undefined ? undefined : Math.round(pause * (0.9 + 0.2 * chance));
}
