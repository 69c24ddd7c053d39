import { type FieldError, isDNS1123Subdomain, maskTrailingDash, validateObjectMeta } from '#libs/kubernetes';

import { defaultPolicy } from './default-policy.js';
import { POLICY_VALIDATION_ORDER } from './fields/index.js';
import type { FeatureGates, PodSecurityPolicy } from './policy.js';

/** Policies belong to no namespace; their names are DNS subdomains. */
const METADATA_RULES = {
  namespaced: false,
  nameErrors: (name: string, prefix: boolean) => isDNS1123Subdomain(prefix ? maskTrailingDash(name) : name),
};

/**
 * What the API server has against the policy on creation, in the order in which it says so, with Kubernetes' field
 * paths, types and details; empty if the policy is valid. Defaults are filled in first. A valid policy may still be
 * unusable, see `CompiledPolicy.providerError`.
 * Source: pkg/apis/policy/validation/validation.go ValidatePodSecurityPolicy, v1.24.17.
 */
export function validatePolicy(policy: PodSecurityPolicy, gates: FeatureGates = {}): FieldError[] {
  const stored = defaultPolicy(policy, gates);
  return [
    ...validateObjectMeta(stored.metadata, METADATA_RULES),
    ...POLICY_VALIDATION_ORDER.flatMap((field) => field.validatePolicy?.(stored) ?? []),
  ];
}
