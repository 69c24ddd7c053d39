import type { FieldError, Pod } from '#libs/kubernetes';
import {
  changePolicy,
  compileField,
  compilePolicy,
  evaluatePolicy,
  type FeatureGates,
  type PodSecurityPolicy,
  type PodView,
  type PolicyElement,
  type PolicyFieldName,
  type Tightening,
  validatePolicy,
} from '#libs/psp';

import type { LeastPolicy } from './least-policy.js';

/** What a policy makes of a pod that it ought to leave alone. */
export interface Objection {
  /** Which of the pods. */
  readonly source: number;
  /** `refused`: with errors; `changed`: admitted, but something is filled in. */
  readonly outcome: 'refused' | 'changed';
  readonly errors: readonly FieldError[];
  /** The pod with what was filled in. */
  readonly pod: Pod;
}

/** The pods that a policy refuses or changes; empty if it is sound for them. */
export function objections(
  policy: PodSecurityPolicy,
  pods: readonly PodView[],
  gates: FeatureGates,
): readonly Objection[] {
  const compiled = compilePolicy(policy, gates);
  return pods.flatMap((view, source): Objection[] => {
    const { valid, mutates, errors, pod } = evaluatePolicy(compiled, view.pod);
    if (valid && !mutates) return [];
    return [{ source, outcome: valid ? 'changed' : 'refused', errors, pod }];
  });
}

/** The API would store the policy, the controller could use it, and it admits the pods unchanged. */
export function isSound(policy: PodSecurityPolicy, pods: readonly PodView[], gates: FeatureGates): boolean {
  if (validatePolicy(policy).length > 0) return false;
  const compiled = compilePolicy(policy, gates);
  if (compiled.providerError !== undefined) return false;
  return pods.every((view) => {
    const { valid, mutates } = evaluatePolicy(compiled, view.pod);
    return valid && !mutates;
  });
}

/** One next stricter value, and the first of the pods that it breaks. */
export interface TriedTightening {
  readonly field: PolicyFieldName;
  readonly element: PolicyElement;
  readonly tightening: Tightening;
  /** Absent: it breaks none, and the policy is not minimal. */
  readonly breaks?: Pick<Objection, 'source' | 'outcome' | 'errors'>;
}

/**
 * Tries every next stricter value of every field on the pods. The policy is minimal if each of them breaks one. A
 * stricter value that no policy may have is no value.
 */
export function tryTightenings(
  { policy, fields }: LeastPolicy,
  pods: readonly PodView[],
  gates: FeatureGates,
): readonly TriedTightening[] {
  const tried: TriedTightening[] = [];
  for (const { field, least } of fields) {
    for (const element of least.elements) {
      for (const tightening of element.tighter) {
        const stricter = changePolicy(policy, tightening.change);
        if (field.validatePolicy !== undefined && field.validatePolicy(stricter).length > 0) continue;
        const attempt = compileField(field, stricter, gates);
        let breaks: TriedTightening['breaks'];
        for (const [source, view] of pods.entries()) {
          const { mutates, errors } = attempt(view);
          if (errors.length === 0 && !mutates) continue;
          breaks = { source, outcome: errors.length > 0 ? 'refused' : 'changed', errors };
          break;
        }
        tried.push({ field: field.name, element, tightening, ...(breaks !== undefined && { breaks }) });
      }
    }
  }
  return tried;
}

/** Everything that keeps a policy from being stored or used. */
export function policyMistakes(policy: PodSecurityPolicy, gates: FeatureGates): readonly FieldError[] {
  const mistakes = validatePolicy(policy);
  if (mistakes.length > 0) return mistakes;
  const { providerError } = compilePolicy(policy, gates);
  return providerError === undefined
    ? []
    : [{ type: 'FieldValueInvalid', field: 'spec', detail: providerError }];
}

/** What the engine was asked before the answer was given. */
export interface Verification {
  /** Every source is admitted unchanged (with mutations: changed only as the evidence allows). */
  readonly sound: boolean;
  /** Every next stricter value refuses or changes a source. `readable` policies are not claimed to be. */
  readonly minimal: boolean;
  /** How many pods were admitted, how many stricter values were tried. */
  readonly sources: number;
  readonly tightenings: number;
}
