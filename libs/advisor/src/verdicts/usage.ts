import type { Pod } from '#libs/kubernetes';

import { type Finding, worst } from '../finding.js';
import { withoutRefused } from '../remedies/reduce.js';
import { judgePods, type Observations } from './narrow.js';
import type { Refusal } from './refusal.js';

/** Whether what a policy refuses is in use, with the finding that says so. */
export interface Usage {
  readonly usage: 'in-use' | 'not-in-use' | 'unknown';
  /** The most telling findings, at most three. */
  readonly findings: readonly Finding[];
}

/**
 * Who would miss what a policy refuses: the permission alone is taken away and the narrowings are judged. Undefined: it
 * can't be taken away by itself.
 */
export function usageOf(pod: Pod, refusal: Refusal, observations: Observations): Usage | undefined {
  const without = withoutRefused(pod, [refusal], observations);
  if (without === pod) return undefined;
  const all = judgePods(pod, without, observations);
  const own = all.filter(
    ({ container }) =>
      refusal.container === undefined || container === undefined || container === refusal.container,
  );
  if (own.length === 0) return undefined;
  const observed = own.filter(
    ({ outcome, evidence }) => outcome !== 'passes' && (evidence?.observations.length ?? 0) > 0,
  );
  if (observed.length > 0) {
    const telling = observed.filter(({ outcome }) => outcome === worst(observed.map((each) => each.outcome)));
    return { usage: 'in-use', findings: telling.slice(0, MAX_FINDINGS) };
  }
  const unknown = own.filter(({ outcome }) => outcome !== 'passes');
  if (unknown.length > 0) return { usage: 'unknown', findings: unknown.slice(0, MAX_FINDINGS) };
  return { usage: 'not-in-use', findings: own.slice(0, MAX_FINDINGS) };
}

const MAX_FINDINGS = 3;
