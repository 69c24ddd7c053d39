import { seededRandom } from '../data/advisor/worlds.js';

/** What is disturbed: one of the collectors, or a service that all of them use. */
export type Victim = { readonly collector: number } | 'broker' | 'postgres';

export interface Fault {
  readonly victim: Victim;
  /** Ended and started again; SIGSTOP stalls it instead, with its connections open, as a broken network would. */
  readonly signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT' | 'SIGSTOP';
  /** It strikes when this share of what is sent in its round is stored. */
  readonly after: number;
  /** Milliseconds until it works again. */
  readonly lasts: number;
}

/** Longer than the session of a collector: its partitions go to others, and it does not know when it wakes. */
const longStall = 8_000;

/**
 * One fault a round. Four in a row hold a collector that is killed, a broker and a database that are, and a stall, in any
 * order. The same seed gives the same plan.
 */
export function planFaults(rounds: number, seed: number, collectors: number): readonly Fault[] {
  const random = seededRandom(seed);
  const upTo = (limit: number): number => Math.floor(random() * limit);
  const oneOf = <T>(first: T, ...others: readonly T[]): T =>
    [first, ...others][upTo(others.length + 1)] ?? first;
  const kinds: readonly (() => Omit<Fault, 'after'>)[] = [
    () => ({ victim: { collector: upTo(collectors) }, signal: 'SIGKILL', lasts: upTo(2_000) }),
    () => ({ victim: 'broker', signal: oneOf('SIGKILL', 'SIGTERM'), lasts: upTo(4_000) }),
    () => ({ victim: 'postgres', signal: oneOf('SIGKILL', 'SIGINT'), lasts: upTo(4_000) }),
    () => ({
      victim: oneOf<Victim>({ collector: upTo(collectors) }, 'broker', 'postgres'),
      signal: 'SIGSTOP',
      lasts: 500 + upTo(longStall),
    }),
  ];
  const faults: Fault[] = [];
  while (faults.length < rounds) {
    const order = kinds.map((kind) => ({ kind, at: random() })).sort((a, b) => a.at - b.at);
    faults.push(...order.map(({ kind }) => ({ ...kind(), after: 0.8 * random() })));
  }
  return faults.slice(0, rounds);
}

/** `collector 2 killed (SIGKILL), back after 1.2 s` */
export function describeFault({ victim, signal, lasts }: Fault): string {
  const who = typeof victim === 'string' ? victim : `collector ${victim.collector + 1}`;
  const what = signal === 'SIGSTOP' ? 'stalled' : 'ended';
  return `${who} ${what} (${signal}) for ${(lasts / 1000).toFixed(1)} s`;
}
