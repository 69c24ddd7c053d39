import { type Instant, instantOf } from './instant.js';
import { areSameBytes } from './recent-bytes.js';
import { TimestampReader } from './timestamp-reader.js';

const [zero, colon, dot, quote, zulu] = [48, 58, 46, 34, 90];
/** `YYYY-MM-DDT` */
const dayLength = 11;
/** `HH:MM:SSZ` */
const leastOfTime = 9;
const mostFractionDigits = 9;

/**
 * Reads the times of a stream from the bytes of messages: nearly all share their day with the one before, so only what
 * follows is looked at. Accepts exactly what TimestampReader accepts (property-tested).
 */
export class InstantReader {
  readonly #times = new TimestampReader();
  /** The day of the last time that was not read fast, and its bytes with the `T`. */
  #day = '';
  #dayBytes = new DataView(new ArrayBuffer(dayLength));
  /** Where the text of the time that was read last ends. */
  end = 0;

  /** The same for a text of which is known where the one before it began: most often it is the same. */
  readAgain(bytes: DataView, at: number, before: Instant, begin: number): Instant | undefined {
    const length = this.end - begin;
    if (at + length >= bytes.byteLength || !areSameBytes(bytes, begin, bytes, at, length))
      return this.read(bytes, at);
    this.end = at + length;
    return before;
  }

  /** The instant whose text begins there and ends before a quote; undefined for what is none. */
  read(bytes: DataView, at: number): Instant | undefined {
    const isWhole = at + dayLength + leastOfTime <= bytes.byteLength;
    const isOfDay = isWhole && areSameBytes(this.#dayBytes, 0, bytes, at, dayLength);
    const nanoseconds = isOfDay ? this.#withinDay(bytes, at + dayLength) : -1;
    return nanoseconds < 0 ? this.#readText(bytes, at) : { day: this.#day, nanoseconds };
  }

  /** Nanoseconds of `HH:MM:SS[.f…]Z`; below zero for everything else, leap seconds and offsets included. */
  #withinDay(bytes: DataView, at: number): number {
    const hours = twoDigits(bytes, at, 24);
    const minutes = twoDigits(bytes, at + 3, 60);
    const seconds = twoDigits(bytes, at + 6, 60);
    if (hours < 0 || minutes < 0 || seconds < 0) return -1;
    if (bytes.getUint8(at + 2) !== colon || bytes.getUint8(at + 5) !== colon) return -1;
    const whole = ((hours * 60 + minutes) * 60 + seconds) * 1e9;
    const mark = bytes.getUint8(at + 8);
    if (mark === zulu) {
      this.end = at + leastOfTime;
      return whole;
    }
    if (mark !== dot) return -1;
    const begin = at + leastOfTime;
    const most = Math.min(begin + mostFractionDigits, bytes.byteLength - 1);
    let fraction = 0;
    let place = begin;
    for (; place < most; place += 1) {
      const digit = bytes.getUint8(place) - zero;
      if (digit < 0 || digit > 9) break;
      fraction = fraction * 10 + digit;
    }
    if (place === begin || place >= bytes.byteLength || bytes.getUint8(place) !== zulu) return -1;
    this.end = place + 1;
    return whole + fraction * (powersOfTen[mostFractionDigits - (place - begin)] ?? 1);
  }

  #readText(bytes: DataView, at: number): Instant | undefined {
    let end = at;
    while (end < bytes.byteLength && bytes.getUint8(end) !== quote) end += 1;
    const text = textOf(bytes, at, end);
    const canonical = this.#times.read(text);
    if (canonical === undefined) return undefined;
    this.end = end;
    this.#day = text.slice(0, dayLength - 1);
    for (let index = 0; index < dayLength; index += 1)
      this.#dayBytes.setUint8(index, bytes.getUint8(at + index));
    return instantOf(canonical);
  }
}

const powersOfTen = Array.from({ length: mostFractionDigits }, (_, power) => 10 ** power);

/** The number of two digits, if it is below the limit; else a number below zero. */
function twoDigits(bytes: DataView, at: number, limit: number): number {
  const tens = bytes.getUint8(at) - zero;
  const ones = bytes.getUint8(at + 1) - zero;
  const number = tens * 10 + ones;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 || number >= limit ? -1 : number;
}

/** The text of bytes, as UTF-8. */
export function textOf(bytes: DataView, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString();
}
