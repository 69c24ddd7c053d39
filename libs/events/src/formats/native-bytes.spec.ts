import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { change, changed, rawEvent } from '../../../../test/arbitraries/native-event.js';
import type { SourceSettings } from '../event-format.js';
import { Interner } from '../interner.js';
import { isFields, parsedFields } from '../item-key.js';
import { native } from './native.js';
import { readNativeBytes } from './native-bytes.js';

const observation = {
  dimension: 'file',
  path: '/etc/passwd',
  operation: 'read',
  place: 'root',
  mount: 'x',
  count: 3,
  first: '2026-03-01T10:20:00Z',
  last: '2026-03-01T10:21:00.5Z',
};
const container = {
  namespace: 'shop',
  pod: { name: 'web-7d9c-x2x', uid: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6' },
  container: { name: 'nginx' },
  observations: [observation],
};
const event = {
  schema: 'runtime-events/v1',
  cluster: 'prod-eu1',
  node: 'node-17',
  agent: { name: 'advisor-agent', version: '1.4.0', instance: '3b241101-e2bb-4255-8caf-4136c566a962' },
  sequence: 4711,
  sentAt: '2026-03-01T10:21:30.5Z',
  covers: ['file'],
  containers: [container],
};

function readText(text: string, ...rest: [interner: Interner, settings?: SourceSettings]) {
  return readNativeBytes(Buffer.from(text), ...rest);
}

/** What JSON.parse and the format make of a text; undefined for what they refuse. */
function expected(text: string): unknown {
  const fields = parsedFields(text);
  const outcome = fields === undefined ? undefined : native.normalise(fields, new Interner(), {});
  return outcome?.outcome === 'ok' ? outcome.value[0] : undefined;
}

/** Items and subjects have numbers and are the same objects for one interner only. */
function plain(read: unknown): unknown {
  return read === undefined
    ? undefined
    : JSON.parse(
        JSON.stringify(read, (key, value: unknown) =>
          key === 'number' ? undefined : value instanceof Map ? [...value] : value,
        ),
      );
}

/** Fields in the order in which they are known as text: the last ones last. */
function withLast(fields: unknown, ...names: readonly string[]): unknown {
  if (!isFields(fields)) return fields;
  const others = Object.entries(fields).filter(([name]) => !names.includes(name));
  const last = names.filter((name) => name in fields).map((name) => [name, fields[name]] as const);
  return Object.fromEntries([...others, ...last]);
}

function eachOf(fields: unknown, name: string, change: (value: unknown) => unknown): unknown {
  if (!isFields(fields) || !Array.isArray(fields[name])) return fields;
  return { ...fields, [name]: fields[name].map(change) };
}

/** An event as agents write it that are read fastest. */
function asText(message: unknown): string {
  const ordered = eachOf(message, 'containers', (each) =>
    withLast(
      eachOf(each, 'observations', (one) => withLast(one, 'count', 'first', 'last')),
      'observations',
    ),
  );
  return JSON.stringify(withLast(ordered, 'containers')) ?? '';
}

describe('a native event as bytes', () => {
  it('is what JSON.parse and the schema read, the first time and from then on', () => {
    const interner = new Interner();
    const text = asText(event);
    const first = readText(text, interner);
    expect(plain(first)).toEqual(plain(expected(text)));
    expect(first?.containers[0]?.observations).toMatchObject([
      {
        count: 3,
        first: { day: '2026-03-01', nanoseconds: 37_200e9 },
        last: { day: '2026-03-01', nanoseconds: 37_260.5e9 },
      },
    ]);
    const parse = vi.spyOn(JSON, 'parse');
    const again = readText(text, interner);
    expect(parse.mock.calls).toEqual([[text.replace(/\[\{"namespace".*/, '[]}')]]);
    parse.mockRestore();
    expect(again).toEqual(first);
    expect(again?.containers[0]?.subject).toBe(first?.containers[0]?.subject);
    expect(again?.containers[0]?.observations[0]?.item).toBe(first?.containers[0]?.observations[0]?.item);
  });

  it('may have no containers, and containers no observations', () => {
    for (const message of [
      { ...event, containers: [] },
      { ...event, containers: [{ ...container, observations: [] }, container] },
    ]) {
      const text = asText(message);
      expect(plain(readText(text, new Interner()))).toEqual(plain(expected(text)));
      expect(expected(text)).toBeDefined();
    }
  });

  it('is of the cluster that it names, though another one has told of the same container', () => {
    const interner = new Interner();
    const read = ['eu', 'us', 'eu'].map((cluster) => readText(asText({ ...event, cluster }), interner));
    expect(read.map((each) => each?.containers[0]?.subject.cluster)).toEqual(['eu', 'us', 'eu']);
  });

  it('is left to others where another format is wanted', () => {
    const text = asText(event);
    expect(readText(text, new Interner(), { format: 'native', cluster: 'eu' })?.origin.cluster).toBe(
      'prod-eu1',
    );
    expect(readText(text, new Interner(), { format: 'falco' })).toBeUndefined();
  });

  const text = asText(event);
  it.each([
    ['spaces', JSON.stringify(event, undefined, 1)],
    ['a space in it', text.replace('"count":3,', '"count":3, ')],
    ['the schema elsewhere', JSON.stringify({ somethingElse: 'x', ...event })],
    ['containers before something else', JSON.stringify({ ...event, lost: {} })],
    [
      'observations before something else',
      JSON.stringify({ ...event, containers: [{ ...container, x: 1 }] }),
    ],
    ['times before something else', text.replace('5Z"}]', '5Z","x":1}]')],
    ['times in another order', text.replace(/"first":(".*?"),"last":(".*?")/, '"last":$2,"first":$1')],
    ['observations twice', text.replace('"namespace":"shop"', '"observations":[],"namespace":"shop"')],
    ['an escape in a time', text.replace('"2026-03-01T10:20:00Z"', String.raw`"\u0032026-03-01T10:20:00Z"`)],
  ])('says nothing of one with %s, which is right all the same', (_, other) => {
    expect(readText(other, new Interner())).toBeUndefined();
    expect(expected(other)).toBeDefined();
  });

  it.each([
    ['a count with a zero before it', text.replace('"count":3', '"count":03')],
    ['no count', text.replace('"count":3', '"count":')],
    ['a count below one', text.replace('"count":3', '"count":0')],
    ['a count below zero', text.replace('"count":3', '"count":-3')],
    ['a count that is too large', text.replace('"count":3', `"count":${2 ** 40 + 1}`)],
    ['a count of many digits', text.replace('"count":3', `"count":${'3'.repeat(400)}`)],
    ['a count that is text', text.replace('"count":3', '"count":"3"')],
    ['a day that is not there', text.replace('2026-03-01T10:20:00Z', '2026-02-30T10:20:00Z')],
    ['a time without an end', text.replace('00.5Z"}]}]}', '00.5Z')],
    ['an item that is not one', text.replace('"operation":"read"', '"operation":"eat"')],
    ['a container that is not one', text.replace('"namespace":"shop"', '"namespace":"A B"')],
    ['a mistake in the envelope', text.replace('"sequence":4711', '"sequence":-1')],
    ['a comma too many', text.replace('5Z"}]', '5Z"},]')],
    ['a bracket too few', text.replace(']}]}', ']}}')],
    ['something after its end', `${text}}`],
    ['its end missing', text.slice(0, -1)],
    ['nothing but its beginning', text.slice(0, 40)],
  ])('says nothing of one with %s, which is refused', (_, wrong) => {
    const interner = new Interner();
    readText(text, interner);
    expect(wrong).not.toBe(text);
    expect(readText(wrong, interner)).toBeUndefined();
    expect(expected(wrong)).toBeUndefined();
  });

  it('takes the last of fields that stand there twice, as JSON.parse does', () => {
    const twice = [
      text.replace('"namespace":"shop"', '"namespace":"other","namespace":"shop"'),
      text.replace('"place":"root"', String.raw`"c\u006funt":7,"first":"x","place":"root"`),
      text.replace('"cluster":"prod-eu1"', '"containers":7,"cluster":"prod-eu1"'),
    ];
    for (const each of twice)
      expect([plain(readText(each, new Interner())), expected(each) === undefined]).toEqual([
        plain(expected(each)),
        false,
      ]);
  });

  it('is parsed each time where what stands for an item is very long', () => {
    const interner = new Interner();
    const long = asText({
      ...event,
      containers: [{ ...container, observations: [{ ...observation, path: `/${'x'.repeat(2_000)}` }] }],
    });
    const first = readText(long, interner);
    const parse = vi.spyOn(JSON, 'parse');
    expect(readText(long, interner)).toEqual(first);
    expect(parse).toHaveBeenCalledTimes(2);
    parse.mockRestore();
  });

  it('has limits for containers and observations', () => {
    const many = (length: number) => Array.from({ length }, () => observation);
    const read = (message: object) => readText(asText(message), new Interner());
    expect(read({ ...event, containers: [{ ...container, observations: many(10_000) }] })).toBeDefined();
    expect(read({ ...event, containers: [{ ...container, observations: many(10_001) }] })).toBeUndefined();
    const containers = (length: number) => Array.from({ length }, () => ({ ...container, observations: [] }));
    expect(read({ ...event, containers: containers(1_000) })).toBeDefined();
    expect(read({ ...event, containers: containers(1_001) })).toBeUndefined();
  });

  it('is what the schema accepts, and nothing else is', () => {
    const interner = new Interner();
    const seen = { read: 0, refused: 0 };
    fc.assert(
      fc.property(rawEvent, fc.array(change, { maxLength: 2 }), (valid, changes) => {
        // What was read just before must not be taken for this.
        const known = asText(valid);
        expect(readText(known, interner)).toBeDefined();
        const message = asText(changes.reduce(changed, valid));
        const read = readText(message, interner);
        seen[read === undefined ? 'refused' : 'read'] += 1;
        expect(plain(read)).toEqual(read === undefined ? undefined : plain(expected(message)));
      }),
      { seed: 7, numRuns: 1_000 },
    );
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(200);
  });

  it('is never taken for another text that is nearly the same', () => {
    const interner = new Interner();
    const piece = fc.constantFrom(
      '',
      '"',
      ',',
      '{',
      '}',
      '[',
      ']',
      ':',
      '\\',
      '0',
      '7',
      ' ',
      'x',
      '\n',
      '"count":1,',
      ',"last":"',
    );
    const edit = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      without: fc.nat({ max: 3 }),
      piece,
    });
    const seen = { read: 0, refused: 0 };
    fc.assert(
      fc.property(rawEvent, fc.array(edit, { minLength: 1, maxLength: 2 }), (valid, edits) => {
        const known = asText(valid);
        readText(known, interner);
        let other = known;
        for (const { at, without, piece: more } of edits) {
          const from = Math.floor(at * other.length);
          other = other.slice(0, from) + more + other.slice(from + without);
        }
        const read = readText(other, interner);
        seen[read === undefined ? 'refused' : 'read'] += 1;
        const right = read === undefined ? undefined : plain(expected(other));
        expect([other, plain(read)]).toEqual([other, right]);
      }),
      { seed: 8, numRuns: 3_000 },
    );
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(50);
  });
});
