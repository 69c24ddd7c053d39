import fc from 'fast-check';
import { expect, it } from 'vitest';
import { areSameBytes, RecentBytes } from './recent-bytes.js';

function bytesOf(text: string): DataView {
  const { buffer, byteOffset, length } = Buffer.from(text);
  return new DataView(buffer, byteOffset, length);
}

function known(map: RecentBytes<number>, text: string): number | undefined {
  return map.get(bytesOf(text), 0, Buffer.byteLength(text));
}

function learn(map: RecentBytes<number>, text: string, value: number): void {
  map.set(bytesOf(text), 0, Buffer.byteLength(text), value);
}

it('finds the value of the same bytes, wherever they stand', () => {
  const map = new RecentBytes<number>(10, 100);
  map.set(bytesOf('..{"path":"/etc/ä"}'), 2, 20, 1);
  expect(map.get(bytesOf('{"path":"/etc/ä"}...'), 0, 18)).toBe(1);
  for (const [from, to] of [
    [0, 17],
    [1, 18],
    [0, 19],
  ] as const)
    expect(map.get(bytesOf('{"path":"/etc/ä"}...'), from, to)).toBeUndefined();
});

it('says what a Map says of texts of any length, as long as nothing is forgotten', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'ö'), maxLength: 9 });
  fc.assert(
    fc.property(fc.array(fc.tuple(text, fc.nat()), { maxLength: 60 }), fc.array(text), (set, asked) => {
      const map = new RecentBytes<number>(60, 100);
      const model = new Map(set);
      for (const [key, value] of set) learn(map, key, value);
      for (const key of [...model.keys(), ...asked])
        expect([key, known(map, key)]).toEqual([key, model.get(key)]);
    }),
    { seed: 1, numRuns: 500 },
  );
});

it('keeps as many as its limit of those used last, and forgets the others at twice as many', () => {
  const map = new RecentBytes<number>(100, 100);
  for (let n = 0; n < 100; n += 1) learn(map, `text ${n}`, n);
  for (let n = 100; n < 200; n += 1) {
    learn(map, `text ${n}`, n);
    expect(known(map, 'text 0')).toBe(0);
  }
  const rest = Array.from({ length: 200 }, (_, n) => known(map, `text ${n}`));
  expect(rest.slice(101)).toEqual(Array.from({ length: 99 }, (_, n) => 101 + n));
  learn(map, 'one', 1);
  for (let n = 0; n < 200; n += 1) learn(map, `other ${n}`, n);
  expect(known(map, 'one')).toBeUndefined();
});

it('keeps nothing of texts that are longer than it is told', () => {
  const map = new RecentBytes<number>(10, 5);
  learn(map, '12345', 1);
  learn(map, '123456', 2);
  expect([known(map, '12345'), known(map, '123456')]).toEqual([1, undefined]);
});

it('holds any number of bytes of as many texts as its limit', () => {
  const map = new RecentBytes<number>(50, 10_000);
  const text = (n: number): string => `${n}`.padEnd(5_000, `-${n}`);
  for (let n = 0; n < 50; n += 1) learn(map, text(n), n);
  for (let n = 0; n < 50; n += 1) expect(known(map, text(n))).toBe(n);
});

it('tells bytes that are the same from those that are not, to the last one', () => {
  for (let length = 0; length < 12; length += 1) {
    const text = 'x'.repeat(length);
    expect(areSameBytes(bytesOf(text), 0, bytesOf(`.${text}`), 1, length)).toBe(true);
    for (let at = 0; at < length; at += 1) {
      const other = `${'x'.repeat(at)}y${'x'.repeat(length - at - 1)}`;
      expect(areSameBytes(bytesOf(text), 0, bytesOf(other), 0, length)).toBe(false);
    }
  }
});
