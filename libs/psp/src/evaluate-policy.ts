import type { Pod } from '#libs/kubernetes';

import type { PolicyEvaluation } from './answer.js';
import { attempt, type CompiledPolicy } from './compile-policy.js';
import { PodDraft } from './pod-draft.js';
import { viewPod } from './pod-view.js';

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
  if (policy.providerError !== undefined) return { valid: false, mutates: false, pod, errors: [] };
  const view = viewPod(pod);
  const { draft, errors } = attempt(policy, view);
  return {
    valid: errors.length === 0,
    mutates: draft.mutated,
    pod: draft.toPod(),
    errors,
    ...(options.unmutated === true && { unmutatedErrors: policy.validate(new PodDraft(view)) }),
  };
}
