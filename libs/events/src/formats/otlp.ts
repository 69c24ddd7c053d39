/**
 * Logs as OpenTelemetry writes them in JSON (opentelemetry-proto, logs/v1/logs.proto and common/v1/common.proto, by the
 * rules of its JSON encoding: camel case, 64-bit integers as text): `resourceLogs` of `scopeLogs` of `logRecords`, whose
 * `body` is the line of an agent as text, as bytes, or taken apart. Where there is no such body the fields of the line are
 * the record's attributes.
 */
import { z } from 'zod';
import { isFields } from '../item-key.js';
import { jsonObject } from './json-text.js';

/** A record of a log, and what it holds: an object, or the text that is the JSON of none. */
export interface LogRecord {
  readonly content: object | string | undefined;
  /** Where the content stands in the message. */
  readonly path: readonly PropertyKey[];
}

const mustBeList = { error: 'must be a list' };
const mustBeObject = { error: 'must be an object' };
/** Empty lists are left out of protobuf's JSON. */
const list = <T extends z.ZodType>(element: T) => z.array(element, mustBeList).optional();
const logRecord = z.object(
  { body: z.unknown().optional(), attributes: z.unknown().optional() },
  mustBeObject,
);
const scopeLogs = z.object({ logRecords: list(logRecord) }, mustBeObject);
const resourceLogs = z.object({ scopeLogs: list(scopeLogs) }, mustBeObject);
const logsData = z.object({ resourceLogs: z.array(resourceLogs) });

/** Deeper than events of agents are; what lies below is absent. */
const mostDepth = 32;

/** The records of a message of an OpenTelemetry Collector, or what is wrong with it; undefined for what is none. */
export function logRecords(message: unknown): readonly LogRecord[] | z.ZodError | undefined {
  if (!isFields(message) || !Array.isArray(message['resourceLogs'])) return undefined;
  const { data, error } = logsData.safeParse(message);
  if (error !== undefined) return error;
  return data.resourceLogs.flatMap(({ scopeLogs: scopes = [] }, resource) =>
    scopes.flatMap(({ logRecords: records = [] }, scope) =>
      records.map((record, index) =>
        recordOf(record, ['resourceLogs', resource, 'scopeLogs', scope, 'logRecords', index]),
      ),
    ),
  );
}

function recordOf({ body, attributes }: z.infer<typeof logRecord>, path: readonly PropertyKey[]): LogRecord {
  const content = objectOf(body);
  if (content !== undefined) return { content, path: [...path, 'body'] };
  const fields = fieldsOf(attributes, 0);
  const text = plainValue(body);
  // Beside a text that is no event attributes are labels, such as the name of the file.
  if (typeof text === 'string') return { content: text, path: [...path, 'body'] };
  if (fields === undefined) return { content: undefined, path: [...path, 'body'] };
  return { content: fields, path: [...path, 'attributes'] };
}

/** The object that an AnyValue is, or is the JSON text of. */
function objectOf(value: unknown): object | undefined {
  const plain = plainValue(value);
  if (typeof plain === 'string') return jsonObject(plain);
  return isFields(plain) ? plain : undefined;
}

/**
 * An AnyValue as plain JSON. Undefined for what is none, or holds nothing. Integers that a number can't hold, such as
 * nanoseconds since the epoch, stay text.
 */
export function plainValue(value: unknown, depth = 0): unknown {
  if (!isFields(value) || depth >= mostDepth) return undefined;
  const { stringValue, boolValue, intValue, doubleValue, bytesValue, arrayValue, kvlistValue } = value;
  if (typeof stringValue === 'string') return stringValue;
  if (typeof boolValue === 'boolean') return boolValue;
  if (intValue !== undefined) return integer(intValue);
  if (typeof doubleValue === 'number') return doubleValue;
  if (typeof bytesValue === 'string') return Buffer.from(bytesValue, 'base64').toString();
  if (isFields(arrayValue)) {
    const { values } = arrayValue;
    return Array.isArray(values) ? values.map((one) => plainValue(one, depth + 1) ?? null) : [];
  }
  return isFields(kvlistValue) ? fieldsOf(kvlistValue['values'] ?? [], depth) : undefined;
}

function integer(value: unknown): number | string | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^-?\d{1,20}$/.test(value)) return undefined;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** A list of `key` and `value` as an object; undefined for what is none. The last of a name counts. */
function fieldsOf(attributes: unknown, depth: number): object | undefined {
  if (!Array.isArray(attributes)) return undefined;
  const entries = attributes
    .filter(isFields)
    .flatMap(({ key, value }): readonly (readonly [string, unknown])[] => {
      const plain = plainValue(value, depth + 1);
      return typeof key === 'string' && plain !== undefined ? [[key, plain]] : [];
    });
  return Object.fromEntries(entries);
}
