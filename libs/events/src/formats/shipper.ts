/**
 * Log shippers put lines of agents into records of their own: fluentd and Fluent Bit as `log`, Vector as `message`,
 * OpenTelemetry as `body` (its OTLP JSON: `body.stringValue`). The field holds the event, or its JSON as text, with the
 * prefix of the CRI log format before it where nobody took that off (`<time> stdout F `).
 */
import { isFields } from '../item-key.js';
import { parseMessage } from './json-text.js';

const fields = ['message', 'log', 'body'];
/** Shippers in a row. */
const mostLayers = 3;
const criPrefix = /^\S{20,40} (?:stdout|stderr) F /;

/** What a shipper's record holds; undefined if it is no such record, or holds no JSON object. */
export function unwrap(message: unknown): object | undefined {
  let content: unknown = message;
  for (let layers = 0; layers < mostLayers; layers += 1) {
    const inner = contentOf(content);
    if (inner === undefined) break;
    content = inner;
  }
  return content !== message && isFields(content) ? content : undefined;
}

function contentOf(record: unknown): object | undefined {
  if (!isFields(record)) return undefined;
  for (const field of fields) {
    const value = record[field];
    const text = isFields(value) && typeof value['stringValue'] === 'string' ? value['stringValue'] : value;
    const content = typeof text === 'string' ? jsonObject(text.replace(criPrefix, '')) : text;
    if (isFields(content)) return content;
  }
  return undefined;
}

/** The object that a text is the JSON of. */
export function jsonObject(text: string): object | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const parsed = parseMessage(text);
    return isFields(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
