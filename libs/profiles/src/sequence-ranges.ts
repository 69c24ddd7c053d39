/** A range of numbers, both ends included. */
interface Range {
  from: number;
  to: number;
}

/**
 * The sequence numbers that were taken of one agent, as ranges. Gaps are events that were lost or are still to come.
 * Numbers arrive nearly in order, so there are few ranges; beyond `most` the lowest gap is given up: the numbers in it
 * count as missing for ever, and one that comes after all is taken for a duplicate.
 */
export class SequenceRanges {
  readonly #ranges: Range[];
  #givenUp: number;

  constructor(
    private readonly most: number,
    state: SequenceState = { ranges: [], givenUp: 0 },
  ) {
    this.#ranges = state.ranges.map(([from, to]) => ({ from, to }));
    this.#givenUp = state.givenUp;
  }

  has(number: number): boolean {
    return this.#holds(this.#find(number), number);
  }

  /** Takes a number. Returns false, and changes nothing, if it was taken before. */
  add(number: number): boolean {
    const last = this.#ranges.at(-1);
    if (last !== undefined && number === last.to + 1) {
      last.to = number;
      return true;
    }
    const at = this.#find(number);
    if (this.#holds(at, number)) return false;
    const [before, after] = [this.#ranges[at], this.#ranges[at + 1]];
    const touchesBefore = before !== undefined && before.to + 1 === number;
    const touchesAfter = after !== undefined && after.from - 1 === number;
    if (touchesBefore && touchesAfter) {
      before.to = after.to;
      this.#ranges.splice(at + 1, 1);
    } else if (touchesBefore) before.to = number;
    else if (touchesAfter) after.from = number;
    else this.#ranges.splice(at + 1, 0, { from: number, to: number });
    this.#giveUpLowestGap();
    return true;
  }

  /** Ranges. */
  get size(): number {
    return this.#ranges.length;
  }

  /** Numbers between the lowest and the highest taken that were not. */
  get missing(): number {
    let missing = this.#givenUp;
    for (const [index, range] of this.#ranges.entries()) {
      const next = this.#ranges[index + 1];
      if (next !== undefined) missing += next.from - range.to - 1;
    }
    return missing;
  }

  /** What the constructor takes to make an equal one. */
  get state(): SequenceState {
    return { ranges: this.#ranges.map(({ from, to }) => [from, to] as const), givenUp: this.#givenUp };
  }

  /** Index of the last range that starts at or before the number, or -1. */
  #find(number: number): number {
    for (let index = this.#ranges.length - 1; index >= 0; index -= 1) {
      const range = this.#ranges[index];
      if (range !== undefined && range.from <= number) return index;
    }
    return -1;
  }

  #holds(at: number, number: number): boolean {
    const range = this.#ranges[at];
    return range !== undefined && range.from <= number && number <= range.to;
  }

  #giveUpLowestGap(): void {
    if (this.#ranges.length <= this.most) return;
    const [lowest, next] = this.#ranges;
    if (lowest === undefined || next === undefined) return;
    this.#givenUp += next.from - lowest.to - 1;
    lowest.to = next.to;
    this.#ranges.splice(1, 1);
  }
}

/** Ranges in rising order, `[from, to]` with both ends included, and how many numbers of given-up gaps are in them. */
export interface SequenceState {
  readonly ranges: readonly (readonly [from: number, to: number])[];
  readonly givenUp: number;
}
