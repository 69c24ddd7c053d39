import {
  changePolicy,
  FIELD_REQUIREMENTS,
  type FieldRequirement,
  type LeastOptions,
  type LeastValue,
  type PodSecurityPolicy,
  type PodView,
  POLICY_FIELDS,
  type PolicyField,
} from '#libs/psp';

/** One field of a least policy, with what stands behind its value. */
export interface LeastField {
  readonly field: PolicyField;
  readonly requirement: FieldRequirement;
  readonly least: LeastValue;
}

export interface LeastPolicy {
  readonly policy: PodSecurityPolicy;
  readonly fields: readonly LeastField[];
}

/**
 * The canonical least policy of pods, field by field: the requirement of a field is worked out over all pods, then its
 * least value. Nothing is checked here.
 */
export function leastPolicy(name: string, pods: readonly PodView[], options: LeastOptions): LeastPolicy {
  let policy: PodSecurityPolicy = {
    apiVersion: 'policy/v1beta1',
    kind: 'PodSecurityPolicy',
    metadata: { name },
    spec: {},
  };
  const fields = POLICY_FIELDS.map((field): LeastField => {
    const requirement = FIELD_REQUIREMENTS[field.name](pods);
    const least = requirement.least(options);
    policy = changePolicy(policy, least.change);
    return { field, requirement, least };
  });
  return { policy, fields };
}
