import { timestamp } from './observation.js';
import { canonicalTimestamp } from './timestamp.js';

const ZERO = 48;
const NINE = 57;

/**
 * Reads timestamps of a stream fast: nearly all share their minute with the one before, so only seconds and fraction
 * are looked at. Accepts exactly what the schema `timestamp` accepts (property-tested).
 */
export class TimestampReader {
  /** `YYYY-MM-DDTHH:MM:` of the last text that the schema accepted. */
  #minute = '\0';

  /** The canonical form, or undefined for what is no timestamp. */
  read(value: unknown): string | undefined {
    if (typeof value !== 'string') return undefined;
    return value.startsWith(this.#minute)
      ? (readWithinMinute(value) ?? this.#parse(value))
      : this.#parse(value);
  }

  #parse(text: string): string | undefined {
    if (!timestamp.safeParse(text).success) return undefined;
    if (text.endsWith('Z')) this.#minute = text.slice(0, 17);
    return canonicalTimestamp(text);
  }
}

/** `SS[.f…]Z` after a valid minute; undefined for everything else, leap seconds included. */
function readWithinMinute(text: string): string | undefined {
  const last = text.length - 1;
  if (last < 19 || last > 29 || last === 20 || text.charCodeAt(last) !== 90) return undefined;
  const tens = text.charCodeAt(17);
  if (tens < ZERO || tens > ZERO + 5 || !isDigit(text.charCodeAt(18))) return undefined;
  if (last === 19) return `${text.slice(0, 19)}.000000000Z`;
  if (text.charCodeAt(19) !== 46) return undefined;
  for (let index = 20; index < last; index += 1) {
    if (!isDigit(text.charCodeAt(index))) return undefined;
  }
  return last === 29 ? text : `${text.slice(0, last).padEnd(29, '0')}Z`;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}
