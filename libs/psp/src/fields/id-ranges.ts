import { type FieldError, invalid, notSupported } from '#libs/kubernetes';

import { GROUP_RULES, type IdStrategyOptions, type IDRange } from '../policy.js';

const NO_RANGES: readonly IDRange[] = [];

/** A strategy on ids as the policy gives it; an absent one reads as rule "" without ranges. */
export function idStrategy(options: IdStrategyOptions | undefined): Required<IdStrategyOptions> {
  return { rule: options?.rule ?? '', ranges: options?.ranges ?? NO_RANGES };
}

/** Does the id lie in any of the ranges? Source: psputil.UserFallsInRange, GroupFallsInRange, v1.24.17. */
export function inIdRanges(id: number, ranges: readonly IDRange[]): boolean {
  for (const { min, max } of ranges) if (id >= min && id <= max) return true;
  return false;
}

/** Ranges as Kubernetes' messages spell them: `[{1 65535}]`. */
export function idRangesText(ranges: readonly IDRange[]): string {
  return `[${ranges.map(({ min, max }) => `{${min} ${max}}`).join(' ')}]`;
}

/** 0 ≤ min ≤ max for each range. Source: validation.go validateIDRanges, v1.24.17. */
export function validateIdRanges(field: string, ranges: readonly IDRange[]): FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, { min, max }] of ranges.entries()) {
    const path = `${field}[${index}]`;
    if (min < 0) errors.push(invalid(`${path}.min`, min, 'min cannot be negative'));
    if (max < 0) errors.push(invalid(`${path}.max`, max, 'max cannot be negative'));
    if (min > max) errors.push(invalid(`${path}.min`, min, 'min cannot be greater than max'));
  }
  return errors;
}

/** The rule and the ranges of fsGroup or supplementalGroups. Source: validation.go validatePSPFSGroup, v1.24.17. */
export function validateGroupStrategy(field: string, options: IdStrategyOptions | undefined): FieldError[] {
  const { rule, ranges } = idStrategy(options);
  const errors = GROUP_RULES.includes(rule) ? [] : [notSupported(`${field}.rule`, rule, GROUP_RULES)];
  return [...errors, ...validateIdRanges(`${field}.ranges`, ranges)];
}

/** A strategy on groups, ready for pods. */
export interface GroupStrategy {
  /** Why the policy can't be used. */
  readonly providerError?: string;
  /** The group to fill in where none is set: of MustRunAs, the first of the first range. */
  readonly generated?: number;
  /** What is wrong with the groups, one text for each mistake. Absent: any groups are right. */
  readonly problems?: (groups: readonly number[]) => readonly string[];
}

const NO_PROBLEMS: readonly string[] = [];

/**
 * The rules of runAsGroup, fsGroup and supplementalGroups; `name` as the controller's messages spell it.
 * Source: group/mustrunas.go, mayrunas.go, runasany.go, helpers.go and factory.go, v1.24.17.
 */
export function groupStrategy(options: IdStrategyOptions | undefined, name: string): GroupStrategy {
  const { rule, ranges } = idStrategy(options);
  if (rule === 'RunAsAny') return {};
  if (rule !== 'MustRunAs' && rule !== 'MayRunAs') {
    return { providerError: `Unrecognized ${name} strategy type ${rule}` };
  }
  const [first] = ranges;
  if (first === undefined) return { providerError: `ranges must be supplied for ${rule}` };
  const outOfRanges = (groups: readonly number[]): readonly string[] => {
    let problems: string[] | undefined;
    for (const group of groups) {
      if (inIdRanges(group, ranges)) continue;
      (problems ??= []).push(`group ${group} must be in the ranges: ${idRangesText(ranges)}`);
    }
    return problems ?? NO_PROBLEMS;
  };
  if (rule === 'MayRunAs') return { problems: outOfRanges };
  const empty = ['unable to validate empty groups against required ranges'];
  return { generated: first.min, problems: (groups) => (groups.length === 0 ? empty : outOfRanges(groups)) };
}
