import type { IDRange, IdStrategyOptions } from '../policy.js';
import type { LeastOptions, LeastValue, PodUse, PolicyElement, Tightening } from './requirement.js';
import { numbersOf } from './uses.js';

/** A range of ids that no pod can reach: valid in a policy, beyond 2^31 - 1, the greatest id of a pod. */
export const NO_ID: IDRange = { min: 2_147_483_648, max: 2_147_483_648 };

/** The greatest user or group id that the API accepts in a pod. */
export const MAX_ID = 2_147_483_647;

export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

/**
 * The maximal runs of consecutive integers, ascending. A `first` value that is among them comes first, as a range of
 * its own: where the first range decides what is filled in, it is that value.
 */
export function rangesOf(values: Iterable<number>, first?: number): NumberRange[] {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const ranges: { min: number; max: number }[] = [];
  for (const value of sorted) {
    if (value === first) continue;
    const last = ranges.at(-1);
    if (last !== undefined && last.max + 1 === value) last.max = value;
    else ranges.push({ min: value, max: value });
  }
  return first === undefined ? ranges : [{ min: first, max: first }, ...ranges];
}

/** `80` or `8000-8010` */
export function rangeText({ min, max }: NumberRange): string {
  return min === max ? `${min}` : `${min}-${max}`;
}

/** The lists in which one range has lost its first or its last value; a range of one value goes altogether. */
export function narrowerRanges<T extends NumberRange>(
  ranges: readonly T[],
  position: number,
): { readonly step: string; readonly ranges: readonly NumberRange[] }[] {
  const range = ranges[position];
  if (range === undefined) return [];
  const { min, max } = range;
  const replaced = (...by: NumberRange[]): NumberRange[] => [
    ...ranges.slice(0, position),
    ...by,
    ...ranges.slice(position + 1),
  ];
  if (min === max) return [{ step: `remove ${min}`, ranges: replaced() }];
  return [
    { step: `remove ${min}`, ranges: replaced({ min: min + 1, max }) },
    { step: `remove ${max}`, ranges: replaced({ min, max: max - 1 }) },
  ];
}

export type IdField = 'runAsUser' | 'runAsGroup' | 'supplementalGroups' | 'fsGroup';

export function changeIdField(field: IdField, value: IdStrategyOptions): Tightening['change'] {
  switch (field) {
    case 'runAsUser':
      return { spec: { runAsUser: value } };
    case 'runAsGroup':
      return { spec: { runAsGroup: value } };
    case 'supplementalGroups':
      return { spec: { supplementalGroups: value } };
    case 'fsGroup':
      return { spec: { fsGroup: value } };
  }
}

/** A strategy with ranges as a least value: one element for the rule, one for each range. */
export function leastRanges(
  field: IdField,
  rule: string,
  ranges: readonly IDRange[],
  uses: readonly PodUse[],
): LeastValue {
  const path = `spec.${field}`;
  const set = (narrower: readonly IDRange[]): Tightening['change'] =>
    changeIdField(field, { rule, ranges: narrower.length === 0 ? [NO_ID] : narrower });
  return {
    change: changeIdField(field, { rule, ranges }),
    elements: ranges.map((range, position) => ({
      path: `${path}.ranges[${position}]`,
      value: range,
      because: uses.filter(
        ({ value }) => typeof value === 'number' && value >= range.min && value <= range.max,
      ),
      tighter: narrowerRanges(ranges, position).map(({ step, ranges: narrower }) => ({
        step,
        change: set(narrower),
      })),
    })),
  };
}

/**
 * The least strategy on groups: MustRunAs if all are set, MayRunAs if some are, MayRunAs without any group if none is.
 * `unset` are the uses without a group.
 */
export function leastGroups(
  field: Exclude<IdField, 'runAsUser'>,
  uses: readonly PodUse[],
  { style, keep }: LeastOptions,
): LeastValue {
  const path = `spec.${field}`;
  const ids = numbersOf(uses);
  const unset = uses.filter(({ value }) => value === undefined);
  const kept = keep[field];
  const ranges = rangesOf(ids, kept);
  if (ranges.length > 0 && unset.length === 0) {
    const least = leastRanges(field, 'MustRunAs', ranges, uses);
    return {
      ...least,
      elements: [{ path: `${path}.rule`, value: 'MustRunAs', because: uses, tighter: [] }, ...least.elements],
    };
  }
  if (ranges.length === 0 && style === 'readable') {
    const rule: PolicyElement = { path: `${path}.rule`, value: 'RunAsAny', because: unset, tighter: [] };
    return { change: changeIdField(field, { rule: 'RunAsAny' }), elements: [rule] };
  }
  const allowed = ranges.length === 0 ? [NO_ID] : ranges;
  const mustRunAs: Tightening = {
    step: 'set rule MustRunAs',
    change: changeIdField(field, { rule: 'MustRunAs', ranges: allowed }),
  };
  const rule: PolicyElement = {
    path: `${path}.rule`,
    value: 'MayRunAs',
    because: unset,
    tighter: [mustRunAs],
  };
  if (ranges.length === 0) {
    const none: PolicyElement = { path: `${path}.ranges[0]`, value: NO_ID, because: [], tighter: [] };
    return { change: changeIdField(field, { rule: 'MayRunAs', ranges: allowed }), elements: [rule, none] };
  }
  const least = leastRanges(field, 'MayRunAs', ranges, uses);
  return { ...least, elements: [rule, ...least.elements] };
}
