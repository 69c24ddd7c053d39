import { describe, expect, it } from 'vitest';
import { formatPointer, parsePointer, valueAt } from './json-pointer.js';

describe('a JSON Pointer', () => {
  it('is read and written with its escapes', () => {
    expect(parsePointer('')).toEqual([]);
    expect(parsePointer('/spec/a~1b/m~0n/0')).toEqual(['spec', 'a/b', 'm~n', '0']);
    expect(formatPointer(['spec', 'a/b', 'm~n', 0])).toBe('/spec/a~1b/m~0n/0');
    expect([parsePointer('spec'), parsePointer('/a~2')]).toEqual([undefined, undefined]);
  });

  it('follows own fields and list positions only', () => {
    const value = { a: [{ b: 1 }], '': 2 };
    expect(valueAt(value, ['a', '0', 'b'])).toBe(1);
    expect(valueAt(value, [''])).toBe(2);
    expect(valueAt(value, [])).toBe(value);
    for (const path of [
      ['a', '1'],
      ['a', 'length'],
      ['a', '00'],
      ['toString'],
      ['__proto__'],
      ['a', '0', 'b', 'c'],
    ]) {
      expect(valueAt(value, path)).toBeUndefined();
    }
  });
});
