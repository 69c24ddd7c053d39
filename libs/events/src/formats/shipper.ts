/**
 * Log shippers put lines of agents into records of their own: fluentd and Fluent Bit as `log`, Vector as `message`,
 * OpenTelemetry as `body` (an AnyValue where it is OTLP: otlp.ts) or, by the encoding `raw` of its Kafka exporter, as one
 * JSON text. The field holds the event, or its JSON as text, with the prefix of the CRI log format before it where nobody
 * took that off.
 */
import { isFields, type RawFields } from '../item-key.js';
import { isPartOfLine, jsonObject } from './json-text.js';
import { plainValue } from './otlp.js';

const fields = ['message', 'log', 'body'];

/** What a shipper's record holds; undefined if it is no such record, or holds no JSON object. */
export function unwrap(record: unknown): object | undefined {
  if (typeof record === 'string') return jsonObject(record);
  if (!isFields(record)) return undefined;
  for (const field of fields) {
    const plain = contentOf(record, field);
    const content = typeof plain === 'string' ? jsonObject(plain) : plain;
    if (isFields(content)) return content;
  }
  return undefined;
}

/** Whether a record in which nothing is found holds a part of a line that was cut. */
export function holdsPartOfLine(record: unknown): boolean {
  if (typeof record === 'string') return isPartOfLine(record);
  if (!isFields(record)) return false;
  return fields.some((field) => {
    const content = contentOf(record, field);
    return typeof content === 'string' && isPartOfLine(content, record['logtag']);
  });
}

function contentOf(record: RawFields, field: string): unknown {
  const value = record[field];
  return plainValue(value) ?? value;
}
