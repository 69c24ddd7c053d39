/**
 * Times with nanoseconds, as text. The *canonical* form is what the rest of this library works with: UTC, nine digits
 * of a second, 30 characters (`2026-01-31T09:30:00.123456789Z`), so that times compare as strings. Leap seconds
 * (`:60`) become the first second of the next minute, as in POSIX.
 */

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the date at the start of an RFC 3339 text exists, and 64-bit nanoseconds can count to it with any offset. */
export function isCountableDay(text: string): boolean {
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  return year >= 1971 && year <= 2261 && Number(text.slice(8, 10)) <= (daysInMonth[month - 1] ?? 0) + leap;
}

/** The canonical form of a valid RFC 3339 text (`timestamp`). */
export function canonicalTimestamp(text: string): string {
  const [, seconds = '', fraction = '', zone = ''] = /^(.{19})(?:\.(\d+))?(.+)$/.exec(text) ?? [];
  const digits = fraction.padEnd(9, '0');
  if (zone === 'Z' && !seconds.endsWith('60')) return `${seconds}.${digits}Z`;
  return timestampOf(secondsSinceEpoch(seconds) * 1_000_000_000n + BigInt(digits) - offsetOf(zone));
}

/** Nanoseconds since the epoch of a canonical timestamp. */
export function epochNanoseconds(canonical: string): bigint {
  return secondsSinceEpoch(canonical.slice(0, 19)) * 1_000_000_000n + BigInt(canonical.slice(20, 29));
}

/** Nanoseconds since the beginning of its UTC day of a canonical timestamp: exact, as a day has fewer than 2^53. */
export function nanosecondsOfDay(canonical: string): number {
  const number = (from: number, to: number): number => {
    let value = 0;
    for (let at = from; at < to; at += 1) value = value * 10 + canonical.charCodeAt(at) - 48;
    return value;
  };
  return (number(11, 13) * 3600 + number(14, 16) * 60 + number(17, 19)) * 1e9 + number(20, 29);
}

/** The canonical timestamp of nanoseconds since the epoch. */
export function timestampOf(nanoseconds: bigint): string {
  const milliseconds = Number(nanoseconds / 1_000_000n);
  const belowMillisecond = String(nanoseconds % 1_000_000n).padStart(6, '0');
  return `${new Date(milliseconds).toISOString().slice(0, 23)}${belowMillisecond}Z`;
}

/** The canonical timestamp of milliseconds since the epoch; parts of one are left out. */
export function timestampOfMilliseconds(milliseconds: number): string {
  return timestampOf(BigInt(Math.trunc(milliseconds)) * 1_000_000n);
}

/** After all canonical timestamps and days. */
export const AFTER_ALL_TIMES = '~';

/** The UTC day of a canonical timestamp, `YYYY-MM-DD`. */
export function dayOf(canonical: string): string {
  return canonical.slice(0, 10);
}

function secondsSinceEpoch(text: string): bigint {
  const part = (from: number, to: number) => Number(text.slice(from, to));
  const date = Date.UTC(part(0, 4), part(5, 7) - 1, part(8, 10), part(11, 13), part(14, 16), part(17, 19));
  return BigInt(date / 1000);
}

function offsetOf(zone: string): bigint {
  if (zone === 'Z') return 0n;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return BigInt(zone.startsWith('-') ? -minutes : minutes) * 60_000_000_000n;
}
