import type { FieldError } from '#libs/kubernetes';

import { defaultPolicy } from './default-policy.js';
import { POLICY_VALIDATION_ORDER } from './fields/index.js';
import type { FeatureGates, PodSecurityPolicy } from './policy.js';
import { validateMetadata } from './validate-metadata.js';

/**
 * What the API server has against the policy on creation, in the order in which it says so, with Kubernetes' field
 * paths, types and details; empty if the policy is valid. Defaults are filled in first. A valid policy may still be
 * unusable, see `CompiledPolicy.providerError`.
 * Source: pkg/apis/policy/validation/validation.go ValidatePodSecurityPolicy, v1.24.17.
 */
export function validatePolicy(policy: PodSecurityPolicy, gates: FeatureGates = {}): FieldError[] {
  const stored = defaultPolicy(policy, gates);
  return [
    ...validateMetadata(stored.metadata),
    ...POLICY_VALIDATION_ORDER.flatMap((field) => field.validatePolicy?.(stored) ?? []),
  ];
}
