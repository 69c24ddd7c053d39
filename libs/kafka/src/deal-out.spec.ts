import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dealt, dealOut } from './deal-out.js';

function dealt(wanted: Record<string, string[]>, partitions: Record<string, number[]>): unknown {
  const topicsOf = Object.entries(wanted).map(([id, topics]) => [id, new Set(topics)] as const);
  const all = dealOut(new Map(topicsOf), new Map(Object.entries(partitions)));
  return Object.fromEntries([...all].map(([id, each]) => [id, Object.fromEntries(each)]));
}

describe('partitions are dealt out', () => {
  it('in turns where all members want the same topics', () => {
    expect(dealt({ b: ['x', 'y'], a: ['y', 'x'] }, { y: [0, 1], x: [2, 0, 1] })).toEqual({
      a: { x: [0, 2], y: [1] },
      b: { x: [1], y: [0] },
    });
  });

  it('to those alone that want their topic, and to whoever has fewer', () => {
    expect(dealt({ a: ['x', 'y'], b: ['x'] }, { x: [0, 1, 2], y: [0, 1, 2] })).toEqual({
      a: { y: [0, 1, 2] },
      b: { x: [0, 1, 2] },
    });
    expect(dealt({ a: ['y'], b: ['x', 'y'] }, { x: [0, 1], y: [0, 1, 2, 3] })).toEqual({
      a: { y: [0, 1, 2] },
      b: { x: [0, 1], y: [3] },
    });
  });

  it('to nobody where nobody wants the topic, and none to a member for which there are none', () => {
    expect(dealt({ a: ['x'], b: ['gone'] }, { x: [0], y: [0] })).toEqual({ a: { x: [0] }, b: {} });
    expect(dealt({}, { x: [0] })).toEqual({});
  });

  it('each once, to one that wants it, the same in any order', () => {
    const topic: fc.Arbitrary<string> = fc.constantFrom('x', 'y', 'z');
    const members = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.uniqueArray(topic));
    const topics = fc.dictionary(topic, fc.uniqueArray(fc.nat(9)));
    fc.assert(
      fc.property(members, topics, (wanted, partitions) => {
        const subscriptions = Object.entries(wanted).map(([id, each]) => [id, new Set(each)] as const);
        const all = Object.entries(partitions);
        const found = dealOut(new Map(subscriptions), new Map(all));
        const places = (each: Dealt) =>
          [...each].flatMap(([name, numbers]) => numbers.map((number) => `${name}/${number}`));
        for (const [id, each] of found)
          expect([...each.keys()].filter((name) => !wanted[id]?.includes(name))).toEqual([]);
        const expected = all
          .filter(([name]) => Object.values(wanted).some((each) => each.includes(name)))
          .flatMap(([name, numbers]) => numbers.map((number) => `${name}/${number}`));
        expect([...found.values()].flatMap(places).sort()).toEqual(expected.sort());
        const turned = all.reverse().map(([name, numbers]) => [name, [...numbers].reverse()] as const);
        expect(dealOut(new Map(subscriptions.reverse()), new Map(turned))).toEqual(found);
      }),
      { seed: 1 },
    );
  });
});
