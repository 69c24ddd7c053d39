import { describe, expect, it } from 'vitest';
import { addDrops, combineOutcomes } from './combine-outcomes.js';
import type { DropReason, NormalisedEvent, Outcome } from './event-format.js';
import { Interner } from './interner.js';
import { normaliseMessage } from './recognise.js';

const none = { outcome: 'ok', value: [] } as const;
const dropped = (reason: DropReason) => ({ outcome: 'drop', reason }) as const;
const refused = {
  outcome: 'dead-letter',
  reason: 'invalid',
  issues: [{ path: ['a'], message: 'no' }],
} as const;
const combined = (...outcomes: readonly Outcome<readonly NormalisedEvent[]>[]) =>
  combineOutcomes(outcomes.map((outcome, index) => ({ outcome, path: [index] })));

describe('a message of several parts', () => {
  it('tells how many of them were left out, and why', () => {
    const [gone, unclear] = [dropped('not-relevant'), dropped('incomplete')];
    expect(combined(gone, none, unclear, gone)).toEqual({
      ...none,
      dropped: new Map([
        ['not-relevant', 2],
        ['incomplete', 1],
      ]),
    });
    expect(combined(gone, gone)).toEqual({ ...none, dropped: new Map([['not-relevant', 2]]) });
  });

  it('tells of those within its parts as well', () => {
    const inner = combined(dropped('not-relevant'), none, dropped('incomplete'));
    expect(combined(inner, dropped('incomplete'))).toEqual({
      ...none,
      dropped: new Map([
        ['not-relevant', 1],
        ['incomplete', 2],
      ]),
    });
  });

  it('is refused as a whole with the places of the mistakes: nothing was left out of it then', () => {
    expect(combined(dropped('incomplete'), refused, refused)).toEqual({
      ...refused,
      issues: [
        { path: [1, 'a'], message: 'no' },
        { path: [2, 'a'], message: 'no' },
      ],
    });
  });

  const cut = (parts: number) => ({ ...refused, reason: 'unknown-format', cut: parts }) as const;

  it('leaves out what was cut, beside what can be read, and counts all of it', () => {
    expect(combined(cut(1), none, cut(2))).toEqual({ ...none, dropped: new Map([['incomplete', 3]]) });
    expect(combined(cut(1), dropped('incomplete'))).toEqual({
      ...none,
      dropped: new Map([['incomplete', 2]]),
    });
  });

  it('is refused where all of it was cut: it may be anything; and so is a part of it, unless others are beside', () => {
    const [first, second] = [0, 1].map((index) => ({ path: [index, 'a'], message: 'no' }));
    expect(combined(cut(1))).toEqual({ ...refused, issues: [first], cut: 1 });
    expect(combined(cut(1), cut(1))).toEqual({ ...refused, issues: [first, second], cut: 2 });
    expect(combined(combined(cut(1), cut(1)), none)).toEqual({
      ...none,
      dropped: new Map([['incomplete', 2]]),
    });
  });

  it('is refused for mistakes beside what was cut, and only for those', () => {
    expect(combined(cut(1), refused, none)).toEqual({
      ...refused,
      issues: [{ path: [1, 'a'], message: 'no' }],
    });
  });

  it('is what its part is if there is one, and nothing if there is none', () => {
    expect(combined(dropped('incomplete'))).toEqual(dropped('incomplete'));
    expect(combined(none)).toEqual(none);
    expect(combined()).toEqual(none);
  });
});

it('what was left out is counted by its reason, a message as a whole as one', () => {
  const counts = new Map<DropReason, number>([['incomplete', 4]]);
  for (const outcome of [dropped('incomplete'), combined(none, dropped('not-relevant')), none, refused]) {
    addDrops(outcome, counts);
  }
  expect([...counts]).toEqual([
    ['incomplete', 5],
    ['not-relevant', 1],
  ]);
});

describe('requests in envelopes', () => {
  const request = (stage: string, auditID: string) => ({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    auditID,
    stage,
    stageTimestamp: '2026-03-01T10:20:00Z',
    verb: 'create',
    user: { username: 'jane' },
    objectRef: { resource: 'pods', namespace: 'shop', name: 'web-0', subresource: 'exec' },
  });
  const [done, begun] = [request('ResponseComplete', 'a1'), request('RequestReceived', 'a1')];
  const list = (...items: readonly object[]) => ({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items });
  const records = (...bodies: readonly object[]) => ({
    resourceLogs: [
      {
        scopeLogs: [{ logRecords: bodies.map((body) => ({ body: { stringValue: JSON.stringify(body) } })) }],
      },
    ],
  });

  it.each([
    ['a list', list(begun, done, begun), 1, 2],
    ['a list of nothing that counts', list(begun, begun), 0, 2],
    ['records', records(done, begun), 1, 1],
    ['lists among records', records(list(begun, done), list(begun, begun), begun), 1, 4],
  ])('are left out one by one: %s', (_, message, taken, left) => {
    const outcome = normaliseMessage(message, new Interner(), { cluster: 'eu' });
    expect(outcome.outcome === 'ok' && [outcome.value.length, outcome.dropped]).toEqual([
      taken,
      new Map([['not-relevant', left]]),
    ]);
  });
});
