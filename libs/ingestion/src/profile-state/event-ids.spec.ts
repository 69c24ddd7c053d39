import type { NormalisedEvent } from '#libs/events';
import { expect, it } from 'vitest';
import { EventIds } from './event-ids.js';

const event = (eventId: string, cluster = 'eu'): NormalisedEvent => ({
  origin: { cluster, node: 'n', agent: { name: 'kubernetes-audit', version: '' } },
  sentAt: '2026-03-01T10:20:00.000000000Z',
  covers: [],
  lost: new Map(),
  containers: [],
  eventId,
});

/** Which of these events are taken, by one who knows of none. */
function taken(...events: readonly NormalisedEvent[]): readonly boolean[] {
  const ids = new EventIds();
  ids.learn(ids.unknown(events), new Set());
  return events.map((each) => ids.take(each));
}

function remembered(eventId: string): readonly string[] {
  const ids = new EventIds();
  ids.learn(ids.unknown([event(eventId)]), new Set());
  ids.take(event(eventId));
  return [...ids.pending];
}

it('an event is taken once by its id, within its cluster', () => {
  expect(taken(event('a'), event('b'), event('a'), event('a', 'us'))).toEqual([true, true, false, true]);
});

it('a long id takes no more room than a short one, and is told from others by all of its characters', () => {
  const long = 'a'.repeat(1_000_000);
  expect(taken(event(`${long}1`), event(`${long}2`), event(`${long}1`), event(`${long}1`, 'us'))).toEqual([
    true,
    true,
    false,
    true,
  ]);
  for (const id of [long, 'a'.repeat(600)]) {
    expect(remembered(id)).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  }
  // Nobody can give an event a short id that stands for another one's long id.
  const [digest = ''] = remembered(long);
  expect(remembered(digest)).not.toEqual([digest]);
  expect(remembered('a'.repeat(100))).toEqual([expect.stringContaining('a'.repeat(100))]);
});
