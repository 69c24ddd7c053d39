import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SequenceRanges } from './sequence-ranges.js';

function taken(numbers: readonly number[], most = 100): SequenceRanges {
  const ranges = new SequenceRanges(most);
  for (const number of numbers) ranges.add(number);
  return ranges;
}

describe('SequenceRanges', () => {
  it('takes each number once', () => {
    const ranges = taken([5, 6]);
    expect([ranges.add(6), ranges.add(5), ranges.add(7), ranges.add(7)]).toEqual([false, false, true, false]);
    expect(ranges.state).toEqual({ ranges: [[5, 7]], givenUp: 0 });
  });

  it('knows gaps, and closes them', () => {
    const ranges = taken([0, 1, 4, 9]);
    expect(ranges.missing).toBe(6);
    expect([2, 3, 5, 6, 7, 8].map((number) => ranges.add(number))).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
    ]);
    expect([ranges.missing, ranges.state]).toEqual([0, { ranges: [[0, 9]], givenUp: 0 }]);
  });

  it('gives up the lowest gap when there are too many', () => {
    const ranges = taken([0, 10, 20, 30], 3);
    expect(ranges.state).toEqual({
      ranges: [
        [0, 10],
        [20, 20],
        [30, 30],
      ],
      givenUp: 9,
    });
    expect([ranges.missing, ranges.add(5)]).toEqual([27, false]);
  });

  it('does what a set of numbers does, whatever the order, and survives being stored', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 80 }), (numbers) => {
        let ranges = new SequenceRanges(100);
        const set = new Set<number>();
        for (const number of numbers) {
          expect(ranges.has(number)).toBe(set.has(number));
          expect(ranges.add(number)).toBe(!set.has(number));
          set.add(number);
          ranges = new SequenceRanges(100, ranges.state);
        }
        const span = set.size === 0 ? 0 : Math.max(...set) - Math.min(...set) + 1;
        expect(ranges.missing).toBe(span - set.size);
      }),
      { seed: 12 },
    );
  });
});
