import { describe, expect, it } from 'vitest';
import { WriteBackCache } from './write-back-cache.js';

describe('a cache of rows', () => {
  it('forgets what was not used for a while', () => {
    const cache = new WriteBackCache<number>(1);
    cache.set('a', 1);
    expect(cache.get('a')).toBe(1);
    cache.set('b', 2);
    cache.set('c', 3);
    expect([cache.get('a'), cache.get('c'), cache.changes]).toEqual([undefined, 3, 0]);
  });

  it('forgets nothing that has changed, however much comes after it, until it is stored', () => {
    const cache = new WriteBackCache<number>(1);
    cache.set('a', 1);
    cache.change('a', 1);
    for (const [value, key] of ['b', 'c', 'd'].entries()) cache.set(key, value);
    expect([cache.get('a'), cache.changed, cache.changes]).toEqual([1, [1], 1]);
    cache.stored();
    expect([cache.get('a'), cache.changed, cache.changes]).toEqual([undefined, [], 0]);
  });

  it('forgets all else if it is told to', () => {
    const cache = new WriteBackCache<number>(10);
    for (const [value, key] of ['a', 'b'].entries()) cache.set(key, value);
    cache.change('a', 0);
    cache.forget();
    expect([cache.get('a'), cache.get('b'), cache.changed]).toEqual([0, undefined, [0]]);
  });

  it('forgets all of it if that is to be read again', () => {
    const cache = new WriteBackCache<number>(10);
    cache.set('a', 1);
    cache.change('a', 1);
    cache.clear();
    expect([cache.get('a'), cache.changed]).toEqual([undefined, []]);
  });
});
