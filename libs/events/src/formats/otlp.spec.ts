import { describe, expect, it } from 'vitest';
import type { SourceSettings } from '../event-format.js';
import { Interner } from '../interner.js';
import { normaliseMessage } from '../recognise.js';
import { logRecords, plainValue } from './otlp.js';

const time = '2026-03-01T10:20:00.123456789Z';
const process = {
  uid: 33,
  binary: '/usr/sbin/nginx',
  in_init_tree: true,
  pod: { namespace: 'shop', name: 'web-0', uid: 'u1', container: { name: 'nginx', pid: 1 } },
};
const event = { process_exec: { process }, node_name: 'node-17', cluster_name: 'eu', time };
const json = JSON.stringify(event);

/** The AnyValue of a JSON value, as the collector writes it: integers are text. */
function anyValue(value: unknown): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return { intValue: String(value) };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return { kvlistValue: { values: attributes(value) } };
}

function attributes(value: unknown): readonly object[] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).map(([key, one]: [string, unknown]) => ({ key, value: anyValue(one) }))
    : [];
}

const logs = (...records: readonly unknown[]) => ({
  resourceLogs: [
    {
      resource: { attributes: attributes({ 'k8s.pod.name': 'tetragon-x2x4z' }) },
      scopeLogs: [{ scope: {}, logRecords: records }],
      schemaUrl: 'https://opentelemetry.io/schemas/1.6.1',
    },
  ],
});
const record = (body: object, more: object = {}) => ({
  timeUnixNano: '1772360400000000001',
  observedTimeUnixNano: '1772360400000000002',
  body,
  ...more,
});

/** What is seen, by the times; or the reason and the places of the mistakes. */
function read(message: unknown, settings: SourceSettings = {}): unknown {
  const outcome = normaliseMessage(message, new Interner(), settings);
  if (outcome.outcome === 'drop') return outcome.reason;
  if (outcome.outcome === 'dead-letter') {
    return [outcome.reason, ...outcome.issues.map(({ path }) => path.join('.'))];
  }
  return outcome.value.map(({ sentAt, containers }) => [
    sentAt,
    ...containers.flatMap(({ observations }) => observations.map(({ item }) => item.item)),
  ]);
}

const seen = [
  time,
  {
    dimension: 'exec',
    path: '/usr/sbin/nginx',
    entrypoint: true,
    outcome: 'allowed',
    origin: 'container',
  },
];
const body = 'resourceLogs.0.scopeLogs.0.logRecords.0.body';

