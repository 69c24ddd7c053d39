import type { FieldError, Pod } from '#libs/kubernetes';

import { bytewise } from './bytewise.js';
import { type Attempt, attemptsOn, type CompiledPolicy } from './compile-policy.js';
import type { PodDraft } from './pod-draft.js';
import { viewPod } from './pod-view.js';
import { PSP_ANNOTATION } from './policy.js';

/** Whether the requester or the pod's service account may `use` a policy. Asked only when the answer matters. */
export type MayUse = (policyName: string) => boolean;

/** Errors of one policy that may be used. */
export interface Refusal {
  readonly policy: CompiledPolicy;
  readonly errors: readonly FieldError[];
}

export type MutatingAdmission =
  | {
      readonly admitted: true;
      readonly policy: CompiledPolicy;
      /** With the policy's defaults and the annotation `kubernetes.io/psp`. */
      readonly pod: Pod;
      /** The policy changed the pod; the annotation does not count. */
      readonly mutated: boolean;
    }
  | {
      readonly admitted: false;
      /** By name. Empty if no policy may be used, or none is usable. */
      readonly refusals: readonly Refusal[];
      /** There is no usable policy at all, authorized or not. */
      readonly noProviders: boolean;
    };

/** Policies in the order in which the controller tries them: by name, bytewise. Sorted already: the very same list. */
export function orderPolicies(policies: readonly CompiledPolicy[]): readonly CompiledPolicy[] {
  let previous: CompiledPolicy | undefined;
  for (const policy of policies) {
    if (previous !== undefined && bytewise(previous.name, policy.name) > 0) {
      return [...policies].sort((a, b) => bytewise(a.name, b.name));
    }
    previous = policy;
  }
  return policies;
}

/**
 * The mutating half of the plugin, on CREATE: the first policy by name that fits without changing the pod and may be
 * used; failing that, the first that fits and may be used. The pod is as for `evaluatePolicy`; `tried` are attempts on it.
 * Source: plugin/pkg/admission/security/podsecuritypolicy/admission.go Admit, computeSecurityContext, v1.24.17.
 */
export function admitMutating(
  policies: readonly CompiledPolicy[],
  pod: Pod,
  mayUse: MayUse,
  tried: (policy: CompiledPolicy) => Attempt = attemptsOn(viewPod(pod)),
): MutatingAdmission {
  const failed: Refusal[] = [];
  let mutating: { policy: CompiledPolicy; draft: PodDraft } | undefined;
  let noProviders = true;
  for (const policy of orderPolicies(policies)) {
    if (policy.providerError !== undefined) continue;
    noProviders = false;
    const { draft, errors } = tried(policy);
    if (errors.length > 0) {
      failed.push({ policy, errors });
    } else if (!draft.mutated) {
      if (!mayUse(policy.name)) continue;
      return { admitted: true, policy, pod: admitted(draft, policy), mutated: false };
    } else if (mutating === undefined && mayUse(policy.name)) {
      mutating = { policy, draft };
    }
  }
  if (mutating !== undefined) {
    const { policy, draft } = mutating;
    return { admitted: true, policy, pod: admitted(draft, policy), mutated: true };
  }
  return { admitted: false, refusals: failed.filter(({ policy }) => mayUse(policy.name)), noProviders };
}

function admitted(draft: PodDraft, { name }: CompiledPolicy): Pod {
  return draft.toPod({ [PSP_ANNOTATION]: name });
}
