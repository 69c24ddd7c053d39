import type { FieldError, Pod } from '#libs/kubernetes';
import {
  compileField,
  type CompiledPolicy,
  compilePolicy,
  type FeatureGates,
  type PodSecurityPolicy,
  POLICY_FIELDS,
  type PolicyField,
  type PolicyFieldName,
  viewPod,
} from '#libs/psp';

import { BOUNDARY_SETTINGS } from './boundary-settings.js';
import { isKept, modestPod, withSetting } from './witness-pod.js';

/** Of the first policy to the second: `narrower` lets less run. */
export type PolicyOrder = 'narrower' | 'equal' | 'wider' | 'incomparable';

/** A pod that one of the policies lets run as it is, and the other does not. Both answers are the engine's. */
export interface Witness {
  readonly admittedBy: 'first' | 'second';
  readonly pod: Pod;
  /** What the other one makes of it: refuses it, or admits it with something filled in. */
  readonly otherwise: 'refused' | 'changed';
  /** Of a refusal. */
  readonly errors: readonly FieldError[];
}

export interface FieldComparison {
  readonly field: PolicyFieldName;
  readonly order: PolicyOrder;
  /** One for each direction in which the policies differ. */
  readonly witnesses: readonly Witness[];
}

export interface PolicyComparison {
  readonly order: PolicyOrder;
  /** Every field, in the order of the API's documentation. */
  readonly fields: readonly FieldComparison[];
  /** Policies that let no pod run at all: nothing else can be said of their fields. */
  readonly admitNothing: readonly ('first' | 'second')[];
}

/**
 * Compares two policies by the pods that they let run as they are: a pod that a policy would change counts as not
 * admitted, since it does not run that way. `narrower`: every pod that the first lets run, the second does too. A
 * difference is told only with a pod that shows it; a field of which no admitted pod can make use (allowedHostPaths
 * where volumes has no hostPath) makes no difference.
 */
export function comparePolicies(
  first: PodSecurityPolicy,
  second: PodSecurityPolicy,
  gates: FeatureGates = {},
): PolicyComparison {
  const sides = {
    first: sideOf(first, gates),
    second: sideOf(second, gates),
  };
  const fields = POLICY_FIELDS.map((field): FieldComparison => {
    const settings = BOUNDARY_SETTINGS[field.name]([first, second]);
    const witnesses = (['first', 'second'] as const).flatMap((admittedBy): Witness[] => {
      const other = sides[admittedBy === 'first' ? 'second' : 'first'];
      const witness = findWitness(field, settings, sides[admittedBy], other, gates);
      return witness === undefined ? [] : [{ admittedBy, ...witness }];
    });
    return { field: field.name, order: orderOf(witnesses), witnesses };
  });
  const admitNothing = (['first', 'second'] as const).filter((side) => sides[side].modest === undefined);
  return { order: overall(fields, admitNothing), fields, admitNothing };
}

interface Side {
  readonly compiled: CompiledPolicy;
  readonly policy: PodSecurityPolicy;
  /** A pod that the policy lets run; absent: there is none. */
  readonly modest: Pod | undefined;
}

function sideOf(policy: PodSecurityPolicy, gates: FeatureGates): Side {
  const compiled = compilePolicy(policy, gates);
  const modest = compiled.providerError === undefined ? modestPod(compiled) : undefined;
  return { compiled, policy, modest };
}

/** A pod that the one policy lets run and to which the field of the other objects; rather refused than changed. */
function findWitness(
  field: PolicyField,
  settings: Parameters<typeof withSetting>[1][],
  { compiled, modest }: Side,
  other: Side,
  gates: FeatureGates,
): Omit<Witness, 'admittedBy'> | undefined {
  if (modest === undefined) return undefined;
  const attempt = compileField(field, other.policy, gates);
  let changed: Omit<Witness, 'admittedBy'> | undefined;
  for (const setting of settings) {
    const pod = withSetting(modest, setting);
    const { mutates, errors } = attempt(viewPod(pod));
    if ((errors.length === 0 && !mutates) || !isKept(compiled, pod)) continue;
    if (errors.length > 0) return { pod, otherwise: 'refused', errors };
    changed ??= { pod, otherwise: 'changed', errors };
  }
  return changed;
}

function orderOf(witnesses: readonly Witness[]): PolicyOrder {
  const first = witnesses.some(({ admittedBy }) => admittedBy === 'first');
  const second = witnesses.some(({ admittedBy }) => admittedBy === 'second');
  if (first && second) return 'incomparable';
  return first ? 'wider' : second ? 'narrower' : 'equal';
}

function overall(fields: readonly FieldComparison[], admitNothing: readonly string[]): PolicyOrder {
  if (admitNothing.length === 2) return 'equal';
  if (admitNothing.length === 1) return admitNothing.includes('first') ? 'narrower' : 'wider';
  return orderOf(fields.flatMap(({ witnesses }) => witnesses));
}
