import { describe, expect, it } from 'vitest';
import { WriteBackCache } from './write-back-cache.js';

/** Rows by their key. */
const rowOf = new Map(['a', 'b', 'c', 'd', 'e'].map((key) => [key, { key }]));

function row(key: string): { readonly key: string } {
  const found = rowOf.get(key);
  if (found === undefined) throw new RangeError(key);
  return found;
}

function holding(limit: number, ...keys: readonly string[]): WriteBackCache<{ readonly key: string }> {
  const cache = new WriteBackCache<{ readonly key: string }>(limit);
  for (const key of keys) cache.set(key, row(key));
  return cache;
}

describe('a cache of rows', () => {
  it('forgets what was not used for a while', () => {
    const cache = holding(1, 'a', 'b');
    expect(cache.get('a')).toBe(row('a'));
    cache.set('c', row('c'));
    expect([cache.get('b'), cache.get('c'), cache.changes]).toEqual([undefined, row('c'), 0]);
  });

  it('forgets nothing that has changed, however much comes after it, until it is stored', () => {
    const cache = holding(1, 'a');
    cache.change(row('a'));
    cache.change(row('a'));
    for (const key of ['b', 'c', 'd', 'e', 'b', 'c', 'd']) cache.set(key, row(key));
    expect([cache.get('a'), cache.changed, cache.changes]).toEqual([row('a'), [row('a')], 1]);
    cache.stored();
    for (const key of ['b', 'c', 'd', 'e']) cache.set(key, row(key));
    expect([cache.get('a'), cache.changed, cache.changes]).toEqual([undefined, [], 0]);
  });

  it('keeps as many as its limit beside those that have changed', () => {
    const cache = holding(2, 'a', 'b');
    for (const key of ['a', 'b']) cache.change(row(key));
    for (const key of ['c', 'd', 'e']) cache.set(key, row(key));
    expect(['d', 'e', 'a', 'b'].map((key) => cache.get(key)?.key)).toEqual(['d', 'e', 'a', 'b']);
  });

  it('forgets all else if it is told to', () => {
    const cache = holding(1, 'a', 'b');
    cache.change(row('a'));
    cache.forget();
    expect([cache.get('a'), cache.get('b'), cache.changed]).toEqual([row('a'), undefined, [row('a')]]);
  });

  it('forgets all of it if that is to be read again', () => {
    const cache = holding(10, 'a');
    cache.change(row('a'));
    cache.clear();
    expect([cache.get('a'), cache.changed]).toEqual([undefined, []]);
  });
});
