import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Binding, bindings, everywhereAs } from './binding.js';
import { permitsArea, permitsPlace } from './permits.js';
import { Reach } from './reach.js';

const everything = everywhereAs('viewer');
const bound = (changes: Partial<Binding>): Binding => ({ ...everything, ...changes });

describe('a binding', () => {
  it('names everything that it reaches: nothing is everything by being left out', () => {
    expect(bindings.safeParse([everything]).success).toBe(true);
    for (const key of ['role', 'project', 'clusters', 'namespaces']) {
      const rest = Object.fromEntries(Object.entries(everything).filter(([name]) => name !== key));
      expect(bindings.safeParse([rest]).success).toBe(false);
    }
    expect(bindings.safeParse([{ ...everything, clusters: [] }]).success).toBe(false);
    expect(bindings.safeParse([]).success).toBe(false);
  });

  it('counts only for its role and project', () => {
    const editor = bound({ role: 'editor', project: 'shop' });
    const viewer = bound({ project: 'all' });
    const both = Reach.of([editor, viewer], ['editor', 'viewer']);
    expect(both.within('shop').bindings).toEqual([editor, { ...viewer, project: 'shop' }]);
    expect(both.within('bank').bindings).toEqual([{ ...viewer, project: 'bank' }]);
    expect(both.within('shop').permitsProject('bank')).toBe(false);
    expect(Reach.of([editor, viewer], ['editor']).permitsProject('bank')).toBe(false);
    expect(Reach.of([viewer], ['agent', 'editor']).isNothing).toBe(true);
  });

  it('of an agent reaches whole clusters: nodes belong to no namespace', () => {
    const agent = bound({ role: 'agent', clusters: ['a'] });
    expect(bindings.safeParse([agent]).success).toBe(true);
    expect(bindings.safeParse([{ ...agent, namespaces: ['web'] }]).success).toBe(false);
  });

  it('is of a project that can have the name: `all` is none', () => {
    expect(bindings.safeParse([bound({ project: 'shop' })]).success).toBe(true);
    for (const project of ['', 'Shop', '-shop', 'a'.repeat(64)])
      expect(bindings.safeParse([bound({ project })]).success).toBe(false);
  });

  it('reaches what has no namespace only with all namespaces', () => {
    const node = { cluster: 'a', namespace: '' };
    expect(permitsPlace([bound({ namespaces: ['web'] })], node)).toBe(false);
    expect(permitsPlace([bound({ clusters: ['a'] })], node)).toBe(true);
  });
});

describe('an area', () => {
  it('without limit needs a binding without one', () => {
    const limited = [bound({ clusters: ['a'] }), bound({ namespaces: ['web'] })];
    expect(permitsArea(limited, {})).toBe(false);
    expect(permitsArea(limited, { clusters: [], namespaces: [] })).toBe(false);
    expect(permitsArea(limited, { namespaces: ['web'] })).toBe(true);
    expect(permitsArea(limited, { clusters: ['a'] })).toBe(true);
    expect(permitsArea([everything], {})).toBe(true);
    expect(permitsArea([], { clusters: ['a'], namespaces: ['web'] })).toBe(false);
  });

  it('may be shared by several bindings, but two halves of a right are not one', () => {
    const a = bound({ clusters: ['a'], namespaces: ['web'] });
    const b = bound({ clusters: ['b'], namespaces: ['db'] });
    expect(permitsArea([a, b], { clusters: ['a', 'b'], namespaces: ['web', 'db'] })).toBe(false);
    expect(permitsArea([a, bound({ clusters: ['b'] })], { clusters: ['a', 'b'], namespaces: ['web'] })).toBe(
      true,
    );
  });

  it('is permitted exactly if each of its places is, those included that have no name yet', () => {
    const some = fc.subarray(['a', 'b', 'c'], { minLength: 1 });
    const part = fc.oneof(fc.constant('all' as const), some);
    const held = fc.array(fc.record({ clusters: part, namespaces: part }).map(bound), { maxLength: 5 });
    const limit = fc.option(some, { nil: undefined });
    fc.assert(
      fc.property(held, limit, limit, (own, clusters, namespaces) => {
        const universe = ['a', 'b', 'c', 'not-named-yet'];
        const places = (clusters ?? universe).flatMap((cluster) =>
          (namespaces ?? universe).map((namespace) => ({ cluster, namespace })),
        );
        expect(permitsArea(own, { clusters, namespaces })).toBe(
          places.every((place) => permitsPlace(own, place)),
        );
      }),
      { seed: 1 },
    );
  });
});

describe('a reach', () => {
  it('is unlimited only by one binding that has no limits', () => {
    const halves = [bound({ clusters: ['a'] }), bound({ namespaces: ['web'] }), bound({ project: 'shop' })];
    expect(Reach.of(halves, ['viewer']).isUnlimited).toBe(false);
    expect(Reach.of([...halves, everything], ['viewer']).isUnlimited).toBe(true);
    expect(Reach.of([everything], ['editor']).isUnlimited).toBe(false);
    expect(Reach.everything.isUnlimited).toBe(true);
  });

  it('makes things in the only project that it reaches, or else in `default`', () => {
    const home = (...projects: string[]) =>
      Reach.of(
        projects.map((project) => bound({ project })),
        ['viewer'],
      ).home;
    expect(home('shop')).toBe('shop');
    expect(home('shop', 'shop')).toBe('shop');
    expect(home('all')).toBe('default');
    expect(home('shop', 'default')).toBe('default');
    expect(() => home('shop', 'bank')).toThrow('The query is not valid.');
    expect(Reach.everything.within('shop').home).toBe('shop');
  });
});
