import { describe, expect, it } from 'vitest';
import type { RawFields } from './item-key.js';
import { isSameItem as isSame, itemFields, likenessOf } from './item-likeness.js';
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
  return likeness !== undefined && isSame(itemFields(likeness, a), b);
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

describe('the hash that an observation is looked up by', () => {
  const hashedBy = (dimension: keyof typeof dimensions): readonly string[] => {
    const item = itemOf(dimension);
    const likeness = likenessOf(item);
    return Object.keys(item).filter(
      (field) => likeness?.hash({ ...item, [field]: 'other' }) !== likeness?.hash(item),
    );
  };

  it('differs with the uid as well in which a capability was used', () => {
    expect(hashedBy('capability')).toEqual(['capability', 'uid']);
  });

  it.each(dimensionNames.filter((name) => name !== 'capability'))(
    'differs with a field of %s',
    (dimension) => {
      expect(hashedBy(dimension)).toHaveLength(1);
    },
  );

  it.each([
    ['without the field', { dimension: 'file' }],
    ['with something else in it', { dimension: 'file', path: {} }],
  ])('is that of all such observations %s', (_, fields) => {
    expect(likenessOf(fields)?.hash(fields)).toBe(0);
  });
});
