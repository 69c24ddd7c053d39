import type { Dimension } from '#libs/events';
import type { ProfileItem } from '#libs/profiles';

import type { Evidence } from '../finding.js';
import { absenceInDimension, NO_EVIDENCE } from './absence.js';
import { atLeast } from './levels.js';
import type { Needs } from './needs.js';
import type { EvidenceThresholds } from './thresholds.js';

export { NO_EVIDENCE } from './absence.js';
export { atLeast, lowerLevel } from './levels.js';

/** At most so many observations are quoted by a finding. */
export const MAX_QUOTED_OBSERVATIONS = 20;

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
 * for itself: `strong` if more than one pod or day showed it or a person pinned it, else `moderate`. What may have been done
 * by a probe or by somebody in a session is `weak`, unless a person pinned it.
 */
export function evidenceOfUse(
  needs: Needs,
  dimensions: readonly Dimension[],
  thresholds: EvidenceThresholds,
  observations: readonly ProfileItem[],
): Evidence {
  // What lowers the worth of silence does not lower that of what was seen.
  const { limits: _, ...coverage } = evidenceOfAbsence(needs, dimensions, thresholds, observations);
  const sure = observations.filter(({ item, pinned }) => pinned || !isOpen(item.origin));
  const repeated = sure.some(({ seen, pinned }) => pinned || seen.pods > 1 || seen.days > 1);
  const pods = observations.reduce((most, { seen }) => Math.max(most, seen.pods), coverage.podsObserved);
  const days = observations.reduce((most, { seen }) => Math.max(most, seen.days), coverage.daysObserved);
  return {
    ...coverage,
    level: repeated ? 'strong' : sure.length > 0 || observations.length === 0 ? 'moderate' : 'weak',
    podsObserved: pods,
    daysObserved: days,
    observations: mostTelling(observations),
  };
}

/** It may have been a session, which is no need. */
function isOpen(origin: ProfileItem['item']['origin']): boolean {
  return origin === 'entered' || origin === 'terminal';
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
