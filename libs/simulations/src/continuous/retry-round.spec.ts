import { describe, expect, it } from 'vitest';
import { MOST_FAILED_ROUNDS, pauseAfter } from './retry-round.js';

describe('the pause after rounds that failed', () => {
  it('doubles from a minute to half an hour', () => {
    const minutes = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((failures) => (pauseAfter(failures) ?? 0) / 60_000);
    expect(minutes).toEqual([1, 2, 4, 8, 16, 30, 30, 30, 30]);
  });

  it('has no end after ten in a row: the simulation ends', () => {
    expect(MOST_FAILED_ROUNDS).toBe(10);
    expect(pauseAfter(10)).toBeUndefined();
  });
});
