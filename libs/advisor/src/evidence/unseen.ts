/**
 * How much of a behaviour has not been seen yet, from in how many units (pod starts, days) each item was seen.
 * Incidence data: an item counts once a unit, however often it occurred in it. Calibration: docs/evidence.md.
 */
export interface Incidence {
  /** T: the number of units that were watched in full. */
  readonly units: number;
  /** m1: units that showed an item which no other unit showed. */
  readonly unitsWithUnique: number;
  /** Q1, Q2: items seen in exactly one unit, in exactly two. */
  readonly seenOnce: number;
  readonly seenTwice: number;
}

const CONFIDENCE = 0.95;

/**
 * The 95 % upper bound of the probability that the next unit shows an item that none has shown so far. The estimate is
 * Good and Turing's, m1 / T (I. J. Good, Biometrika 40, 1953). With m1 = 0 the bound is exact: 1 − 0.05^(1/T). With
 * m1 > 0 it is the greater of Clopper and Pearson's for m1 of T and of the normal bound whose variance also counts the
 * items seen twice (W. W. Esty, Annals of Statistics 11, 1983): an item seen twice is as good as unseen had chance been
 * only a little different. 1 where nothing was watched.
 */
export function unseenUpperBound({ units, unitsWithUnique, seenTwice }: Incidence): number {
  if (units <= 0) return 1;
  const unique = Math.min(unitsWithUnique, units);
  if (unique === 0 && seenTwice === 0) return 1 - (1 - CONFIDENCE) ** (1 / units);
  const share = unique / units;
  const deviation = Math.sqrt(unique * (1 - share) + 2 * Math.min(seenTwice, units)) / units;
  return Math.min(1, Math.max(proportionUpperBound(unique, units), share + 1.645 * deviation));
}

/** Q1 / T: how many new items the next unit is expected to show. */
export function expectedNew({ units, seenOnce }: Incidence): number {
  return units <= 0 ? 0 : seenOnce / units;
}

/**
 * A lower bound of the number of items that exist and have not been seen, by Chao2 (A. Chao, Biometrics 43, 1987), in
 * the bias-corrected form where no item was seen twice.
 */
export function chao2LowerBound({ units, seenOnce, seenTwice }: Incidence): number {
  if (units <= 1) return 0;
  const factor = (units - 1) / units;
  return seenTwice > 0
    ? (factor * seenOnce * seenOnce) / (2 * seenTwice)
    : (factor * seenOnce * (seenOnce - 1)) / 2;
}

/** Clopper and Pearson's one-sided 95 % upper bound of a proportion, after `hits` of `trials`. */
export function proportionUpperBound(hits: number, trials: number): number {
  if (hits >= trials) return 1;
  if (hits <= 0) return 1 - (1 - CONFIDENCE) ** (1 / trials);
  let low = hits / trials;
  let high = 1;
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (binomialAtMost(hits, trials, middle) > 1 - CONFIDENCE) low = middle;
    else high = middle;
  }
  return high;
}

/** P(X ≤ hits), X binomial, 0 < p < 1; summed in logarithms, so that thousands of trials do no harm. */
function binomialAtMost(hits: number, trials: number, p: number): number {
  const odds = Math.log(p) - Math.log1p(-p);
  let term = trials * Math.log1p(-p);
  let sum = Math.exp(term);
  for (let k = 1; k <= hits; k += 1) {
    term += Math.log((trials - k + 1) / k) + odds;
    sum += Math.exp(term);
  }
  return sum;
}
