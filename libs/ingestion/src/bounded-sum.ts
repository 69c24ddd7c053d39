import { MOST_COUNTED } from '#libs/profiles';

/** SQL: a sum of counts, within what is counted (MOST_COUNTED). */
export function boundedSum(sum: string): string {
  return `least(${sum}, ${MOST_COUNTED})`;
}
