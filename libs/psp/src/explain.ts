import { createPatch, type Operation } from 'rfc6902';

import type { FieldError, Pod } from '#libs/kubernetes';

import type { CompiledPolicy } from './compile-policy.js';
import { evaluatePolicy } from './evaluate-policy.js';
import { orderPolicies } from './mutating-admission.js';

/** What a policy says about a pod, for people: whether it fits, what it would change, each error. */
export interface Explanation {
  readonly name: string;
  /** The policy is unusable and would silently be left out. */
  readonly providerError?: string;
  readonly fits: boolean;
  /** What the policy's defaults change in the pod, as a JSON Patch (RFC 6902); empty if nothing. */
  readonly patch: readonly Operation[];
  /** Of the pod with the defaults. */
  readonly errors: readonly FieldError[];
  /** Of the pod as it is: what would be wrong without the defaults. */
  readonly unmutatedErrors: readonly FieldError[];
}

/** Explains each policy by itself, in the order of their names. The pod is as for `evaluatePolicy`. */
export function explain(policies: readonly CompiledPolicy[], pod: Pod): Explanation[] {
  return orderPolicies(policies).map((policy) => {
    const evaluation = evaluatePolicy(policy, pod, { unmutated: true });
    return {
      name: policy.name,
      ...(policy.providerError !== undefined && { providerError: policy.providerError }),
      fits: evaluation.valid,
      patch: evaluation.mutates ? createPatch(pod, evaluation.pod) : [],
      errors: evaluation.errors,
      unmutatedErrors: evaluation.unmutatedErrors ?? [],
    };
  });
}
