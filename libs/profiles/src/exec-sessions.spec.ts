import { describe, expect, it } from 'vitest';
import { onlyInSessions, type Sighting } from './exec-sessions.js';

const time = (clock: string) => `2026-03-01T${clock}.000000000Z`;
const session = (from: string, to: string, pod = 1) => ({ pod, from: time(from), to: time(to) });
const seen = (item: string, first: string, last = first, pods = [1]): Sighting => ({
  item,
  first: time(first),
  last: time(last),
  pods,
});
const since = new Map([
  [1, time('08:00:00')],
  [2, time('08:00:00')],
]);
const found = (sightings: readonly Sighting[], sessions = [session('10:00:00', '10:10:00')]) => [
  ...onlyInSessions(sightings, sessions, since),
];

describe('an item', () => {
  it('that was seen only while somebody was inside is theirs', () => {
    expect(found([seen('cat', '10:01:00', '10:09:00'), seen('nginx', '09:00:00')])).toEqual(['cat']);
  });

  it.each([
    ['before', '09:59:00', '10:01:00'],
    ['after', '10:01:00', '10:12:00'],
    ['only elsewhen', '11:00:00', '11:00:00'],
  ])('that was seen %s as well is of the workload', (_, first, last) => {
    expect(found([seen('read', first, last)])).toEqual([]);
  });

  it('that was seen by another pod as well is of the workload, unless somebody was in there too', () => {
    const both = [seen('cat', '10:01:00', '10:02:00', [1, 2])];
    expect(found(both)).toEqual([]);
    expect(found(both, [session('10:00:00', '10:10:00'), session('10:00:30', '10:05:00', 2)])).toEqual([
      'cat',
    ]);
  });

  it('that was seen on another day is of the workload, unless that was in a session too', () => {
    const days = [seen('cat', '10:01:00'), seen('cat', '14:00:00')];
    expect(found(days)).toEqual([]);
    expect(found(days, [session('10:00:00', '10:10:00'), session('13:59:00', '14:01:00')])).toEqual(['cat']);
  });

  it('may be a second off: clocks of nodes are not that of the API server', () => {
    expect(found([seen('cat', '09:59:59', '10:10:01')])).toEqual(['cat']);
    expect(found([seen('cat', '09:59:58', '10:10:00')])).toEqual([]);
  });

  it('is of the workload where the session says nothing: too long, or begun before anybody watched', () => {
    expect(found([seen('cat', '10:30:00')], [session('10:00:00', '11:00:01')])).toEqual([]);
    expect(found([seen('cat', '07:30:00')], [session('07:00:00', '07:45:00')])).toEqual([]);
    expect(found([seen('cat', '10:01:00')], [session('10:00:00', '10:10:00', 3)])).toEqual([]);
  });
});
