import type { DeadLetter } from '../flush/dead-letters.js';
import { createHash } from 'node:crypto';

/** How much of dead letters is kept: rows, and bytes of keys, values and mistakes. */
export interface LetterBounds {
  readonly rows: number;
  readonly bytes: number;
}

/** A letter as it is kept. `whole` is of the message's value where only its beginning is kept. */
export interface FittedLetter extends DeadLetter {
  readonly whole: { readonly bytes: number; readonly sha256: Buffer } | undefined;
}

/** What bounds left of letters. */
export interface FittedLetters {
  readonly kept: readonly FittedLetter[];
  readonly truncated: number;
  readonly notKept: number;
}

/** Bytes of the key and of the value of a letter that is not kept whole. */
const mostOfBeginning = 1_024;
/** Characters of its one mistake. */
const mostOfMistake = 500;

/** Bytes of a letter, as the bounds count them. */
export function sizeOf({ key, value, mistakes }: DeadLetter): number {
  return (key?.length ?? 0) + (value?.length ?? 0) + Buffer.byteLength(JSON.stringify(mistakes));
}

/** A letter with the beginning of its key and value, the size and the hash of the whole value, and its first mistake. */
export function beginningOf(letter: DeadLetter): FittedLetter {
  const { key, value, mistakes } = letter;
  const first = mistakes.slice(0, 1).map(({ pointer, detail }) => ({
    ...(pointer === undefined ? {} : { pointer: pointer.slice(0, mostOfMistake) }),
    detail: detail.slice(0, mostOfMistake),
  }));
  return {
    ...letter,
    key: key?.subarray(0, mostOfBeginning) ?? null,
    value: value?.subarray(0, mostOfBeginning) ?? null,
    mistakes: first,
    whole: {
      bytes: value?.length ?? 0,
      sha256: createHash('sha256')
        .update(value ?? '')
        .digest(),
    },
  };
}

/**
 * What is kept of letters where there is `room`: whole ones as long as there are bytes, then their beginnings as long as
 * there are rows, then none. Letters that come first are kept first.
 */
export function fitLetters(letters: readonly DeadLetter[], room: LetterBounds): FittedLetters {
  let { rows, bytes } = room;
  let truncated = 0;
  const kept: FittedLetter[] = [];
  for (const letter of letters) {
    if (rows <= 0) break;
    rows -= 1;
    const size = sizeOf(letter);
    const beginning = size > bytes ? beginningOf(letter) : undefined;
    if (beginning !== undefined && sizeOf(beginning) < size) {
      kept.push(beginning);
      truncated += 1;
    } else {
      kept.push({ ...letter, whole: undefined });
    }
    bytes -= Math.min(size, sizeOf(beginning ?? letter));
  }
  return { kept, truncated, notKept: letters.length - kept.length };
}
