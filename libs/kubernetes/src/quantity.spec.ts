import { describe, expect, it } from 'vitest';
import { canonicalQuantity, canonicalRequirements } from './quantity.js';

describe('the canonical form of a quantity', () => {
  it.each<[string | number, string]>([
    ['1', '1'],
    [1, '1'],
    [0.05, '50m'],
    ['0', '0'],
    ['-0', '0'],
    ['1000m', '1'],
    ['1500m', '1500m'],
    ['.5', '500m'],
    ['1.', '1.'],
    ['1000.', '1k'],
    ['+1', '+1'],
    ['-1500m', '-1500m'],
    ['2000', '2k'],
    ['1k', '1k'],
    ['1024Mi', '1Gi'],
    ['0.5Gi', '512Mi'],
    ['1023Ki', '1023Ki'],
    ['512', '512'],
    ['0.5Ki', '512'],
    ['1.5Mi', '1536Ki'],
    ['0.0001', '1m'],
    ['100n', '1m'],
    ['-100n', '-1m'],
    ['1e3', '1e3'],
    ['1000e0', '1e3'],
    ['12E6', '12E6'],
    ['12000E6', '12e9'],
    ['1E', '1E'],
    ['10Ei', '9223372036854775807'],
    ['007', '007'],
    ['0070m', '0070m'],
    ['01000m', '1'],
    ['1e99', '1e99'],
    ['1e999999999', '1e999999999'],
    ['9'.repeat(50), '9'.repeat(50)],
    ['1000E', '1000E'],
    ['much', 'much'],
    ['', ''],
  ])('of %j is %j', (given, canonical) => {
    expect(canonicalQuantity(given)).toBe(canonical);
  });

  it('is given to every limit and request, and shared where it stands already', () => {
    const canonical = { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m' } };
    expect(canonicalRequirements(canonical)).toBe(canonical);
    expect(canonicalRequirements({ limits: { cpu: 1, memory: '1024Mi' }, requests: { cpu: '0.5' } })).toEqual(
      canonical,
    );
    expect(canonicalRequirements({})).toEqual({});
  });
});
