import { describe, expect, it } from 'vitest';
import { incarnationAt } from './incarnations.js';

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
