/** After so many rounds in a row that failed a continuous simulation ends. */
export const MOST_FAILED_ROUNDS = 10;

const FIRST_PAUSE = 60_000;
const LONGEST_PAUSE = 30 * 60_000;

/**
 * Milliseconds until a round is tried again after so many in a row that failed, from 1: a minute, twice as long each time,
 * half an hour at most. Undefined: it is not, the simulation ends.
 */
export function pauseAfter(failures: number): number | undefined {
  if (failures >= MOST_FAILED_ROUNDS) return undefined;
  return Math.min(FIRST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE);
}
