import { Interner, type NormalisedEvent, normaliseMessage } from '#libs/events';
import { calls, TestAgent } from '../../../../test/fixtures/runtime-events.js';
import { attributeByName } from '../workload-resolver.js';
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
        ranges: 0,
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

describe('what is remembered after a flush', () => {
  const interner = new Interner();
  const agent = new TestAgent();

  /** An accumulator that has stored two calls of a pod, and was shown them again; `volumes`: of its image. */
  function afterFlush(remembered?: { pods: number; entries: number }, volumes: readonly string[] = []) {
    const accumulator = new Accumulator(itemBounds(2_000), remembered);
    const show = (): void => {
      const message = agent.event([
        { pod: 'web', more: { imageVolumes: volumes }, observations: [calls('read'), calls('write')] },
      ]);
      const outcome = normaliseMessage(message, interner);
      if (outcome.outcome !== 'ok') throw new Error(outcome.outcome);
      for (const question of accumulator.questions(outcome.value, 0).values())
        accumulator.learnPod(question, attributeByName(question.observed), 0);
      for (const each of outcome.value) {
        const { sequence: _, ...unnumbered } = each;
        accumulator.add(unnumbered);
      }
    };
    show();
    const before = { rows: accumulator.changedRows, image: accumulator.pending.watches[0]?.image };
    accumulator.flushed();
    show();
    const { entries, watches } = accumulator.pending;
    const after = { isNew: entries.isNewToAPod(0), image: watches[0]?.image, rows: accumulator.changedRows };
    return { before, after };
  }

  it('is which entries pods have shown, so that these are not stored again; and of images their ids', () => {
    expect(afterFlush().after).toMatchObject({ isNew: false, image: undefined });
  });

  it('is nothing where there are too many entries or pods', () => {
    expect(afterFlush({ pods: 10, entries: 2 }).after.isNew).toBe(false);
    expect(afterFlush({ pods: 10, entries: 1 }).after.isNew).toBe(true);
    expect(afterFlush({ pods: 0, entries: 10 }).after.isNew).toBe(true);
  });

  it('holds no long description of an image, which counts as many rows until it is stored', () => {
    const volume = `/${'v'.repeat(4_000)}`;
    const { before, after } = afterFlush(
      undefined,
      Array<string>(3)
        .fill(volume)
        .map((each, n) => `${each}${n}`),
    );
    expect([before.image?.includes(volume), after.image]).toEqual([true, undefined]);
    expect(before.rows - after.rows).toBe(11);
  });
});
