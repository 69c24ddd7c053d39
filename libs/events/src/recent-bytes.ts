/**
 * Values by bytes, the text that each was read from. It forgets as RecentMap does: it keeps the most recent `limit` at least,
 * and twice as many at most. Bytes and places stand in arrays of numbers, so that nothing is made to look something up, and
 * the garbage collector has nothing but the values to walk; a Map of texts needs a text for each question, and hashes and
 * compares it at several times the price.
 */
export class RecentBytes<T> {
  // Of none, until there is something: the tables are large.
  #young = new Generation<T>(0);
  #old = this.#young;

  /** `longest`: of more bytes nothing is kept. */
  constructor(
    private readonly limit: number,
    private readonly longest: number,
  ) {}

  get(bytes: DataView, from: number, to: number): T | undefined {
    const hash = hashOfBytes(bytes, from, to);
    const value = this.#young.get(hash, bytes, from, to);
    if (value !== undefined) return value;
    const older = this.#old.get(hash, bytes, from, to);
    if (older !== undefined) this.#set(hash, bytes, from, to, older);
    return older;
  }

  set(bytes: DataView, from: number, to: number, value: T): void {
    if (to - from <= this.longest) this.#set(hashOfBytes(bytes, from, to), bytes, from, to, value);
  }

  #set(hash: number, bytes: DataView, from: number, to: number, value: T): void {
    if (this.#young.isFull) {
      this.#old = this.#young;
      this.#young = new Generation(this.limit);
    }
    this.#young.set(hash, bytes, from, to, value);
  }
}

/** Whoever makes up texts of one hash must not make looking them up long: of those that have no place one is forgotten. */
const mostTries = 8;
const firstBytes = 4_096;

/** A hash table with open addressing. */
class Generation<T> {
  /** Number of the entry in each slot, counted from one; 0: none. */
  readonly #slots: Int32Array;
  readonly #shift: number;
  readonly #hashes: Int32Array;
  /** Where the bytes of each entry begin; those of the next one follow. */
  readonly #starts: Int32Array;
  readonly #values: T[] = [];
  #bytes = new DataView(new ArrayBuffer(firstBytes));

  constructor(private readonly limit: number) {
    const bits = Math.max(1, Math.ceil(Math.log2(limit * 2 + 1)));
    this.#slots = new Int32Array(2 ** bits);
    this.#shift = 32 - bits;
    this.#hashes = new Int32Array(limit);
    this.#starts = new Int32Array(limit + 1);
  }

  get isFull(): boolean {
    return this.#values.length >= this.limit;
  }

  get(hash: number, bytes: DataView, from: number, to: number): T | undefined {
    const mask = this.#slots.length - 1;
    for (let slot = hash >>> this.#shift, tries = 0; tries < mostTries; tries += 1) {
      const entry = (this.#slots[slot] ?? 0) - 1;
      if (entry < 0) return undefined;
      if (this.#hashes[entry] === hash && this.#isOf(entry, bytes, from, to)) return this.#values[entry];
      slot = (slot + 1) & mask;
    }
    return undefined;
  }

  set(hash: number, bytes: DataView, from: number, to: number, value: T): void {
    const mask = this.#slots.length - 1;
    const first = hash >>> this.#shift;
    for (let slot = first, tries = 0; tries < mostTries; tries += 1) {
      const entry = (this.#slots[slot] ?? 0) - 1;
      if (entry < 0) {
        this.#add(slot, hash, bytes, from, to, value);
        return;
      }
      if (this.#hashes[entry] === hash && this.#isOf(entry, bytes, from, to)) {
        this.#values[entry] = value;
        return;
      }
      slot = (slot + 1) & mask;
    }
    this.#add(first, hash, bytes, from, to, value);
  }

  #isOf(entry: number, bytes: DataView, from: number, to: number): boolean {
    const start = this.#starts[entry] ?? 0;
    const length = (this.#starts[entry + 1] ?? 0) - start;
    return length === to - from && areSameBytes(this.#bytes, start, bytes, from, length);
  }

  #add(slot: number, hash: number, bytes: DataView, from: number, to: number, value: T): void {
    const entry = this.#values.length;
    const start = this.#starts[entry] ?? 0;
    const end = start + to - from;
    if (end > this.#bytes.byteLength) this.#grow(Math.max(end, this.#bytes.byteLength * 2));
    const kept = new Uint8Array(this.#bytes.buffer);
    kept.set(new Uint8Array(bytes.buffer, bytes.byteOffset + from, to - from), start);
    this.#starts[entry + 1] = end;
    this.#hashes[entry] = hash;
    this.#values.push(value);
    this.#slots[slot] = entry + 1;
  }

  #grow(size: number): void {
    const larger = new Uint8Array(size);
    larger.set(new Uint8Array(this.#bytes.buffer));
    this.#bytes = new DataView(larger.buffer);
  }
}

const word = 4;

/** Whether as many bytes are the same in one place and in another. */
export function areSameBytes(
  a: DataView,
  fromA: number,
  b: DataView,
  fromB: number,
  length: number,
): boolean {
  let at = 0;
  for (; at + word <= length; at += word) {
    if (a.getInt32(fromA + at, true) !== b.getInt32(fromB + at, true)) return false;
  }
  for (; at < length; at += 1) if (a.getUint8(fromA + at) !== b.getUint8(fromB + at)) return false;
  return true;
}

// A word at a time, the bytes that are left at the end with those before them.
function hashOfBytes(bytes: DataView, from: number, to: number): number {
  let hash = to - from;
  let at = from;
  for (; at + word <= to; at += word) {
    hash = Math.imul(hash ^ bytes.getInt32(at, true), 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  if (to - from >= word) hash ^= bytes.getInt32(to - word, true);
  else for (; at < to; at += 1) hash = Math.imul(hash, 31) + bytes.getUint8(at);
  return Math.imul(hash ^ (hash >>> 13), 0x9e3779b1);
}
