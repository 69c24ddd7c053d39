import type { Pod } from '#libs/kubernetes';

import type { PolicyEvaluation } from './answer.js';
import { type Attempt, attemptsOn, type CompiledPolicy } from './compile-policy.js';
import { PodDraft } from './pod-draft.js';
import { type PodView, viewPod } from './pod-view.js';

export interface EvaluateOptions {
  /** Also tell what is wrong with the pod as it is, without the policy's defaults. */
  readonly unmutated?: boolean;
}

/**
 * What one policy, taken by itself, makes of a pod: its defaults are filled in, then the pod is validated. The pod has
 * been decoded and defaulted, and has its service account's volume (`defaultPod`, `admitServiceAccount`); it is shared
 * with the result, never changed. Of an unusable policy (`providerError`) the answer is not valid, without errors.
 */
export function evaluatePolicy(
  policy: CompiledPolicy,
  pod: Pod,
  options: EvaluateOptions = {},
): PolicyEvaluation {
  const view = viewPod(pod);
  const tried = attemptsOn(view);
  return { ...evaluateView(policy, view, tried, options), pod: tried(policy).draft.toPod() };
}

/** The same without the pod, on one laid out already; `tried` are attempts on it. */
export function evaluateView(
  policy: CompiledPolicy,
  view: PodView,
  tried: (policy: CompiledPolicy) => Attempt,
  options: EvaluateOptions = {},
): Omit<PolicyEvaluation, 'pod'> {
  if (policy.providerError !== undefined) return { valid: false, mutates: false, errors: [] };
  const { draft, errors } = tried(policy);
  return {
    valid: errors.length === 0,
    mutates: draft.mutated,
    errors,
    ...(options.unmutated === true && { unmutatedErrors: policy.validate(new PodDraft(view)) }),
  };
}
