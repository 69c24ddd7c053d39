import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashOf, SeenBefore } from './seen-before.js';

it('finds nothing but what was made from the same fields', () => {
  const seen = new SeenBefore<{ readonly text: string }, string>(3, ({ text }, other) => text === other);
  let found = 0;
  fc.assert(
    fc.property(fc.constantFrom(...Array.from({ length: 40 }, (_, n) => `/path/${n}`)), (text) => {
      const value = seen.find(hashOf(text), text);
      if (value === undefined) seen.add(hashOf(text), { text });
      else found += 1;
      expect(value ?? { text }).toEqual({ text });
    }),
    { seed: 1, numRuns: 2_000 },
  );
  expect(found).toBeGreaterThan(100);
});

it('keeps two that come to one place', () => {
  const seen = new SeenBefore<string, string>(4, (value, other) => value === other);
  seen.add(7, 'one');
  seen.add(7, 'two');
  expect([seen.find(7, 'one'), seen.find(7, 'two')]).toEqual(['one', 'two']);
  seen.add(7, 'three');
  expect([seen.find(7, 'one'), seen.find(7, 'two'), seen.find(7, 'three')]).toEqual([
    undefined,
    'two',
    'three',
  ]);
});
