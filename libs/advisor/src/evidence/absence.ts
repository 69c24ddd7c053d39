import type { Coverage, ProfileItem, VersionCoverage } from '#libs/profiles';

import type { Evidence, EvidenceLevel, EvidenceLimit } from '../finding.js';
import { atLeast, lowerLevel } from './levels.js';
import type { EvidenceThresholds } from './thresholds.js';
import { expectedNew, type Incidence, unseenUpperBound } from './unseen.js';

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

/**
 * What the silence of one dimension is worth. The units are the starts of the current version. A new version inherits: if
 * those of all versions together are worth more they count, up to the level `inheritedUpTo`. `items` may come from every
 * version: a start is asked whether it showed something that no other start, of whichever version, did.
 */
export function absenceInDimension(
  coverage: Coverage | undefined,
  items: readonly ProfileItem[],
  thresholds: EvidenceThresholds,
): Evidence {
  if (coverage === undefined) return NO_EVIDENCE;
  const counted = items.filter(({ pinned }) => !pinned);
  const all = evidenceOf(coverage, coverage, counted, thresholds);
  const [current, ...earlier] = coverage.versions ?? [];
  if (current === undefined || earlier.length === 0) return all;
  const own = evidenceOf(current, coverage, counted, thresholds);
  const inherited = lowerLevel(all.level, thresholds.inheritedUpTo);
  if (atLeast(own.level, all.level)) return own;
  if (atLeast(own.level, inherited)) return { ...own, limits: own.limits ?? ['new-version'] };
  const inheritedStarts = all.startsObserved - current.starts;
  return {
    ...all,
    level: inherited,
    ...(inheritedStarts > 0 && { inheritedStarts }),
    ...(inherited !== all.level && { limits: [...(all.limits ?? []), 'new-version'] }),
  };
}

/** What is counted: of one version, or of all. */
type Units = Pick<VersionCoverage, 'pods' | 'starts' | 'days' | 'from' | 'to'> &
  Pick<Coverage, 'startDays' | 'ends'>;

function evidenceOf(
  units: Units,
  { received, lost, full, partial = false }: Coverage,
  items: readonly ProfileItem[],
  thresholds: EvidenceThresholds,
): Evidence {
  const lossRatio = lost === 0 ? 0 : lost / (lost + received);
  const starts = startIncidence(units.starts, items);
  const boundOf = (days: number): number => {
    const bound = Math.max(unseenUpperBound(starts), unseenUpperBound(dayIncidence(days, items)));
    // What happens is noticed with probability 1 − lossRatio only, so that what is unseen may be more by that factor.
    return lossRatio >= 1 ? 1 : roundedUp(Math.min(1, bound / (1 - lossRatio)));
  };
  const unseen = boundOf(units.days);
  const limits: EvidenceLimit[] = [];
  let level: EvidenceLevel = full ? 'weak' : levelOf(unseen, lossRatio, thresholds);
  const limit = (to: EvidenceLevel, reason: EvidenceLimit): void => {
    if (atLeast(to, level)) return;
    level = to;
    limits.push(reason);
  };
  const { startDays = units.days, ends = 0 } = units;
  if (level === 'strong') {
    // Each reason that keeps it from being strong, not just the first.
    const few = boundOf(Math.min(startDays, units.days)) > thresholds.strongUnseen;
    if (few) limits.push('starts-on-few-days');
    if (ends < thresholds.strongEnds) limits.push('shutdown-not-observed');
    if (limits.length > 0) level = 'moderate';
  }
  if (partial) limit(thresholds.partialUpTo, 'watched-in-part');
  return {
    level,
    podsObserved: units.pods,
    startsObserved: units.starts,
    daysObserved: units.days,
    ...(units.from !== undefined && { from: units.from }),
    ...(units.to !== undefined && { to: units.to }),
    lossRatio,
    unseen,
    expectedNew: roundedUp(expectedNew(starts)),
    ...(limits.length > 0 && { limits }),
    observations: [],
  };
}

function levelOf(unseen: number, lossRatio: number, thresholds: EvidenceThresholds): EvidenceLevel {
  if (unseen > thresholds.moderateUnseen || lossRatio > thresholds.moderateLossRatio) return 'weak';
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

/** To four decimals: a bound stays a bound, and reads well. The last bits of a float are no news. */
function roundedUp(value: number): number {
  return Math.max(0, Math.ceil(value * 10_000 - 1e-9) / 10_000);
}
