import { AFTER_ALL_TIMES } from '#libs/events';
import { describe, expect, it } from 'vitest';
import { candidatesAt, incarnationAt } from './incarnations.js';

const first = {
  uid: 'first',
  createdAt: new Date('2026-03-01T09:00:00Z'),
  goneAt: new Date('2026-03-01T10:00:00Z'),
};
const second = { uid: 'second', createdAt: new Date('2026-03-01T10:00:10Z'), goneAt: undefined };
const gone = { ...second, goneAt: new Date('2026-03-01T11:00:00Z') };
const at = (time: string) => `2026-03-01T${time}.000000000Z`;

function uidAt(time: string, pods = [first, second]): string {
  const { pod } = incarnationAt(pods, at(time));
  return typeof pod === 'string' ? pod : pod.uid;
}

describe('the pod that had a name at a time', () => {
  it('is the one that was created last before it', () => {
    expect(uidAt('09:30:00')).toBe('first');
    expect(uidAt('10:00:09')).toBe('first');
    expect(uidAt('10:00:10')).toBe('second');
    expect(uidAt('23:00:00')).toBe('second');
  });

  it('is not known before the first that is, but for clocks that are a little behind', () => {
    expect(uidAt('08:58:59')).toBe('earlier');
    expect(uidAt('08:59:00')).toBe('first');
    expect(uidAt('08:59:00', [])).toBe('earlier');
  });

  it('is not known yet when the last had gone, but for clocks that are a little ahead', () => {
    expect(uidAt('11:00:04', [first, gone])).toBe('second');
    expect(uidAt('11:00:05', [first, gone])).toBe('later');
  });

  it('is that one until the next', () => {
    expect(incarnationAt([first, second], at('09:30:00'))).toEqual({
      pod: first,
      from: at('08:59:00'),
      until: at('10:00:10'),
    });
    expect(incarnationAt([first, second], at('10:30:00'))).toEqual({
      pod: second,
      from: at('10:00:10'),
      until: '~',
    });
    expect(incarnationAt([first, gone], at('12:00:00'))).toEqual({ pod: 'later', from: at('11:00:05') });
    expect(incarnationAt([first], at('08:00:00'))).toEqual({ pod: 'earlier', until: at('08:59:00') });
  });
});

describe('the candidates that may have been there at a time', () => {
  const early = {
    uid: 'early',
    createdAt: new Date('2026-03-01T09:00:00Z'),
    goneAt: new Date('2026-03-01T10:00:00Z'),
  };
  const late = { uid: 'late', createdAt: new Date('2026-03-01T09:59:00Z'), goneAt: undefined };
  const found = (time: string, of: readonly (typeof early | typeof late)[] = [early, late]) => {
    const { candidates, from, until } = candidatesAt(of, at(time));
    return [candidates.map(({ uid }) => uid).join(), from.slice(11, 19), until.slice(11, 19)];
  };

  it('are those that were created before it and not gone, but for the clocks, for as long as they are the same', () => {
    expect(found('09:30:00')).toEqual(['early', '08:59:00', '09:58:00']);
    expect(found('09:58:00')).toEqual(['early,late', '09:58:00', '10:00:05']);
    expect(found('10:00:04')).toEqual(['early,late', '09:58:00', '10:00:05']);
    expect(found('10:00:05')).toEqual(['late', '10:00:05', AFTER_ALL_TIMES.slice(11, 19)]);
  });

  it('are none before all of them, and where there are none', () => {
    expect(found('08:58:59')).toEqual(['', '', '08:59:00']);
    expect(found('08:58:59', [])).toEqual(['', '', AFTER_ALL_TIMES.slice(11, 19)]);
  });
});
