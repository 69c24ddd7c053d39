import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withNode } from './nodes-of-watch.js';

describe('what agents call the node of a pod', () => {
  it('is each name once, in order', () => {
    const nodes = ['node-17', 'falco-xczjd', 'unknown', 'node-17'].reduce(withNode, []);
    expect(nodes).toEqual(['falco-xczjd', 'node-17', 'unknown']);
    expect(withNode(nodes, 'node-17')).toBe(nodes);
  });

  it('is the same set of sixteen at most, whoever comes first', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-c]{1,4}$/), { maxLength: 40 });
    fc.assert(
      fc.property(names, fc.infiniteStream(fc.nat()), (nodes, ranks) => {
        const shuffled = nodes
          .map((node) => ({ node, rank: ranks.next().value ?? 0 }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ node }) => node);
        expect(shuffled.reduce(withNode, [])).toEqual([...nodes].sort().slice(0, 16));
      }),
      { seed: 1 },
    );
  });
});
