import { Interner, type NormalisedEvent, type Origin } from '#libs/events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossBeyond, LossSoFarOfAgents } from './loss-totals.js';

describe('what counters tell beyond what is known of them', () => {
  it('is all of it where nothing is known: it was lost since the run began', () => {
    expect(lossBeyond({}, { kernel: 7, outputs: 2 })).toEqual({ lost: 9, totals: { kernel: 7, outputs: 2 } });
  });

  it('is by how much they have risen, each by itself', () => {
    expect(lossBeyond({ kernel: 7, outputs: 2 }, { kernel: 9, outputs: 2 })).toEqual({
      lost: 2,
      totals: { kernel: 9, outputs: 2 },
    });
    expect(lossBeyond({ kernel: 7 }, { outputs: 1 })).toEqual({ lost: 1, totals: { kernel: 7, outputs: 1 } });
  });

  it('is nothing where they are the same, or lower', () => {
    expect(lossBeyond({ kernel: 7 }, { kernel: 7 })).toEqual({ lost: 0, totals: { kernel: 7 } });
    expect(lossBeyond({ kernel: 7 }, { kernel: 3 })).toEqual({ lost: 0, totals: { kernel: 7 } });
  });

  it('sums up to the highest of each counter, in any order and however often each is told', () => {
    const told = fc.record({ kernel: fc.nat(), outputs: fc.nat() }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.array(told, { minLength: 1 }), (all) => {
        let [sum, known] = [0, {}];
        for (const each of [...all, ...all]) {
          const { lost, totals } = lossBeyond(known, each);
          [sum, known] = [sum + lost, totals];
        }
        const highest = (name: 'kernel' | 'outputs') => Math.max(0, ...all.map((each) => each[name] ?? 0));
        expect(sum).toBe(highest('kernel') + highest('outputs'));
      }),
      { seed: 1 },
    );
  });
});

describe('the counters of agents', () => {
  const origin = (node: string): Origin => {
    const found = new Interner().unnumberedOrigin('prod', node, 'falco');
    if ('issues' in found) throw found;
    return found;
  };
  const event = (kernel: number | undefined, run = '1/', node = 'n'): NormalisedEvent => ({
    origin: origin(node),
    sentAt: '2026-03-01T10:20:00.000000000Z',
    covers: ['exec'],
    coversPartly: ['file'],
    lost: new Map([['exec', 5]]),
    containers: [],
    ...(kernel !== undefined && { lostSoFar: { run, totals: { kernel } } }),
  });
  const learnt = (...events: readonly NormalisedEvent[]) => {
    const losses = new LossSoFarOfAgents();
    const found = [...losses.unknown(events).values()];
    losses.learn(found.map((each) => ({ ...each, totals: {}, revision: 0, lastDay: '' })));
    return losses;
  };

  it('have to be known before an event that tells of them is taken, and of no other', () => {
    const losses = new LossSoFarOfAgents();
    expect([losses.isKnown(event(3)), losses.isKnown(event(undefined))]).toEqual([false, true]);
    expect([...losses.unknown([event(3), event(4), event(undefined)]).values()]).toMatchObject([
      { run: '1/' },
    ]);
    expect(() => losses.take(event(3), '2026-03-01')).toThrow('the counters of an agent were not loaded');
    expect(losses.take(event(undefined), '2026-03-01').lost).toEqual(new Map([['exec', 5]]));
    expect(losses.pending).toEqual([]);
  });

  it('count for all that is watched, as a whole or in part, beside what the event says it lost', () => {
    const losses = learnt(event(3));
    expect(losses.take(event(3), '2026-03-01').lost).toEqual(
      new Map([
        ['exec', 8],
        ['file', 3],
      ]),
    );
    expect(losses.take(event(3), '2026-03-01').lost).toEqual(new Map([['exec', 5]]));
    expect(losses.pending).toMatchObject([
      { run: '1/', totals: { kernel: 3 }, revision: 0, lastDay: '2026-03-01' },
    ]);
  });

  it('are of each run and node by themselves, and of the last day that told of them', () => {
    const losses = learnt(event(3), event(3, '2/'), event(3, '1/', 'm'));
    for (const each of [event(3), event(3, '2/'), event(3, '1/', 'm')])
      expect(losses.take(each, '2026-03-02').lost.get('file')).toBe(3);
    losses.take(event(4), '2026-03-01');
    expect(losses.pending.map(({ lastDay }) => lastDay)).toEqual(['2026-03-02', '2026-03-02', '2026-03-02']);
    losses.reset();
    expect([losses.pending, losses.isKnown(event(5))]).toEqual([[], false]);
  });

  it('are looked up again after each flush, as others may have counted by them', () => {
    const losses = learnt(event(3), event(3, 'told nothing of'));
    losses.take(event(3), '2026-03-02');
    losses.flushed();
    expect(losses.pending).toEqual([]);
    expect([losses.isKnown(event(5)), losses.isKnown(event(5, 'told nothing of'))]).toEqual([false, false]);
    const learn = (): void =>
      losses.learn(
        [...losses.unknown([event(5)]).values()].map((each) => ({
          ...each,
          totals: { kernel: 5 },
          revision: 7,
          lastDay: '2026-03-03',
        })),
      );
    learn();
    expect(losses.take(event(6), '2026-03-03').lost.get('file')).toBe(1);
    expect(losses.pending).toMatchObject([{ revision: 7, totals: { kernel: 6 }, lastDay: '2026-03-03' }]);
    losses.flushed();
    learn();
    // Nothing was lost since, but the run goes on.
    expect(losses.take(event(5), '2026-03-03').lost.get('file')).toBeUndefined();
    expect(losses.pending).toEqual([]);
    expect(losses.take(event(5), '2026-03-04').lost.get('file')).toBeUndefined();
    expect(losses.pending).toMatchObject([{ revision: 7, totals: { kernel: 5 }, lastDay: '2026-03-04' }]);
  });

  it('are not forgotten before they are stored, however many other runs come', () => {
    const losses = new LossSoFarOfAgents(10);
    const runs = ['first', ...Array.from({ length: 100 }, (_, index) => `${index}/`)];
    for (const run of [...runs, 'first']) {
      const told = event(3, run);
      const found = [...losses.unknown([told]).values()];
      losses.learn(found.map((each) => ({ ...each, totals: {}, revision: 0, lastDay: '' })));
      losses.take(told, '2026-03-01');
    }
    expect(losses.pending.map(({ run }) => run)).toEqual(runs);
    expect(losses.changedRows).toBe(101);
    losses.flushed();
    expect([losses.changedRows, losses.isKnown(event(3, 'first'))]).toEqual([0, false]);
  });
});
