/**
 * JSON with nanoseconds since the epoch as `timestamp`: numbers above 2^53, which JSON.parse rounds. They become text.
 * Parsing twice costs nothing to those who don't send such numbers.
 */
import { isFields } from '../item-key.js';
import { RUNTIME_EVENTS_V1 } from '../runtime-event.js';
import { timestampOf } from '../timestamp.js';

// Within a text the quotes would be escaped, and not match.
const nanoseconds = /("timestamp"\s*:\s*)(\d{17,19})(?=\s*[,}])/;
const allNanoseconds = new RegExp(nanoseconds, 'g');

/** @throws {SyntaxError} for what is no JSON */
export function parseMessage(text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  // Times of native events are texts: theirs, which are long, need not be searched.
  if (isFields(parsed) && parsed['schema'] === RUNTIME_EVENTS_V1) return parsed;
  const exact = withNanosecondsAsText(text);
  return exact === text ? parsed : JSON.parse(exact);
}

/** The same JSON, in which nanoseconds are texts: what JSON.parse makes of it has all of their digits. */
export function withNanosecondsAsText(text: string): string {
  if (!text.includes('"timestamp"') || !nanoseconds.test(text)) return text;
  return text.replaceAll(allNanoseconds, '$1"$2"');
}

/** RFC 3339 of a time that is that, or nanoseconds since the epoch in digits, or as a number that was rounded already. */
export function timeOf(value: unknown): unknown {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 2 ** 63) {
    return timestampOf(BigInt(value));
  }
  return typeof value === 'string' && /^\d{17,19}$/.test(value) ? timestampOf(BigInt(value)) : value;
}

/** What the CRI log format puts before a line: `<time> stdout F `, or `P` where the rest of it stands in the next one. */
const criPrefix = /^\S{20,40} (?:stdout|stderr) ([FP])(?: |$)/;

/** The object that a line is the JSON of, with the prefix of the CRI log format or without. */
export function jsonObject(line: string): object | undefined {
  const text = line.replace(criPrefix, '');
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const parsed = parseMessage(text);
    return isFields(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a line that is no JSON is a part of one: container runtimes cut lines above 16 KiB. All parts but the last are marked
 * `P`, by the prefix of the CRI log format or by the `logtag` that a shipper made of it. The last is marked `F` as whole lines
 * are, but ends as the object does that it is the rest of; it is empty where that ended just before.
 */
export function isPartOfLine(line: string, logtag?: unknown): boolean {
  const [prefix = '', tag = logtag] = criPrefix.exec(line) ?? [];
  if (tag === 'P') return true;
  const rest = line.slice(prefix.length).trimEnd();
  return tag === 'F' && (rest === '' || rest.endsWith('}'));
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
