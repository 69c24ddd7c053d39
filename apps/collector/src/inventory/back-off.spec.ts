import { expect, it } from 'vitest';
import { backOff } from './back-off.js';

it('the pause doubles with each failure, up to 30 s, of which half is left to chance', () => {
  const failures = [1, 2, 3, 6, 7, 8, 1000];
  expect(failures.map((each) => backOff(each, 1))).toEqual([500, 1000, 2000, 16_000, 30_000, 30_000, 30_000]);
  expect(failures.map((each) => backOff(each, 0))).toEqual([250, 500, 1000, 8000, 15_000, 15_000, 15_000]);
});
