import type { NormalisedEvent, Origin } from '#libs/events';
import { SequenceRanges } from '#libs/profiles';
import { describe, expect, it } from 'vitest';
import { AgentSequences } from './agent-sequences.js';
import type { AgentState } from './states.js';

const origin = (instance: string): Origin => ({
  cluster: 'prod',
  node: 'node-1',
  agent: { name: 'advisor-agent', version: '1.4.0', instance },
});
const event = (instance: string, sequence?: number): NormalisedEvent => ({
  origin: origin(instance),
  ...(sequence !== undefined && { sequence }),
  sentAt: '2026-03-01T10:20:00.000000000Z',
  covers: [],
  lost: new Map(),
  containers: [],
});
const stored = (instance: string, ...ranges: (readonly [number, number])[]): AgentState => ({
  origin: origin(instance),
  instance,
  sequences: new SequenceRanges(1_000, { ranges, givenUp: 0 }),
  missing: 0,
  ranges: ranges.length,
  revision: ranges.length === 0 ? 0 : 1,
  firstDay: '2026-03-01',
  lastDay: '2026-03-01',
});
const day = '2026-03-01';

describe('the sequence numbers of agents', () => {
  it('have to be known before a numbered event is taken, and not for others', () => {
    const agents = new AgentSequences();
    expect([agents.isKnown(event('a', 1)), agents.isKnown(event('a'))]).toEqual([false, true]);
    expect([...agents.unknown([event('a', 1), event('a', 2), event('b')])]).toEqual([
      ['prod/a', origin('a')],
    ]);
    expect(() => agents.take(event('a', 1), day)).toThrow('the sequence numbers of an agent were not loaded');
    expect([agents.take(event('b'), day), agents.take(event('b'), day)]).toEqual([true, true]);
    expect([agents.pending, agents.changedRows]).toEqual([[], 0]);
  });

  it('are taken once each; what came again changes nothing', () => {
    const agents = new AgentSequences();
    agents.learn([stored('a', [1, 3])]);
    expect(agents.take(event('a', 3), day)).toBe(false);
    expect(agents.pending).toEqual([]);
    expect([agents.take(event('a', 4), '2026-03-02'), agents.take(event('a', 4), day)]).toEqual([
      true,
      false,
    ]);
    expect(agents.pending).toMatchObject([{ instance: 'a', revision: 1, lastDay: '2026-03-02' }]);
    agents.flushed();
    expect([agents.pending, agents.changedRows]).toEqual([[], 0]);
    agents.take(event('a', 6), day);
    expect(agents.pending).toMatchObject([{ revision: 2, firstDay: day, lastDay: '2026-03-02' }]);
  });

  it('are not forgotten before they are stored, however many other agents come', () => {
    const agents = new AgentSequences(10);
    const many = Array.from({ length: 100 }, (_, index) => `agent-${index}`);
    for (const instance of ['first', ...many, 'first']) {
      const [sender] = agents.unknown([event(instance, 7)]).values();
      if (sender !== undefined) agents.learn([stored(instance)]);
      // The second time the number is a duplicate: what is pending is known, as if it were stored.
      agents.take(event(instance, 7), day);
    }
    expect(agents.pending.map(({ instance }) => instance)).toEqual(['first', ...many]);
    expect(agents.changedRows).toBe(101);
    agents.flushed();
    expect(agents.isKnown(event('first', 8))).toBe(false);
  });

  it('are forgotten if all together have too many gaps, but for what is not stored yet', () => {
    const agents = new AgentSequences(100, 5);
    agents.learn([stored('a', [1, 3], [5, 6]), stored('b', [1, 3], [5, 6])]);
    agents.take(event('b', 9), day);
    expect([agents.isKnown(event('a', 8)), agents.isKnown(event('b', 8))]).toEqual([true, true]);
    agents.learn([stored('c', [1, 3], [5, 6])]);
    expect(['a', 'b', 'c'].map((instance) => agents.isKnown(event(instance, 8)))).toEqual([
      false,
      true,
      true,
    ]);
    for (const number of [10, 12, 14, 16, 18, 20]) agents.take(event('c', number), day);
    expect(agents.pending.map(({ instance }) => instance)).toEqual(['b', 'c']);
    agents.flushed();
    expect(['b', 'c'].map((instance) => agents.isKnown(event(instance, 8)))).toEqual([false, false]);
  });

  it('are as many rows as their ranges are long', () => {
    const agents = new AgentSequences();
    const gaps = Array.from({ length: 200 }, (_, n) => [n * 3, n * 3] as const);
    agents.learn([stored('a', ...gaps), stored('b')]);
    for (const instance of ['a', 'b']) agents.take(event(instance, 1_000), day);
    agents.take(event('a', 1_001), day);
    expect(agents.changedRows).toBe(6);
    agents.flushed();
    expect(agents.changedRows).toBe(0);
  });

  it('are forgotten as a whole with all that is read again', () => {
    const agents = new AgentSequences();
    agents.learn([stored('a')]);
    agents.take(event('a', 1), day);
    agents.reset();
    expect([agents.pending, agents.isKnown(event('a', 1))]).toEqual([[], false]);
  });
});
