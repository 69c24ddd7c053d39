import type { ProfileEntry } from '#libs/profiles';
import type { ContainerDay, PodState } from './states.js';

const leastRows = 1_024;
const none = -1;

/**
 * Entries of profiles of which something has come since the last flush: a row for each, in columns, so that a stream of new
 * entries leaves next to nothing for the garbage collector to walk.
 */
export class PendingEntries {
  #containers: ContainerDay[] = [];
  /** Index of the entry within its container's day. */
  #indexes = new Int32Array(leastRows);
  /** Count, first and last of each row, beside each other: they are used together, and rows in no order. */
  #numbers = new Float64Array(leastRows * 3);
  /** The pod that has shown it last for the first time: a place in `#pods`, from which `#nexts` leads on. */
  #lastPods = new Int32Array(leastRows);
  #pods: PodState[] = [];
  #nexts = new Int32Array(leastRows);

  /** Rows. */
  get size(): number {
    return this.#containers.length;
  }

  /** Counts an observation of the entry with an index; times are nanoseconds of the container's day. Returns its row. */
  count(container: ContainerDay, index: number, count: number, first: number, last: number): number {
    const known = container.rowOf(index);
    if (known === undefined) return this.#add(container, index, count, first, last);
    const numbers = this.#numbers;
    const at = known * 3;
    numbers[at] = (numbers[at] ?? 0) + count;
    if (first < (numbers[at + 1] ?? 0)) numbers[at + 1] = first;
    if (last > (numbers[at + 2] ?? 0)) numbers[at + 2] = last;
    return known;
  }

  /** A pod has shown the entry of a row for the first time. */
  shownBy(row: number, pod: PodState): void {
    const place = this.#pods.length;
    if (place === this.#nexts.length) this.#nexts = grown(this.#nexts, new Int32Array(place * 2));
    this.#nexts[place] = this.#lastPods[row] ?? none;
    this.#lastPods[row] = place;
    this.#pods.push(pod);
  }

  containerOf(row: number): ContainerDay {
    const container = this.#containers[row];
    if (container === undefined) throw new RangeError(`there is no row ${row}`);
    return container;
  }

  entryOf(row: number): ProfileEntry {
    return this.containerOf(row).entryAt(this.#indexes[row] ?? none);
  }

  countOf(row: number): number {
    return this.#numbers[row * 3] ?? 0;
  }

  /** Nanoseconds of the container's day. */
  firstOf(row: number): number {
    return this.#numbers[row * 3 + 1] ?? 0;
  }

  lastOf(row: number): number {
    return this.#numbers[row * 3 + 2] ?? 0;
  }

  /** Whether there are pods that have shown the entry for the first time. */
  isNewToAPod(row: number): boolean {
    return (this.#lastPods[row] ?? none) !== none;
  }

  /** Pods that have shown the entry for the first time. */
  podsOf(row: number): readonly PodState[] {
    const pods: PodState[] = [];
    for (let place = this.#lastPods[row] ?? none; place !== none; place = this.#nexts[place] ?? none) {
      const pod = this.#pods[place];
      if (pod !== undefined) pods.push(pod);
    }
    return pods;
  }

  /** Days of the rows, each once. */
  get days(): readonly string[] {
    return [...new Set(this.#containers.map(({ day }) => day))];
  }

  clear(): void {
    for (const [row, container] of this.#containers.entries()) container.endRow(this.#indexes[row] ?? none);
    this.#containers = [];
    this.#pods = [];
  }

  #add(container: ContainerDay, index: number, count: number, first: number, last: number): number {
    const row = this.#containers.length;
    if (row === this.#indexes.length) this.#grow(row * 2);
    this.#containers.push(container);
    container.beginRow(index, row);
    this.#indexes[row] = index;
    this.#numbers[row * 3] = count;
    this.#numbers[row * 3 + 1] = first;
    this.#numbers[row * 3 + 2] = last;
    this.#lastPods[row] = none;
    return row;
  }

  #grow(rows: number): void {
    this.#indexes = grown(this.#indexes, new Int32Array(rows));
    this.#numbers = grown(this.#numbers, new Float64Array(rows * 3));
    this.#lastPods = grown(this.#lastPods, new Int32Array(rows));
  }
}

function grown<Column extends Int32Array | Float64Array>(column: Column, larger: Column): Column {
  larger.set(column);
  return larger;
}
