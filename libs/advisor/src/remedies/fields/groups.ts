import type { IDRange, IdStrategyOptions, PodSecurityPolicy } from '#libs/psp';

import { editPodSecurityContext, editSecurityContext } from '../edit-pod.js';
import { badNumber, editPolicy, type FieldRemedy } from '../field-remedy.js';

/** The primary group: the very gid beside the ranges; or the first gid that the policy allows. */
export const runAsGroup: FieldRemedy = {
  fields: ['runAsGroup'],
  broaden: (policy, refusal) => {
    const strategy = widened(policy.spec.runAsGroup, badNumber(refusal));
    return strategy === undefined ? policy : editPolicy(policy, { runAsGroup: strategy });
  },
  reduce: (pod, { container }, { policy }) => {
    const gid = first(policy?.spec.runAsGroup);
    return gid === undefined ? pod : editSecurityContext(pod, container, () => ({ runAsGroup: gid }));
  },
  relax: (policy) => mayRunAs(policy, 'runAsGroup'),
};

export const fsGroup: FieldRemedy = {
  fields: ['fsGroup'],
  broaden: (policy, refusal) => {
    const strategy = widened(policy.spec.fsGroup, badNumber(refusal));
    return strategy === undefined ? policy : editPolicy(policy, { fsGroup: strategy });
  },
  reduce: (pod, _, { policy }) => editPodSecurityContext(pod, { fsGroup: first(policy?.spec.fsGroup) }),
  relax: (policy) => mayRunAs(policy, 'fsGroup'),
};

/** Supplementary groups: those outside of the ranges allowed, or left out; one of the policy's if none is left. */
export const supplementalGroups: FieldRemedy = {
  fields: ['supplementalGroups'],
  broaden: (policy, refusal, pod) => {
    const groups = pod.spec.securityContext?.supplementalGroups ?? [];
    let strategy = policy.spec.supplementalGroups;
    if (groups.length === 0) {
      strategy = widened(strategy, undefined);
    } else {
      const { ranges = [] } = strategy ?? {};
      for (const gid of groups) if (!inRanges(gid, ranges)) strategy = widened(strategy, gid) ?? strategy;
    }
    return strategy === undefined || refusal.error.field === ''
      ? policy
      : editPolicy(policy, { supplementalGroups: strategy });
  },
  reduce: (pod, _, { policy }) => {
    const strategy = policy?.spec.supplementalGroups;
    const given = pod.spec.securityContext?.supplementalGroups ?? [];
    const kept = given.filter((gid) => inRanges(gid, strategy?.ranges ?? []));
    return editPodSecurityContext(pod, { supplementalGroups: kept.length > 0 ? kept : undefined });
  },
  relax: (policy) => mayRunAs(policy, 'supplementalGroups'),
};

/** With the gid; without one (an empty list was refused) what is there need not be there. */
function widened(
  strategy: IdStrategyOptions | undefined,
  gid: number | undefined,
): IdStrategyOptions | undefined {
  if (strategy === undefined) return undefined;
  if (gid === undefined) return { ...strategy, rule: 'MayRunAs' };
  const ranges = strategy.ranges ?? [];
  return inRanges(gid, ranges) ? strategy : { ...strategy, ranges: [...ranges, { min: gid, max: gid }] };
}

/** MayRunAs fills nothing in, with the same ranges. */
function mayRunAs(
  policy: PodSecurityPolicy,
  field: 'runAsGroup' | 'fsGroup' | 'supplementalGroups',
): PodSecurityPolicy {
  const strategy = policy.spec[field];
  return strategy?.rule === 'MustRunAs'
    ? editPolicy(policy, { [field]: { ...strategy, rule: 'MayRunAs' } })
    : policy;
}

function first(strategy: IdStrategyOptions | undefined): number | undefined {
  return strategy?.rule === 'MustRunAs' || strategy?.rule === 'MayRunAs'
    ? strategy.ranges?.[0]?.min
    : undefined;
}

function inRanges(gid: number, ranges: readonly IDRange[]): boolean {
  return ranges.some(({ min, max }) => gid >= min && gid <= max);
}
