import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DeadLetter } from '../flush/dead-letters.js';
import { fitLetters, sizeOf } from './letter-bounds.js';

const letter = (offset: number, bytes: number): DeadLetter => ({
  topic: 't',
  partition: 0,
  offset,
  reason: 'not-json',
  mistakes: [],
  key: null,
  value: Buffer.alloc(bytes, 'x'),
});
const fitted = (letters: readonly DeadLetter[], rows: number, bytes: number) => {
  const { kept, truncated, notKept } = fitLetters(letters, { rows, bytes });
  return [kept.map(({ offset, value, whole }) => [offset, value?.length, whole?.bytes]), truncated, notKept];
};

describe('dead letters within bounds', () => {
  it('are kept whole while there is room', () => {
    expect(fitted([letter(1, 5_000), letter(2, 0)], 2, 5_004)).toEqual([
      [
        [1, 5_000, undefined],
        [2, 0, undefined],
      ],
      0,
      0,
    ]);
  });

  it('are kept by their beginning, with size and hash of the whole, when no bytes are left', () => {
    const { kept } = fitLetters([letter(1, 5_000)], { rows: 1, bytes: 5_001 });
    expect(kept.map(({ value, whole }) => [value?.length, whole])).toEqual([
      [1_024, { bytes: 5_000, sha256: createHash('sha256').update(Buffer.alloc(5_000, 'x')).digest() }],
    ]);
  });

  it('that are small already stay whole: there is nothing to cut', () => {
    expect(fitted([letter(1, 1_000)], 1, 0)).toEqual([[[1, 1_000, undefined]], 0, 0]);
  });

  it('give their bytes to those that come after, and none to more than there are rows for', () => {
    expect(fitted([letter(1, 9_000), letter(2, 2_000), letter(3, 1), letter(4, 1)], 3, 4_000)).toEqual([
      [
        [1, 1_024, 9_000],
        [2, 2_000, undefined],
        [3, 1, undefined],
      ],
      1,
      1,
    ]);
    expect(fitted([letter(1, 1)], -5, 1_000)).toEqual([[], 0, 1]);
  });

  it('have one short mistake when they are cut, however long an enemy makes them', () => {
    const mistakes = Array.from({ length: 100 }, () => ({
      pointer: 'p'.repeat(9_000),
      detail: 'd'.repeat(9_000),
    }));
    const enemy = { ...letter(1, 9_000), key: Buffer.alloc(9_000), mistakes };
    const { kept } = fitLetters([enemy], { rows: 1, bytes: 0 });
    expect(kept.map(sizeOf)).toEqual([1_024 + 1_024 + 1_000 + '[{"pointer":"","detail":""}]'.length]);
  });
});
