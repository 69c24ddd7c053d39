import { describe, expect, it } from 'vitest';
import { shareOf } from './share.js';

describe('the share that a project has of the queue', () => {
  it('is all of it for a project that is alone, and an even part beside others', () => {
    expect([1, 2, 3, 16].map((projects) => shareOf(16, projects))).toEqual([16, 8, 6, 1]);
  });

  it('is never nothing, however many projects there are', () => {
    expect(shareOf(16, 10_000)).toBe(1);
  });

  it('is that of a project alone while no other is counted', () => {
    expect(shareOf(16, 0)).toBe(16);
  });
});
