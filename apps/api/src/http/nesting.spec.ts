import { describe, expect, it } from 'vitest';
import { nestsDeeperThan } from './nesting.js';

function nested(levels: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [0, value] : { a: 1, b: value };
  return value;
}

describe('nesting', () => {
  it('of a scalar is none', () => {
    expect(nestsDeeperThan('x', 0)).toBe(false);
  });

  it.each([1, 2, 3, 10])('of %i levels is just that deep', (levels) => {
    expect(nestsDeeperThan(nested(levels), levels)).toBe(false);
    expect(nestsDeeperThan(nested(levels), levels - 1)).toBe(true);
  });

  it('counts the deepest of many branches', () => {
    expect(nestsDeeperThan([1, [2], { a: [[3]] }, null, []], 4)).toBe(false);
    expect(nestsDeeperThan([1, [2], { a: [[3]] }, null, []], 3)).toBe(true);
  });

  it('may be deeper than the stack', () => {
    expect(nestsDeeperThan(nested(200_000), 256)).toBe(true);
  });
});