describe('logs of an OpenTelemetry Collector', () => {
  it.each([
    ['a line as text', record({ stringValue: `${json}\n` })],
    ['a line as bytes', record({ bytesValue: Buffer.from(json).toString('base64') })],
    ['a line that was taken apart', record(anyValue(event))],
    ['the file of the container runtime', record({ stringValue: `${time} stdout F ${json}` })],
    ['the record of another shipper', record({ stringValue: JSON.stringify({ log: json }) })],
    ['a record of another shipper that was taken apart', record(anyValue({ message: json }))],
    ['attributes, without a body', record({}, { body: undefined, attributes: attributes(event) })],
    ['attributes beside an empty body', record({}, { attributes: attributes(event) })],
    [
      'a line as text beside labels',
      record({ stringValue: json }, { attributes: attributes({ 'log.file.name': '0.log', log: '{}' }) }),
    ],
  ])('bring what was seen, at the time of the event and not of its record, from %s', (_, one) => {
    expect(read(logs(one))).toEqual([seen]);
  });

  it('bring every record of every scope of every resource, of each format by itself', () => {
    const other = { ...event, time: '2026-03-01T10:20:01Z' };
    const [first] = logs(record({ stringValue: json })).resourceLogs;
    const [second] = logs(
      record(anyValue(other)),
      record({ stringValue: '{"process_exit":{},"node_name":"n"}' }),
    ).resourceLogs;
    expect(read({ resourceLogs: [first, second] })).toEqual([
      seen,
      ['2026-03-01T10:20:01.000000000Z', seen[1]],
    ]);
  });

  it('bring nothing where nothing is in them', () => {
    expect(read({ resourceLogs: [] })).toBe('not-relevant');
    expect(read({ resourceLogs: [{}] })).toBe('not-relevant');
    expect(read({ resourceLogs: [{ scopeLogs: [{}] }] })).toBe('not-relevant');
    expect(read(logs(record({ stringValue: '{"process_exit":{},"node_name":"n"}' })))).toBe('not-relevant');
  });

  it.each([
    ['a text that is no event', record({ stringValue: 'level=info msg="started"' }), body],
    ['an object that is no event', record(anyValue({ a: 1 })), `${body}.schema`],
    [
      'a text that is no event beside an event as attributes',
      record({ stringValue: 'cut' }, { attributes: attributes(event) }),
      body,
    ],
    [
      'records in a record',
      record({ stringValue: JSON.stringify(logs(record(anyValue(event)))) }),
      `${body}.schema`,
    ],
    ['nothing', {}, body],
  ])('are of an unknown format if they hold only %s', (_, one, place) => {
    expect(read(logs(one))).toEqual(['unknown-format', place]);
  });

  it('are refused as a whole, with the place of each mistake', () => {
    const late = { ...event, time: 'now' };
    expect(read(logs(record(anyValue(event)), record(anyValue(late)), record({ stringValue: 'x' })))).toEqual(
      [
        'invalid',
        'resourceLogs.0.scopeLogs.0.logRecords.1.body.time',
        'resourceLogs.0.scopeLogs.0.logRecords.2.body',
      ],
    );
    expect(read({ resourceLogs: [{ scopeLogs: 'x' }, 7] })).toEqual([
      'invalid',
      'resourceLogs.0.scopeLogs',
      'resourceLogs.1',
    ]);
    expect(read({ resourceLogs: [{ scopeLogs: [{ logRecords: {} }] }] })).toEqual([
      'invalid',
      'resourceLogs.0.scopeLogs.0.logRecords',
    ]);
    expect(read(logs(7))).toEqual(['invalid', 'resourceLogs.0.scopeLogs.0.logRecords.0']);
  });

  it('leave out lines that were cut, beside those that can be read, and are refused where nothing else is there', () => {
    const parts = [`${time} stdout P ${json.slice(0, 50)}`, `${time} stdout F ${json.slice(50)}`];
    const [head, rest] = parts.map((part) => record({ stringValue: part }));
    const whole = record({ stringValue: `${time} stdout F ${json}` });
    const outcome = normaliseMessage(logs(whole, head, rest), new Interner());
    expect(outcome).toMatchObject({ outcome: 'ok', dropped: new Map([['incomplete', 2]]) });
    expect(read(logs(whole, head, rest))).toEqual([seen]);
    // Its head was in another message.
    expect(read(logs(rest, whole))).toEqual([seen]);
    expect(read(logs(head))).toEqual(['unknown-format', body]);
    const text = record({ stringValue: `${time} stdout F level=info` });
    expect(read(logs(whole, text))).toEqual(['invalid', 'resourceLogs.0.scopeLogs.0.logRecords.1.body']);
  });

  it('are found in what another shipper put around them', () => {
    expect(read({ message: JSON.stringify(logs(record({ stringValue: json }))) })).toEqual([seen]);
  });

  it('are of the format of the settings, or refused', () => {
    expect(read(logs(record({ stringValue: json })), { format: 'tetragon' })).toEqual([seen]);
    expect(read(logs(record({ stringValue: json })), { format: 'falco' })).toEqual([
      'unknown-format',
      `${body}.schema`,
    ]);
  });

  it('are told from other messages', () => {
    expect(logRecords({ resourceLogs: {} })).toBeUndefined();
    expect(logRecords({ resourceSpans: [] })).toBeUndefined();
    expect(logRecords([{ resourceLogs: [] }])).toBeUndefined();
    expect(logRecords(null)).toBeUndefined();
  });
});

describe('an AnyValue', () => {
  it.each([
    [{ stringValue: '' }, ''],
    [{ boolValue: false }, false],
    [{ intValue: '-13' }, -13],
    [{ intValue: 7 }, 7],
    [{ intValue: '1772360400123456789' }, '1772360400123456789'],
    [{ intValue: 'x' }, undefined],
    [{ doubleValue: 0.5 }, 0.5],
    [{ bytesValue: 'YQ==' }, 'a'],
    [{ arrayValue: { values: [{ intValue: '1' }, {}] } }, [1, null]],
    [{ arrayValue: {} }, []],
    [{ kvlistValue: {} }, {}],
    [{ kvlistValue: { values: [{ key: 'a', value: {} }, { key: 1, value: { intValue: 1 } }, 7] } }, {}],
    [{}, undefined],
    ['text', undefined],
    [null, undefined],
  ])('%j is %j', (value, plain) => {
    expect(plainValue(value)).toEqual(plain);
  });

  it('has names of its own only: none reaches the prototype of all objects', () => {
    const poisoned = { kvlistValue: { values: [{ key: '__proto__', value: anyValue({ uid: 1 }) }] } };
    const plain = plainValue(poisoned);
    expect(Object.getPrototypeOf(plain)).toBe(Object.prototype);
    expect(plain).not.toHaveProperty('uid');
  });

  it('ends at a depth that no event has', () => {
    const nested = (depth: number): object =>
      depth === 0 ? { intValue: '1' } : { arrayValue: { values: [nested(depth - 1)] } };
    const depthOf = (value: unknown): number =>
      Array.isArray(value) ? 1 + depthOf(value[0]) : value === 1 ? 0 : Number.NaN;
    expect(depthOf(plainValue(nested(31)))).toBe(31);
    expect(depthOf(plainValue(nested(32)))).toBeNaN();
    let deepest: object = { intValue: '1' };
    for (let depth = 0; depth < 100_000; depth += 1) deepest = { arrayValue: { values: [deepest] } };
    expect(depthOf(plainValue(deepest))).toBeNaN();
  });
});
