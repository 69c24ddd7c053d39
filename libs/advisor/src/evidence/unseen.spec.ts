import { describe, expect, it } from 'vitest';

import { chao2LowerBound, expectedNew, proportionUpperBound, unseenUpperBound } from './unseen.js';

const none = { unitsWithUnique: 0, seenOnce: 0, seenTwice: 0 };

describe('the upper bound of what is unseen', () => {
  it.each([
    [1, 0.95],
    [29, 0.0981],
    [59, 0.0495],
  ])('is exact for %i units in which nothing was seen: %f', (units, bound) => {
    expect(unseenUpperBound({ units, ...none })).toBeCloseTo(bound, 4);
  });
  it('is 1 if nothing was watched', () => {
    expect(unseenUpperBound({ units: 0, ...none })).toBe(1);
  });
  it('is 1 if each unit showed something of its own', () => {
    expect(unseenUpperBound({ units: 5, unitsWithUnique: 5, seenOnce: 9, seenTwice: 0 })).toBe(1);
  });
  it('counts what was seen twice', () => {
    const units = { units: 50, unitsWithUnique: 2, seenOnce: 2 };
    expect(unseenUpperBound({ ...units, seenTwice: 20 })).toBeGreaterThan(
      unseenUpperBound({ ...units, seenTwice: 0 }),
    );
  });
});

describe("Clopper and Pearson's bound", () => {
  // From tables of the beta distribution: the 0.95 quantile of Beta(hits + 1, trials - hits).
  it.each([
    [0, 10, 0.2589],
    [1, 10, 0.3942],
    [5, 100, 0.1023],
    [10, 10, 1],
  ])('after %i of %i is %f', (hits, trials, bound) => {
    expect(proportionUpperBound(hits, trials)).toBeCloseTo(bound, 4);
  });
  it('copes with many trials', () => {
    expect(proportionUpperBound(3, 100_000)).toBeCloseTo(7.7537e-5, 7);
  });
});

describe('Chao2', () => {
  it('is a lower bound of the items still unseen, bias-corrected where none was seen twice', () => {
    expect(chao2LowerBound({ units: 10, unitsWithUnique: 4, seenOnce: 4, seenTwice: 2 })).toBeCloseTo(3.6);
    expect(chao2LowerBound({ units: 10, unitsWithUnique: 4, seenOnce: 4, seenTwice: 0 })).toBeCloseTo(5.4);
    expect(chao2LowerBound({ units: 1, unitsWithUnique: 1, seenOnce: 4, seenTwice: 0 })).toBe(0);
  });
});

describe('the mean number of new items', () => {
  it('is that of items seen once, by unit', () => {
    expect(expectedNew({ units: 8, unitsWithUnique: 2, seenOnce: 4, seenTwice: 0 })).toBe(0.5);
    expect(expectedNew({ units: 0, ...none })).toBe(0);
  });
});
