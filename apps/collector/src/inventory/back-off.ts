const shortest = 500;
const longest = 30_000;

/**
 * How long to wait before the next try, in ms: twice as long after each failure in a row, up to 30 s, and anything from half
 * of that to all of it, so that many do not come back at once. `random` is from 0 to 1.
 */
export function backOff(failures: number, random: number): number {
  const most = Math.min(longest, shortest * 2 ** Math.min(failures - 1, 10));
  return Math.round(most * (0.5 + random / 2));
}
