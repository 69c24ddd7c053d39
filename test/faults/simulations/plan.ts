import { seededRandom } from '../../data/advisor/worlds.js';

/** The processes of the product, and the services that they use. */
export type Victim = 'worker-1' | 'worker-2' | 'api' | 'postgres' | 'redis';

/** A kill -9. */
export interface Kill {
  readonly victim: Victim;
  /** Milliseconds from the first progress of the round. */
  readonly after: number;
  /** Milliseconds until it is started again. */
  readonly lasts: number;
}

/**
 * One kill a round. As many in a row as there are kinds (a worker, the API, Postgres, and Redis where there is one) hold
 * each of them once, in any order. The same seed gives the same plan.
 */
export function planKills(rounds: number, seed: number, withRedis: boolean): readonly Kill[] {
  const random = seededRandom(seed);
  const upTo = (limit: number): number => Math.floor(random() * limit);
  const kinds: readonly (() => Victim)[] = [
    () => (random() < 0.5 ? 'worker-1' : 'worker-2'),
    () => 'api',
    () => 'postgres',
    ...(withRedis ? [() => 'redis' as const] : []),
  ];
  const kills: Kill[] = [];
  while (kills.length < rounds) {
    const order = kinds.map((kind) => ({ kind, at: random() })).sort((a, b) => a.at - b.at);
    kills.push(...order.map(({ kind }) => ({ victim: kind(), after: upTo(200), lasts: upTo(2_000) })));
  }
  return kills.slice(0, rounds);
}
