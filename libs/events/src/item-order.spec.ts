import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rawItem } from '../../../test/arbitraries/native-event.js';
import { Interner } from './interner.js';
import { compareItems } from './item-order.js';
import type { ObservedItem } from './observation.js';

const interner = new Interner();
const item = rawItem.map((raw) => interner.item(raw)).filter((known) => known !== undefined);
const common = { outcome: 'allowed', origin: 'container' } as const;
const syscall = (name: string): ObservedItem => ({ dimension: 'syscall', syscall: name, ...common });
const identity = (uid: number, groups?: number[]): ObservedItem => ({
  dimension: 'identity',
  uid,
  gid: 0,
  firstProcess: false,
  ...(groups !== undefined && { groups }),
  ...common,
});

describe('the order of items', () => {
  it('tells any two apart that are not the same, in both directions alike', () => {
    fc.assert(
      fc.property(item, item, (a, b) => {
        const [one, other] = [compareItems(a.item, b.item), compareItems(b.item, a.item)];
        expect(one === 0).toBe(a.key === b.key);
        expect(Math.sign(one) + Math.sign(other)).toBe(0);
      }),
      { seed: 5, numRuns: 2_000 },
    );
  });

  it('is the same from whichever order they come', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 12 }), (items) => {
        const keys = (list: readonly { key: string; item: ObservedItem }[]) =>
          [...list].sort((a, b) => compareItems(a.item, b.item)).map(({ key }) => key);
        expect(keys([...items].reverse())).toEqual(keys(items));
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  it('is by dimension, then by their fields: numbers by size, texts bytewise, absent before present', () => {
    const expected = [
      syscall('Z'.toLowerCase()),
      { ...syscall('zz'), outcome: 'refused' },
      identity(2),
      identity(10),
      identity(10, [1]),
      identity(10, [1, 2]),
      identity(10, [2]),
    ] satisfies readonly ObservedItem[];
    expect([...expected].reverse().sort(compareItems)).toEqual(expected);
  });
});
