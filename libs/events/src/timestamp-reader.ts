import { timestamp } from './observation.js';
import { canonicalTimestamp } from './timestamp.js';

const ZERO = 48;
const NINE = 57;

/**
 * Reads timestamps of a stream fast: nearly all share their day with the one before, so only what follows is looked at.
 * Accepts exactly what the schema `timestamp` accepts (property-tested).
 */
export class TimestampReader {
  /** `YYYY-MM-DDT` of the last text that the schema accepted. */
  #day = '\0';

  /** The canonical form, or undefined for what is no timestamp. */
  read(value: unknown): string | undefined {
    if (typeof value !== 'string') return undefined;
    // To compare a slice costs half of what `startsWith` does.
    return value.slice(0, this.#day.length) === this.#day
      ? (readWithinDay(value) ?? this.#parse(value))
      : this.#parse(value);
  }

  #parse(text: string): string | undefined {
    if (!timestamp.safeParse(text).success) return undefined;
    this.#day = text.slice(0, 11);
    return canonicalTimestamp(text);
  }
}

/** `HH:MM:SS[.f…]Z` after a valid day; undefined for everything else, leap seconds and offsets included. */
function readWithinDay(text: string): string | undefined {
  const last = text.length - 1;
  if (last < 19 || last > 29 || last === 20 || text.charCodeAt(last) !== 90) return undefined;
  if (!isBelow(24, text, 11) || text.charCodeAt(13) !== 58) return undefined;
  if (!isBelow(60, text, 14) || text.charCodeAt(16) !== 58 || !isBelow(60, text, 17)) return undefined;
  if (last === 19) return `${text.slice(0, 19)}.000000000Z`;
  if (text.charCodeAt(19) !== 46) return undefined;
  for (let index = 20; index < last; index += 1) {
    const code = text.charCodeAt(index);
    if (code < ZERO || code > NINE) return undefined;
  }
  return last === 29 ? text : `${text.slice(0, last).padEnd(29, '0')}Z`;
}

/** Whether two digits stand there that are a number below the limit. */
function isBelow(limit: number, text: string, at: number): boolean {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 && tens * 10 + ones < limit;
}
