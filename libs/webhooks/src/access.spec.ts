import { type Binding, everywhereAs, Reach } from '#libs/persistence';
import { describe, expect, it } from 'vitest';
import { areasOf, isPermitted } from './access.js';

const bound = (changes: Partial<Binding>): Binding => ({ ...everywhereAs('admin'), ...changes });

describe('what a webhook may tell of', () => {
  const held = [
    bound({ project: 'shop', clusters: ['prod'], namespaces: ['web'] }),
    bound({ project: 'shop', clusters: ['staging'] }),
    bound({ project: 'bank', clusters: ['vault'] }),
    { ...everywhereAs('viewer'), project: 'shop' },
  ];
  const areas = areasOf(Reach.of(held, ['admin']), 'shop');

  it('is where whoever made it is an admin of its project', () => {
    expect(areas).toEqual([{ clusters: ['prod'], namespaces: ['web'] }, { clusters: ['staging'] }]);
    expect(areasOf(Reach.of([bound({ project: 'shop' })], ['admin']), 'shop')).toEqual([{}]);
  });

  it('is permitted as long as all of it is', () => {
    expect(isPermitted(held, { project: 'shop', areas })).toBe(true);
    expect(isPermitted([bound({})], { project: 'shop', areas })).toBe(true);
    expect(isPermitted(held, { project: 'bank', areas })).toBe(false);
    expect(isPermitted(held.slice(1), { project: 'shop', areas })).toBe(false);
    expect(isPermitted([everywhereAs('editor')], { project: 'shop', areas })).toBe(false);
    expect(isPermitted([], { project: 'shop', areas: [] })).toBe(false);
  });
});
