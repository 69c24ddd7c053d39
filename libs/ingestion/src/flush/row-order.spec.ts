import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareText } from '#libs/events';
import { orderedBy, ranksOf } from './row-order.js';

it('is the order that comparing would give', () => {
  const row = fc.record({ container: fc.integer({ min: 0, max: 5 }), item: fc.constantFrom('b', 'a', 'c') });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
      const containers = Int32Array.from(rows, ({ container }) => container * 1_000_000);
      const ranks = [
        ranksOf(containers, (a, b) => a - b),
        ranksOf(
          rows.map(({ item }) => item),
          compareText,
        ),
      ];
      const compared = rows
        .map((each, place) => ({ ...each, place }))
        .sort((a, b) => a.container - b.container || compareText(a.item, b.item) || a.place - b.place);
      expect([...orderedBy(rows.length, ...ranks)]).toEqual(compared.map(({ place }) => place));
    }),
    { seed: 1 },
  );
});
