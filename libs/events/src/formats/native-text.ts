/**
 * Native events as text, of agents that write them as the documentation shows: without spaces, the containers last in the
 * event, the observations last in a container, `count`, `first` and `last` last in an observation. What comes before these is
 * the same text each time that the same container or item is meant. So it is parsed and put before the schema once, and known
 * by its text from then on; only the envelope, counts and times are read each time. Parsing all of it would cost more than
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
import type { Interner } from '../interner.js';
import {
  MAX_CONTAINERS_PER_EVENT,
  MAX_OBSERVATIONS_PER_CONTAINER,
  RUNTIME_EVENTS_V1,
} from '../runtime-event.js';
import { parsedFields } from '../item-key.js';
import { native, observationOf, readEvent } from './native.js';

const start = `{"schema":"${RUNTIME_EVENTS_V1}"`;
const containersBegin = '"containers":[';
const observationsBegin = '"observations":[';
const beforeCount = ',"count":';
const beforeFirst = ',"first":"';
const beforeLast = '","last":"';
const afterLast = '"}';
/** What is searched for it: the shorter it is, and the rarer its first letter, the faster. */
const endOfBeforeCount = 'unt":';

const [zero, nine, comma, closingBracket, closingBrace] = [48, 57, 44, 93, 125];
/** Of a larger count it is not for this to say what it is. */
const mostDigits = 15;

/** The event of a text that is written that way and right; undefined for all others, and where another format is wanted. */
export function readNativeText(
  text: string,
  interner: Interner,
  { format = native.name }: SourceSettings = {},
): NormalisedEvent | undefined {
  if (format !== native.name || !text.startsWith(start)) return undefined;
  const begin = endOf(containersBegin, text, 0);
  if (begin === undefined) return undefined;
  const envelope = parsedFields(`${text.slice(0, begin)}]}`);
  return readEvent(envelope, interner, (cluster) =>
    new ContainersOfText(text, begin, interner).read(cluster),
  );
}

/** Reads from the place after `"containers":[` to the end of the text. */
class ContainersOfText {
  constructor(
    private readonly text: string,
    private at: number,
    private readonly interner: Interner,
  ) {}

  read(cluster: string): readonly NormalisedContainer[] | undefined {
    const containers = this.list(MAX_CONTAINERS_PER_EVENT, () => this.container(cluster));
    const isWhole = this.skip(closingBrace) && this.at === this.text.length;
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
    const end = endOf(observationsBegin, this.text, this.at);
    if (end === undefined) return undefined;
    const subject = this.interner.subjectOfText(cluster, this.text.slice(this.at, end));
    if (subject === undefined) return undefined;
    this.at = end;
    const observations = this.list(MAX_OBSERVATIONS_PER_CONTAINER, () => this.observation());
    return observations !== undefined && this.skip(closingBrace) ? { subject, observations } : undefined;
  }

  private observation(): NormalisedObservation | undefined {
    const { text } = this;
    const end = this.endOfItem();
    if (end === undefined) return undefined;
    const item = this.interner.itemOfText(text.slice(this.at, end));
    if (item === undefined) return undefined;
    this.at = end + beforeCount.length;
    const count = this.count();
    if (!this.skipText(beforeFirst)) return undefined;
    const first = this.untilQuote();
    if (!this.skipText(beforeLast)) return undefined;
    const last = this.untilQuote();
    return this.skipText(afterLast) ? observationOf(item, count, first, last) : undefined;
  }

  private endOfItem(): number | undefined {
    const { text } = this;
    for (let found = text.indexOf(endOfBeforeCount, this.at); found !== -1;) {
      const begin = found + endOfBeforeCount.length - beforeCount.length;
      if (text.slice(begin, begin + beforeCount.length) === beforeCount) return begin;
      found = text.indexOf(endOfBeforeCount, found + 1);
    }
    return undefined;
  }

  /** A positive integer as JSON writes it; 0 if there is none, which is no count. */
  private count(): number {
    const begin = this.at;
    let value = 0;
    for (; this.at - begin < mostDigits; this.at += 1) {
      const code = this.text.charCodeAt(this.at);
      if (!(code >= zero && code <= nine)) break;
      if (code === zero && value === 0) return 0;
      value = value * 10 + code - zero;
    }
    return value;
  }

  /** What stands here before the next quote: whoever reads it takes nothing but a time. */
  private untilQuote(): string {
    const begin = this.at;
    const end = this.text.indexOf('"', begin);
    if (end !== -1) this.at = end;
    return this.text.slice(begin, this.at);
  }

  /** Passes a text, if it stands here. To compare a slice costs half of what `startsWith` does. */
  private skipText(expected: string): boolean {
    const end = this.at + expected.length;
    if (this.text.slice(this.at, end) !== expected) return false;
    this.at = end;
    return true;
  }

  private skip(code: number): boolean {
    if (this.text.charCodeAt(this.at) !== code) return false;
    this.at += 1;
    return true;
  }
}

function endOf(searched: string, text: string, from: number): number | undefined {
  const found = text.indexOf(searched, from);
  return found === -1 ? undefined : found + searched.length;
}
