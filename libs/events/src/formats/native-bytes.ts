/**
 * Native events as bytes, of agents that write them as the documentation shows: without spaces, the containers last in the
 * event, the observations last in a container, `count`, `first` and `last` last in an observation. What comes before these is
 * the same text each time that the same container or item is meant. So it is parsed and put before the schema once, and known
 * by its bytes from then on; only the envelope, counts and times are read each time. Parsing all of it would cost more than
 * all else that is done with it.
 *
 * A text that ends where these begin, and is an object once it is closed, stays one when they follow; and fields that stand
 * there twice are what the last of them says, as in JSON.parse. So what is read here is what JSON.parse and the schema read
 * (property-tested). Of everything else nothing is said: it may be written otherwise, or be wrong.
 */
import type {
  NormalisedContainer,
  NormalisedEvent,
  NormalisedObservation,
  SourceSettings,
} from '../event-format.js';
import { InstantReader, textOf } from '../instant-reader.js';
import type { Interner } from '../interner.js';
import { parsedFields } from '../item-key.js';
import { areSameBytes } from '../recent-bytes.js';
import {
  MAX_CONTAINERS_PER_EVENT,
  MAX_OBSERVATIONS_PER_CONTAINER,
  RUNTIME_EVENTS_V1,
} from '../runtime-event.js';
import { native, observationOf, readEvent } from './native.js';

const [quote, comma, zero, nine, closingBracket, closingBrace] = [34, 44, 48, 57, 93, 125];
/** Of a larger count it is not for this to say what it is. */
const mostDigits = 15;

/** A piece of text that is looked for among bytes. Of ASCII, and seven characters at least. */
class Mark {
  readonly length: number;
  readonly #bytes: DataView;
  // Wherever it stands, one of its first four words is where words are read: no need to look at each byte.
  readonly #word0: number;
  readonly #word1: number;
  readonly #word2: number;
  readonly #word3: number;

  constructor(text: string) {
    this.length = text.length;
    this.#bytes = new DataView(new ArrayBuffer(text.length));
    for (let at = 0; at < text.length; at += 1) this.#bytes.setUint8(at, text.charCodeAt(at));
    this.#word0 = this.#bytes.getInt32(0, true);
    this.#word1 = this.#bytes.getInt32(1, true);
    this.#word2 = this.#bytes.getInt32(2, true);
    this.#word3 = this.#bytes.getInt32(3, true);
  }

  isAt(at: number, bytes: DataView): boolean {
    return at + this.length <= bytes.byteLength && areSameBytes(this.#bytes, 0, bytes, at, this.length);
  }

  /** Where it stands first, from a place on; below zero: nowhere. */
  findIn(bytes: DataView, from: number): number {
    const last = bytes.byteLength - 4;
    for (let at = from; at <= last; at += 4) {
      const word = bytes.getInt32(at, true);
      let found = -1;
      if (word === this.#word0) found = at;
      else if (word === this.#word1) found = at - 1;
      else if (word === this.#word2) found = at - 2;
      else if (word === this.#word3) found = at - 3;
      if (found >= from && this.isAt(found, bytes)) return found;
    }
    return -1;
  }
}

const start = new Mark(`{"schema":"${RUNTIME_EVENTS_V1}"`);
const beforeContainers = new Mark('"containers":[');
const beforeObservations = new Mark('"observations":[');
const beforeCount = new Mark(',"count":');
const beforeFirst = new Mark(',"first":"');
const beforeLast = new Mark('","last":"');
const instants = new InstantReader();

/** The event of a message that is written that way and right; undefined for all others, and where another format is wanted. */
export function readNativeBytes(
  message: Buffer,
  interner: Interner,
  { format = native.name }: SourceSettings = {},
): NormalisedEvent | undefined {
  if (format !== native.name) return undefined;
  const bytes = new DataView(message.buffer, message.byteOffset, message.length);
  if (!start.isAt(0, bytes)) return undefined;
  const found = beforeContainers.findIn(bytes, 0);
  if (found < 0) return undefined;
  const begin = found + beforeContainers.length;
  const envelope = parsedFields(`${textOf(bytes, 0, begin)}]}`);
  return readEvent(envelope, interner, (cluster) =>
    new ContainersOfBytes(bytes, begin, interner).read(cluster),
  );
}

/** Reads from the place after `"containers":[` to the end of the message. */
class ContainersOfBytes {
  constructor(
    private readonly bytes: DataView,
    private at: number,
    private readonly interner: Interner,
  ) {}

  read(cluster: string): readonly NormalisedContainer[] | undefined {
    const containers = this.list(MAX_CONTAINERS_PER_EVENT, () => this.container(cluster));
    const isWhole = this.skip(closingBrace) && this.at === this.bytes.byteLength;
    return isWhole ? containers : undefined;
  }

  /** The elements up to the end of a list that has begun; undefined if there is one that is none, or are too many. */
  private list<T>(most: number, element: () => T | undefined): readonly T[] | undefined {
    const read: T[] = [];
    if (this.skip(closingBracket)) return read;
    do {
      const next = element();
      if (next === undefined || read.length === most) return undefined;
      read.push(next);
    } while (this.skip(comma));
    return this.skip(closingBracket) ? read : undefined;
  }

  private container(cluster: string): NormalisedContainer | undefined {
    const found = beforeObservations.findIn(this.bytes, this.at);
    if (found < 0) return undefined;
    const end = found + beforeObservations.length;
    const subject = this.interner.subjectOfBytes(cluster, this.bytes, this.at, end);
    if (subject === undefined) return undefined;
    this.at = end;
    const observations = this.list(MAX_OBSERVATIONS_PER_CONTAINER, () => this.observation());
    return observations !== undefined && this.skip(closingBrace) ? { subject, observations } : undefined;
  }

  private observation(): NormalisedObservation | undefined {
    const { bytes } = this;
    const end = beforeCount.findIn(bytes, this.at);
    if (end < 0) return undefined;
    const item = this.interner.itemOfBytes(bytes, this.at, end);
    if (item === undefined) return undefined;
    this.at = end + beforeCount.length;
    const count = this.count();
    if (!this.pass(beforeFirst)) return undefined;
    const begin = this.at;
    const first = instants.read(bytes, begin);
    if (first === undefined) return undefined;
    this.at = instants.end;
    if (!this.pass(beforeLast)) return undefined;
    const last = instants.readAgain(bytes, this.at, first, begin);
    if (last === undefined) return undefined;
    this.at = instants.end;
    return this.skip(quote) && this.skip(closingBrace) ? observationOf(item, count, first, last) : undefined;
  }

  /** A positive integer as JSON writes it; 0 if there is none, which is no count. */
  private count(): number {
    const begin = this.at;
    const most = Math.min(begin + mostDigits, this.bytes.byteLength);
    let value = 0;
    for (; this.at < most; this.at += 1) {
      const code = this.bytes.getUint8(this.at);
      if (code < zero || code > nine) break;
      if (code === zero && value === 0) return 0;
      value = value * 10 + code - zero;
    }
    return value;
  }

  private pass(mark: Mark): boolean {
    if (!mark.isAt(this.at, this.bytes)) return false;
    this.at += mark.length;
    return true;
  }

  private skip(code: number): boolean {
    if (this.at >= this.bytes.byteLength || this.bytes.getUint8(this.at) !== code) return false;
    this.at += 1;
    return true;
  }
}
