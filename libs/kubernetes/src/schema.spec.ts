import { describe, expect, it } from 'vitest';
import { decodeError } from './field-error.js';
import {
  boolean,
  byValue,
  decode,
  formatPath,
  int32,
  int64,
  intOrString,
  list,
  map,
  object,
  quantity,
  string,
  time,
} from './schema.js';

interface Thing {
  readonly name: string;
  readonly count?: number;
}

const thing = object<Thing>(
  {
    name: string,
    count: int64,
    flag: byValue(boolean),
    ports: list(object({ port: int32 }, ['port'])),
    names: list(string),
    labels: map(string),
    child: object({ at: time, size: quantity, target: intOrString }),
  },
  ['name'],
);

describe('decoding', () => {
  it('shares the input with the result where nothing has to change', () => {
    const value = { name: 'a', count: 3, ports: [{ port: 1 }], labels: { a: 'b' }, newer: { kept: true } };
    const decoded = decode(thing, value);
    expect(decoded).toEqual({ ok: true, value, warnings: [] });
    expect(decoded.ok && decoded.value).toBe(value);
  });

  it('takes null for absent in structures, and for the zero value in lists and maps', () => {
    const value = Object.freeze({
      count: null,
      ports: [null],
      names: ['a', null],
      labels: { a: null },
      child: null,
    });
    expect(decode(thing, value)).toEqual({
      ok: true,
      value: { name: '', ports: [{ port: 0 }], names: ['a', ''], labels: { a: '' } },
      warnings: [],
    });
  });

  it('reports every wrong type with its path', () => {
    const value = {
      name: 1,
      count: '1',
      flag: 'yes',
      ports: [{ port: 2 ** 31 }, 'x'],
      labels: { 'a.b/c': 1 },
      child: [],
    };
    expect(decode(thing, value, { at: ['spec'] })).toEqual({
      ok: false,
      errors: [
        decodeError('spec.name', 'must be string, was number'),
        decodeError('spec.count', 'must be integer, was string'),
        decodeError('spec.flag', 'must be boolean, was string'),
        decodeError(
          'spec.ports[0].port',
          'must be 32-bit integer from -2147483648 to 2147483647, was 2147483648',
        ),
        decodeError('spec.ports[1]', 'must be object, was string'),
        decodeError('spec.labels["a.b/c"]', 'must be string, was number'),
        decodeError('spec.child', 'must be object, was array'),
      ],
    });
  });

  it('refuses integers that JavaScript cannot hold, and fractions', () => {
    const errors = (count: number): unknown => {
      const decoded = decode(thing, { count });
      return decoded.ok ? decoded.value.count : decoded.errors[0]?.detail;
    };
    expect(errors(Number.MAX_SAFE_INTEGER)).toBe(9007199254740991);
    expect(errors(2 ** 53)).toBe(
      'must be integer from -9007199254740991 to 9007199254740991, was 9007199254740992',
    );
    expect(errors(1e20)).toContain('was 100000000000000000000');
    expect(errors(1.5)).toBe('must be integer without a fraction, was 1.5');
  });

  it('knows quantities, times and ports by name', () => {
    const child = (value: unknown): boolean => decode(thing, { child: value }).ok;
    for (const size of ['500m', '1Gi', '.5', '1.', '-1', '1e3', '2E', '12E6', 7, ' 1 '])
      expect(child({ size })).toBe(true);
    for (const size of ['', 'm', '1gi', '1 Gi', '1ee', true]) expect(child({ size })).toBe(false);
    for (const at of ['2024-01-02T03:04:05Z', '2024-01-02T03:04:05.123+01:00'])
      expect(child({ at })).toBe(true);
    for (const at of ['', '2024-01-02', 5]) expect(child({ at })).toBe(false);
    expect([child({ target: 'http' }), child({ target: 80 }), child({ target: 1.5 })]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('names unknown fields only when asked, case-sensitively, and carries them', () => {
    const value = { name: 'a', Name: 'b', child: { extra: 1 } };
    expect(decode(thing, value, { unknownFields: true })).toEqual({
      ok: true,
      value,
      warnings: ['unknown field "Name"', 'unknown field "child.extra"'],
    });
    expect(decode(thing, value).ok && decode(thing, value)).toEqual({ ok: true, value, warnings: [] });
  });

  it('leaves out on demand what would not be stored', () => {
    const value = { name: '', flag: false, extra: 1, names: [], child: { other: 2, size: 1 } };
    expect(decode(thing, value, { asStored: true })).toEqual({
      ok: true,
      value: { name: '', names: [], child: { size: 1 } },
      warnings: [],
    });
    expect(decode(thing, { flag: true }, { asStored: true })).toEqual({
      ok: true,
      value: { name: '', flag: true },
      warnings: [],
    });
  });

  it('keeps hostile keys as data', () => {
    const value: unknown = JSON.parse(
      '{"name":null,"__proto__":{"polluted":1},"constructor":2,"labels":{"__proto__":null,"toString":"x"}}',
    );
    const decoded = decode(thing, value);
    expect(JSON.stringify(decoded.ok && decoded.value)).toBe(
      '{"__proto__":{"polluted":1},"constructor":2,"labels":{"__proto__":"","toString":"x"},"name":""}',
    );
    expect(Object.getPrototypeOf(decoded.ok ? decoded.value : undefined)).toBe(Object.prototype);
    expect(Object.hasOwn({}, 'polluted')).toBe(false);
  });

  it('takes an absent document for an empty one', () => {
    expect(decode(thing, undefined)).toEqual({ ok: true, value: { name: '' }, warnings: [] });
    expect(decode(thing, 'text')).toEqual({
      ok: false,
      errors: [decodeError('', 'must be object, was string')],
    });
  });
});

describe('a path', () => {
  it('is written as Kubernetes writes it', () => {
    expect(formatPath([])).toBe('');
    expect(formatPath(['spec', 'containers', 0, 'name'])).toBe('spec.containers[0].name');
    expect(formatPath(['metadata', 'labels', 'a/b'])).toBe('metadata.labels["a/b"]');
  });
});
