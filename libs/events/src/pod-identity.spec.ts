import { describe, expect, it } from 'vitest';
import { containerId, containerOfUid, containerUid, isNamedUid, namedUid } from './pod-identity.js';

describe('the id of a container', () => {
  const full = 'f0'.repeat(32);

  it.each([
    [full, full],
    [`containerd://${full}`, full],
    [`cri-o://${full}`, full],
    [full.slice(0, 31), full.slice(0, 31)],
    [full.slice(0, 12), full.slice(0, 12)],
    [full.slice(0, 11), undefined],
    [`${full}0`, undefined],
    [`docker://${full.slice(0, 12)}`, full.slice(0, 12)],
    [`cri://docker://${full}`, undefined],
    [`${full}/x`, undefined],
    ['AB'.repeat(6), undefined],
    ['host', undefined],
    ['', undefined],
    [undefined, undefined],
    [12, undefined],
  ])('of %j is %j', (value, id) => {
    expect(containerId(value)).toBe(id);
  });
});

describe('what stands for a UID', () => {
  it('is told from a UID, and from what stands for another pod', () => {
    const id = 'f0'.repeat(6);
    expect(isNamedUid(namedUid('shop', 'web-0'), 'shop', 'web-0')).toBe(true);
    expect(isNamedUid('0c9f8f5e-1111-4222-8333-444455556666', 'shop', 'web-0')).toBe(false);
    expect(isNamedUid('shop/web-1', 'shop', 'web-0')).toBe(false);
    expect(isNamedUid('shop-web-0', 'shop', 'web-0')).toBe(false);
    expect(containerOfUid(containerUid('shop', 'web-0', id), 'shop', 'web-0')).toBe(id);
    expect(containerOfUid(containerUid('', '', id), '', '')).toBe(id);
    expect(containerOfUid(containerUid('shop', 'web-1', id), 'shop', 'web-0')).toBeUndefined();
    expect(containerOfUid(namedUid('shop', 'web-0'), 'shop', 'web-0')).toBeUndefined();
  });
});
