import type { NormalisedEvent } from '#libs/events';
import { itemBounds, SequenceRanges } from '#libs/profiles';
import { describe, expect, it } from 'vitest';
import { Accumulator } from './accumulator.js';

const event = (node: string, changes: Partial<NormalisedEvent> = {}): NormalisedEvent => ({
  origin: { cluster: 'prod', node, agent: { name: 'falco', version: '' } },
  sentAt: '2026-03-01T10:20:00.000000000Z',
  covers: [],
  lost: new Map(),
  containers: [],
  ...changes,
});

/** Rows that are pending after events, of which nothing had been known. */
function rowsAfter(...events: readonly NormalisedEvent[]): number {
  const accumulator = new Accumulator(itemBounds(2_000));
  for (const each of events) {
    accumulator.agents.learn(
      [...accumulator.agents.unknown([each]).values()].map((origin) => ({
        origin,
        instance: origin.agent.instance ?? '',
        sequences: new SequenceRanges(10),
        missing: 0,
        revision: 0,
        firstDay: '2026-03-01',
        lastDay: '2026-03-01',
      })),
    );
    accumulator.losses.learn(
      [...accumulator.losses.unknown([each]).values()].map((run) => ({
        ...run,
        totals: {},
        revision: 0,
        lastDay: '',
      })),
    );
    accumulator.add(each);
  }
  return accumulator.changedRows;
}

describe('the rows that a flush would write', () => {
  it('are none where nothing has come', () => {
    expect(rowsAfter()).toBe(0);
  });

  it('hold one for each node and day, and one for each different fact', () => {
    expect(rowsAfter(event('a'), event('a'), event('b'))).toBe(2);
    expect(rowsAfter(event('a'), event('a', { sentAt: '2026-03-02T10:20:00.000000000Z' }))).toBe(2);
    expect(rowsAfter(event('a'), event('a', { nodeFacts: { cgroup: 'v2' } }))).toBe(2);
  });

  it('hold one for each dimension that a node tells of', () => {
    expect(rowsAfter(event('a', { covers: ['exec', 'file'] }))).toBe(3);
    expect(rowsAfter(event('a', { lost: new Map([['exec', 1]]) }))).toBe(2);
  });

  it('hold one for each agent whose numbers were taken', () => {
    const numbered = (instance: string, sequence: number) =>
      event('a', {
        origin: { cluster: 'prod', node: 'a', agent: { name: 'agent', version: '', instance } },
        sequence,
      });
    expect(rowsAfter(numbered('1', 1), numbered('1', 2), numbered('2', 1), numbered('2', 1))).toBe(3);
  });

  it('hold one for each run of an agent whose counters have risen', () => {
    const told = (run: string, kernel: number) => event('a', { lostSoFar: { run, totals: { kernel } } });
    expect(rowsAfter(told('1/', 1), told('1/', 1), told('2/', 1))).toBe(3);
  });
});
