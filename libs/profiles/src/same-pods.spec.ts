import { describe, expect, it } from 'vitest';
import { samePods, type SeenPod } from './same-pods.js';

const [first, second, third] = ['2026-03-01', '2026-03-02', '2026-03-03'];

function seen(pod: number, uid: string, days: readonly string[], name = 'db-0'): readonly SeenPod[] {
  return [{ pod, uid, namespace: 'shop', name, days }];
}

describe('a pod that one agent knows by its name only', () => {
  it('is the pod of that name that another agent knew on one of the days', () => {
    const same = samePods([...seen(1, 'shop/db-0', [first, second]), ...seen(2, 'uid-a', [second])]);
    expect([same.watched(1, first), same.watched(1, second), same.watched(2, second)]).toEqual([2, 2, 2]);
    expect(same.several).toEqual(new Set());
    expect(same.shown([1])).toEqual([2]);
    expect(same.shown([1, 2])).toEqual([2]);
    expect(same.standIns(new Set([2]))).toEqual(new Set([1, 2]));
  });

  it('is another one than a pod of that name on other days, of another name, or of a longer one', () => {
    const same = samePods([
      ...seen(1, 'shop/db-0', [first]),
      ...seen(2, 'uid-a', [second, third]),
      ...seen(3, 'uid-b', [first], 'db-01'),
    ]);
    expect(same.watched(1, first)).toBe(1);
    expect(same.shown([1, 2, 3])).toEqual([1, 2, 3]);
    expect(same.standIns(new Set([2]))).toEqual(new Set([2]));
  });

  it('adds none to several that had the name, and is the one of the day', () => {
    const same = samePods([
      ...seen(1, 'shop/db-0', [first, second, third]),
      ...seen(2, 'uid-b', [second]),
      ...seen(3, 'uid-a', [first]),
    ]);
    expect([first, second, third].map((day) => same.watched(1, day))).toEqual([3, 2, 3]);
    expect(same.several).toEqual(new Set([1]));
    expect(same.shown([1, 2])).toEqual([2]);
    expect(same.shown([3, 1, 2])).toEqual([3, 2]);
    expect(same.shown([1])).toEqual([3]);
  });

  it('is told by UIDs, not by numbers, which depend on who came first', () => {
    const one = samePods([
      ...seen(9, 'shop/db-0', [first]),
      ...seen(2, 'uid-b', [first]),
      ...seen(1, 'uid-a', [first]),
    ]);
    const other = samePods([
      ...seen(1, 'shop/db-0', [first]),
      ...seen(2, 'uid-a', [first]),
      ...seen(9, 'uid-b', [first]),
    ]);
    expect(one.shown([9])).toEqual([1]);
    expect(other.shown([1])).toEqual([2]);
  });

  it('is one, whether agents gave its containers too', () => {
    const id = 'ab'.repeat(6);
    const same = samePods([
      ...seen(1, `shop/db-0/${id}`, [first]),
      ...seen(2, 'shop/db-0', [first]),
      ...seen(3, `shop/db-0/${'cd'.repeat(6)}`, [second]),
    ]);
    expect(same.shown([1, 2, 3])).toEqual([2, 3]);
    expect(same.watched(1, first)).toBe(2);
  });

  it('changes nothing where all UIDs are known', () => {
    const same = samePods([...seen(1, 'uid-a', [first]), ...seen(2, 'uid-b', [first])]);
    const pods = [1, 2];
    expect(same.shown(pods)).toBe(pods);
    expect(same.watched(2, first)).toBe(2);
  });
});
