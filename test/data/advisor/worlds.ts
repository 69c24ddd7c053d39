/**
 * Worlds with a known truth, to try the estimates of the unseen on. Nothing here knows how the estimator works: a world
 * says which items each pod start of each day shows, and how likely the next start is to show one that was not recorded.
 */

/** A generator of numbers in [0, 1) that gives the same ones for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a watch over a world has recorded, start by start. */
export interface Watch {
  readonly starts: readonly { readonly day: number; readonly items: ReadonlySet<number> }[];
  /** The share of occurrences that was lost. */
  readonly lossRatio: number;
  /** The truth: how likely the next start, on a day of its own, is to show an item that was not recorded. */
  readonly truth: number;
}

export interface WorldFamily {
  readonly name: string;
  readonly draw: (random: () => number) => Watch;
}

const between = (random: () => number, low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
const logBetween = (random: () => number, low: number, high: number): number => low * (high / low) ** random();

/** Starts on days of their own, in which each item occurs by itself with a probability of its own. */
function independentItems(name: string, probabilities: (random: () => number) => number[], loss: (random: () => number) => number = () => 0): WorldFamily {
  return {
    name,
    draw: (random) => {
      const chances = probabilities(random);
      const lossRatio = loss(random);
      const starts = Array.from({ length: between(random, 5, 80) }, (_, day) => ({
        day,
        items: new Set(chances.flatMap((chance, item) => (random() < chance && random() >= lossRatio ? [item] : []))),
      }));
      const recorded = new Set(starts.flatMap(({ items }) => [...items]));
      const quiet = chances.reduce((product, chance, item) => (recorded.has(item) ? product : product * (1 - chance)), 1);
      return { starts, lossRatio, truth: 1 - quiet };
    },
  };
}

/** Starts that each take one of several courses, which show their items together; `sameDay`: a whole day takes one. */
function courses(name: string, perDay: (random: () => number) => number, sameDay: boolean): WorldFamily {
  return {
    name,
    draw: (random) => {
      const weights = Array.from({ length: between(random, 2, 40) }, () => logBetween(random, 0.001, 1));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const itemsOf = weights.map(() => new Set(Array.from({ length: between(random, 1, 8) }, () => between(random, 0, 60))));
      const take = (): number => {
        let rest = random() * total;
        const index = weights.findIndex((weight) => (rest -= weight) < 0);
        return index < 0 ? weights.length - 1 : index;
      };
      const starts = Array.from({ length: between(random, 5, 60) }, (_, day) => {
        const ofDay = take();
        return Array.from({ length: perDay(random) }, () => ({ day, items: itemsOf[sameDay ? ofDay : take()] ?? new Set<number>() }));
      }).flat();
      const recorded = new Set(starts.flatMap(({ items }) => [...items]));
      const truth = weights.reduce((sum, weight, course) => {
        const fresh = [...(itemsOf[course] ?? [])].some((item) => !recorded.has(item));
        return fresh ? sum + weight / total : sum;
      }, 0);
      return { starts, lossRatio: 0, truth };
    },
  };
}

export const OPEN_ENDED: readonly WorldFamily[] = [
  independentItems('items of equal chance', (random) => {
    const chance = logBetween(random, 0.005, 0.5);
    return Array.from({ length: between(random, 1, 60) }, () => chance);
  }),
  independentItems('Zipf', (random) => {
    const top = 0.2 + 0.8 * random();
    const steepness = 0.8 + random();
    return Array.from({ length: between(random, 5, 100) }, (_, rank) => top / (rank + 1) ** steepness);
  }),
  independentItems('common and rare', (random) => [
    ...Array.from({ length: between(random, 1, 20) }, () => 0.9 + 0.1 * random()),
    ...Array.from({ length: between(random, 0, 30) }, () => logBetween(random, 0.001, 0.05)),
  ]),
  independentItems(
    'common and rare, with loss',
    (random) => [
      ...Array.from({ length: between(random, 1, 20) }, () => 0.9 + 0.1 * random()),
      ...Array.from({ length: between(random, 0, 30) }, () => logBetween(random, 0.001, 0.05)),
    ],
    (random) => 0.3 * random(),
  ),
  courses('courses of items together', () => 1, false),
  courses('courses, several starts a day', (random) => between(random, 1, 8), false),
  courses('courses that last a day', (random) => between(random, 1, 8), true),
];
/** One item that may or may not be used: the question of a rule that asks whether something is ever used. */
function oneItem(
  name: string,
  chanceFor: (random: () => number, starts: number) => number,
  loss: (random: () => number) => number = () => 0,
): WorldFamily {
  return {
    name,
    draw: (random) => {
      const length = between(random, 5, 120);
      const truth = chanceFor(random, length);
      const lossRatio = loss(random);
      const starts = Array.from({ length }, (_, day) => ({
        day,
        items: new Set(random() < truth && random() >= lossRatio ? [0] : []),
      }));
      return { starts, lossRatio, truth };
    },
  };
}

export const NEVER_USED: readonly WorldFamily[] = [
  oneItem('of any chance', (random) => logBetween(random, 0.001, 0.6)),
  oneItem('of any chance, with loss', (random) => logBetween(random, 0.001, 0.6), (random) => 0.3 * random()),
  // Just beyond what a silent watch of that length excludes, rounding included: each silent watch is then wrong.
  oneItem('in the worst case', (_, starts) => 1 - 0.05 ** (1 / starts) + 0.0001),
];
