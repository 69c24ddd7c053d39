import { isIPv6 } from 'node:net';

/** Addresses that are remembered at a time, about a megabyte; beyond it the one that has failed first is forgotten. */
const MOST_ADDRESSES = 10_000;

interface Failures {
  count: number;
  /** When the window ends, in ms. */
  readonly until: number;
}

/**
 * How often clients have failed to authenticate, by their addresses, in windows that begin with the first failure. Of this
 * process alone, and bounded: who has a million addresses can make it forget, not make it grow.
 */
export class FailedAuthentications {
  readonly #failures = new Map<string, Failures>();

  /** `limit`: failures of an address in a window; 0: as many as it likes. `windowMs`: how long a window lasts. */
  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
  ) {}

  /** For how many whole seconds an address has to wait; undefined: it may try. */
  wait(address: string, now: number): number | undefined {
    const known = this.#failures.get(networkOf(address));
    if (this.limit === 0 || known === undefined || known.until <= now || known.count < this.limit)
      return undefined;
    return Math.ceil((known.until - now) / 1_000);
  }

  /** Notes that an address has failed. */
  note(address: string, now: number): void {
    if (this.limit === 0) return;
    const network = networkOf(address);
    const known = this.#failures.get(network);
    if (known !== undefined && known.until > now) {
      known.count += 1;
      return;
    }
    // Anew at the end: the first one is the one whose window ends first.
    this.#failures.delete(network);
    this.#failures.set(network, { count: 1, until: now + this.windowMs });
    const oldest = this.#failures.size > MOST_ADDRESSES ? this.#failures.keys().next().value : undefined;
    if (oldest !== undefined) this.#failures.delete(oldest);
  }

  /** Addresses that are remembered. */
  get size(): number {
    return this.#failures.size;
  }
}

/** A client has a /64 of IPv6 to itself, and as many addresses as it likes in it (RFC 6177); one of IPv4 is one client. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [bare = ''] = address.split('%', 1);
  if (!isIPv6(bare)) return address;
  const [before = '', after] = bare.toLowerCase().split('::', 2);
  const groups = (text: string | undefined): readonly string[] => (text ? text.split(':') : []);
  const [first, last] = [groups(before), groups(after)];
  const zeros = after === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const all = [...first, ...Array.from({ length: zeros }, () => '0'), ...last];
  return `${all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
