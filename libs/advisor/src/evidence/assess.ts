import type { Dimension } from '#libs/events';
import type { Coverage, ProfileItem } from '#libs/profiles';

import type { Evidence, EvidenceLevel } from '../finding.js';
import type { Needs } from './needs.js';
import type { EvidenceThresholds } from './thresholds.js';
import { expectedNew, type Incidence, unseenUpperBound } from './unseen.js';

/** At most so many observations are quoted by a finding. */
export const MAX_QUOTED_OBSERVATIONS = 20;

const LEVELS: readonly EvidenceLevel[] = ['none', 'weak', 'moderate', 'strong'];

export function atLeast(level: EvidenceLevel, required: EvidenceLevel): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(required);
}

/** The lower of two levels. */
export function lowerLevel(a: EvidenceLevel, b: EvidenceLevel): EvidenceLevel {
  return atLeast(a, b) ? b : a;
}

/**
 * What the silence of some dimensions is worth: evidence that a permission is *not* used. `ownItems` are the rule's own
 * items where its question is open-ended ("what else will it do?"): they feed the estimate of the unseen. For a rule
 * that asks for something that was never seen there are none, and the bound is exact. Of several dimensions the least
 * covered one counts.
 */
export function evidenceOfAbsence(
  needs: Needs,
  dimensions: readonly Dimension[],
  thresholds: EvidenceThresholds,
  ownItems: readonly ProfileItem[] = [],
): Evidence {
  let result: Evidence | undefined;
  for (const dimension of dimensions) {
    const items = ownItems.filter(({ item }) => item.dimension === dimension);
    const evidence = absenceInDimension(needs.coverage(dimension), items, thresholds);
    result = result === undefined ? evidence : lesser(result, evidence);
  }
  return result ?? NO_EVIDENCE;
}

/**
 * What an observation is worth: evidence that a permission *is* used. It needs no coverage, as an observation speaks
 * for itself: `strong` if more than one pod or day showed it or a person pinned it, else `moderate`.
 */
export function evidenceOfUse(
  needs: Needs,
  dimensions: readonly Dimension[],
  thresholds: EvidenceThresholds,
  observations: readonly ProfileItem[],
): Evidence {
  const coverage = evidenceOfAbsence(needs, dimensions, thresholds, observations);
  const repeated = observations.some(({ seen, pinned }) => pinned || seen.pods > 1 || seen.days > 1);
  const pods = observations.reduce((most, { seen }) => Math.max(most, seen.pods), coverage.podsObserved);
  const days = observations.reduce((most, { seen }) => Math.max(most, seen.days), coverage.daysObserved);
  return {
    ...coverage,
    level: repeated ? 'strong' : 'moderate',
    podsObserved: pods,
    daysObserved: days,
    observations: mostTelling(observations),
  };
}

/** Evidence where nobody watched. */
export const NO_EVIDENCE: Evidence = {
  level: 'none',
  podsObserved: 0,
  startsObserved: 0,
  daysObserved: 0,
  lossRatio: 0,
  unseen: 1,
  expectedNew: 0,
  observations: [],
};

function absenceInDimension(
  coverage: Coverage | undefined,
  items: readonly ProfileItem[],
  thresholds: EvidenceThresholds,
): Evidence {
  if (coverage === undefined) return NO_EVIDENCE;
  const lossRatio = coverage.lost === 0 ? 0 : coverage.lost / (coverage.lost + coverage.received);
  const counted = items.filter(({ pinned }) => !pinned);
  const starts = startIncidence(coverage.starts, counted);
  const bound = Math.max(unseenUpperBound(starts), unseenUpperBound(dayIncidence(coverage.days, counted)));
  // What happens is noticed with probability 1 − lossRatio only, so that what is unseen may be more by that factor.
  const unseen = lossRatio >= 1 ? 1 : roundedUp(Math.min(1, bound / (1 - lossRatio)));
  return {
    level: levelOf(unseen, lossRatio, coverage.full, thresholds),
    podsObserved: coverage.pods,
    startsObserved: coverage.starts,
    daysObserved: coverage.days,
    from: coverage.from,
    to: coverage.to,
    lossRatio,
    unseen,
    expectedNew: roundedUp(expectedNew(starts)),
    observations: [],
  };
}

function levelOf(
  unseen: number,
  lossRatio: number,
  full: boolean,
  thresholds: EvidenceThresholds,
): EvidenceLevel {
  if (full || unseen > thresholds.moderateUnseen || lossRatio > thresholds.moderateLossRatio) return 'weak';
  return unseen > thresholds.strongUnseen || lossRatio > thresholds.strongLossRatio ? 'moderate' : 'strong';
}

/** Items by the pod that alone showed them. */
function startIncidence(units: number, items: readonly ProfileItem[]): Incidence {
  const once = items.filter(({ seen }) => seen.pods === 1);
  const pods = new Set(once.map(({ onlyPod }, index) => onlyPod ?? `unknown ${index}`));
  return {
    units,
    unitsWithUnique: pods.size,
    seenOnce: once.length,
    seenTwice: items.filter(({ seen }) => seen.pods === 2).length,
  };
}

/** Items by the day that alone showed them: the day of their first, and only, occurrence. */
function dayIncidence(units: number, items: readonly ProfileItem[]): Incidence {
  const once = items.filter(({ seen }) => seen.days === 1);
  const days = new Set(once.map(({ seen }) => seen.first.slice(0, 10)));
  return {
    units,
    unitsWithUnique: days.size,
    seenOnce: once.length,
    seenTwice: items.filter(({ seen }) => seen.days === 2).length,
  };
}

function lesser(a: Evidence, b: Evidence): Evidence {
  if (a.level !== b.level) return atLeast(a.level, b.level) ? b : a;
  return b.unseen > a.unseen ? b : a;
}

/** Pinned first, then by pods, days and count, falling; equal ones keep the profile's order. */
function mostTelling(items: readonly ProfileItem[]): ProfileItem[] {
  return [...items]
    .sort(
      (a, b) =>
        Number(b.pinned) - Number(a.pinned) ||
        b.seen.pods - a.seen.pods ||
        b.seen.days - a.seen.days ||
        b.seen.count - a.seen.count,
    )
    .slice(0, MAX_QUOTED_OBSERVATIONS);
}

/** To four decimals: a bound stays a bound, and reads well. The last bits of a float are no news. */
function roundedUp(value: number): number {
  return Math.max(0, Math.ceil(value * 10_000 - 1e-9) / 10_000);
}
