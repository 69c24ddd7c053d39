import { dayOf, nanosecondsOfDay } from './timestamp.js';

/** A time as it is counted: its UTC day, `YYYY-MM-DD`, and nanoseconds since the beginning of that, fewer than 2^53. */
export interface Instant {
  readonly day: string;
  readonly nanoseconds: number;
}

/** The instant of a canonical timestamp. */
export function instantOf(canonical: string): Instant {
  return { day: dayOf(canonical), nanoseconds: nanosecondsOfDay(canonical) };
}

export function isAfter(a: Instant, b: Instant): boolean {
  return a.day === b.day ? a.nanoseconds > b.nanoseconds : a.day > b.day;
}
