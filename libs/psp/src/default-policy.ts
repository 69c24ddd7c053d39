import type { FeatureGates, PodSecurityPolicy, PodSecurityPolicySpec } from './policy.js';

/** What Kubernetes appends to `generateName`: five random characters, which a pure function can't have. */
const GENERATED_SUFFIX = 'xxxxx';

/**
 * The policy as the API server would store it: `allowPrivilegeEscalation` is true if unset, `allowedProcMountTypes` is
 * dropped without its feature gate, a namespace is dropped, a name is generated. The very same policy if nothing is to
 * be done.
 * Source: pkg/apis/policy/v1beta1/defaults.go; pkg/api/podsecuritypolicy/util.go DropDisabledFields;
 * pkg/registry/policy/podsecuritypolicy/strategy.go, v1.24.17.
 */
export function defaultPolicy(policy: PodSecurityPolicy, gates: FeatureGates = {}): PodSecurityPolicy {
  const spec = defaultSpec(policy.spec, gates);
  const metadata = defaultMetadata(policy.metadata);
  return spec === policy.spec && metadata === policy.metadata ? policy : { ...policy, metadata, spec };
}

function defaultSpec(given: PodSecurityPolicySpec, gates: FeatureGates): PodSecurityPolicySpec {
  let spec = given;
  if (spec.allowPrivilegeEscalation === undefined) spec = { ...spec, allowPrivilegeEscalation: true };
  if (spec.allowedProcMountTypes !== undefined && gates.ProcMountType !== true) {
    const { allowedProcMountTypes: _dropped, ...kept } = spec;
    spec = kept;
  }
  return spec;
}

function defaultMetadata(given: PodSecurityPolicy['metadata']): PodSecurityPolicy['metadata'] {
  let metadata = given;
  if ((metadata.namespace ?? '') !== '') {
    const { namespace: _dropped, ...kept } = metadata;
    metadata = kept;
  }
  const { name = '', generateName = '' } = metadata;
  return name === '' && generateName !== ''
    ? { ...metadata, name: generateName + GENERATED_SUFFIX }
    : metadata;
}
