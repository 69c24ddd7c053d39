import { describe, expect, it } from 'vitest';
import type { RawFields } from './item-key.js';
import { isSameItem as isSame, likenessOf, tellingValue as telling } from './item-likeness.js';
import { circumstances, dimensionNames, dimensions } from './observation.js';

/** The fields that identify an item of a dimension, by the schema. */
const identifying = dimensionNames.flatMap((dimension) =>
  [...Object.keys(dimensions[dimension].shape), ...Object.keys(circumstances.shape)].map(
    (field) => [dimension, field] as const,
  ),
);

function itemOf(dimension: keyof typeof dimensions): Record<string, unknown> {
  const fields = Object.keys(dimensions[dimension].shape).map((field) => [field, 'same'] as const);
  return { dimension, ...Object.fromEntries(fields), outcome: 'allowed', origin: 'container' };
}

function isSameItem(a: RawFields, b: RawFields): boolean {
  const likeness = likenessOf(a);
  return likeness !== undefined && isSame(likeness, a, b);
}

function tellingValue(fields: RawFields): unknown {
  const likeness = likenessOf(fields);
  return likeness === undefined ? undefined : telling(likeness, fields);
}

describe('two observations', () => {
  it.each(dimensionNames)('of %s with the same fields are of the same item', (dimension) => {
    expect(isSameItem(itemOf(dimension), itemOf(dimension))).toBe(true);
  });

  it.each(identifying)('of %s that differ in %s are not', (dimension, field) => {
    expect(isSameItem(itemOf(dimension), { ...itemOf(dimension), [field]: 'other' })).toBe(false);
    expect(isSameItem(itemOf(dimension), { ...itemOf(dimension), [field]: undefined })).toBe(false);
  });

  it('of different dimensions are not', () => {
    expect(isSameItem(itemOf('listen'), { ...itemOf('listen'), dimension: 'accept' })).toBe(false);
  });

  it('of no dimension are not', () => {
    expect(isSameItem({ dimension: 'none' }, { dimension: 'none' })).toBe(false);
  });

  it.each([
    ['the same', [1, 2], [1, 2], true],
    ['another order', [1, 2], [2, 1], false],
    ['more', [1, 2], [1, 2, 3], false],
    ['none', [1, 2], undefined, false],
  ])('with lists are the same by their elements: %s', (_, groups, others, same) => {
    const item = itemOf('identity');
    expect(isSameItem({ ...item, groups }, { ...item, groups: others })).toBe(same);
  });
});

describe('what an observation is looked up by', () => {
  it.each(dimensionNames)('is a field of %s', (dimension) => {
    const shape = Object.keys(dimensions[dimension].shape);
    const fields = shape.filter((field) => tellingValue({ dimension, [field]: 'this' }) === 'this');
    expect(fields).toHaveLength(1);
  });

  it.each([
    ['of no dimension', { dimension: 'none', path: '/a' }],
    ['without the field', { dimension: 'file' }],
    ['with something else in it', { dimension: 'file', path: {} }],
  ])('is nothing %s', (_, fields) => {
    expect(tellingValue(fields)).toBe(undefined);
  });
});
