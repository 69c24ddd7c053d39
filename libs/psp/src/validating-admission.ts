import type { Pod } from '#libs/kubernetes';

import { attempt, type CompiledPolicy } from './compile-policy.js';
import { type MayUse, orderPolicies, type Refusal } from './mutating-admission.js';
import { viewPod } from './pod-view.js';
import { PSP_ANNOTATION } from './policy.js';

export type ValidatingAdmission =
  | { readonly admitted: true; readonly policy: CompiledPolicy }
  | { readonly admitted: false; readonly refusals: readonly Refusal[]; readonly noProviders: boolean };

/**
 * The validating half of the plugin, on CREATE and UPDATE: some policy that may be used has to fit without changing
 * anything. The one that the pod's annotation names is tried first, the others follow by name. A policy that would
 * change the pod is passed over without adding errors, so that a refusal can be without any.
 * Source: plugin/pkg/admission/security/podsecuritypolicy/admission.go Validate, computeSecurityContext, v1.24.17.
 */
export function admitValidating(
  policies: readonly CompiledPolicy[],
  pod: Pod,
  mayUse: MayUse,
): ValidatingAdmission {
  const view = viewPod(pod);
  const failed: Refusal[] = [];
  let noProviders = true;
  const annotated = view.annotations[PSP_ANNOTATION];
  const byName = orderPolicies(policies);
  const first = byName.filter(({ name }) => name === annotated);
  const others = byName.filter(({ name }) => name !== annotated);
  for (const policy of [...first, ...others]) {
    if (policy.providerError !== undefined) continue;
    noProviders = false;
    const { draft, errors } = attempt(policy, view);
    if (errors.length > 0) failed.push({ policy, errors });
    else if (!draft.mutated && mayUse(policy.name)) return { admitted: true, policy };
  }
  const refusals = failed.filter(({ policy }) => mayUse(policy.name));
  return { admitted: false, refusals, noProviders };
}
