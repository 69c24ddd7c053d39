import { expect, it } from 'vitest';
import { RecentMap } from './recent-map.js';

it('what was used of late is remembered, what was not is forgotten', () => {
  const map = new RecentMap<number, string>(3);
  for (const key of [1, 2, 3, 4]) map.set(key, `${key}`);
  expect([1, 2, 3, 4].map((key) => map.get(key))).toEqual(['1', '2', '3', '4']);
  map.set(9, '9');
  for (let key = 10; key < 13; key += 1) {
    map.get(9);
    map.set(key, `${key}`);
  }
  expect([1, 4, 9, 12].map((key) => map.get(key))).toEqual([undefined, undefined, '9', '12']);
});

it('the limit is kept by as many entries at least and twice as many at most', () => {
  const map = new RecentMap<number, number>(100);
  for (let key = 0; key < 10_000; key += 1) map.set(key, key);
  const kept = Array.from({ length: 10_000 }, (_, key) => key).filter((key) => map.get(key) !== undefined);
  expect(kept.length).toBeGreaterThanOrEqual(100);
  expect(kept.length).toBeLessThanOrEqual(200);
  expect(kept.at(-1)).toBe(9_999);
});

it('the last value of a key counts, and nothing is left after clearing', () => {
  const map = new RecentMap<string, number>(1);
  map.set('a', 1);
  map.set('b', 2);
  map.set('a', 3);
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([3, 2, undefined]);
  map.clear();
  expect([map.get('a'), map.get('b')]).toEqual([undefined, undefined]);
});

it('what may not be forgotten stays, beside as many others as the limit is for', () => {
  let kept = 'ab';
  const map = new RecentMap<string, string>(2, (value) => kept.includes(value));
  for (const key of 'abcdefg') map.set(key, key);
  const known = (keys: string) => keys.split('').map((key) => map.get(key));
  expect(known('gfabc')).toEqual(['g', 'f', 'a', 'b', undefined]);
  expect(map.isOver).toBe(true);
  kept = 'a';
  map.clear();
  expect(known('abfg')).toEqual(['a', undefined, undefined, undefined]);
  kept = '';
  map.clear();
  expect([...known('a'), map.isOver]).toEqual([undefined, false]);
});
