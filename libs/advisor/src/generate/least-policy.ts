import {
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
  const spec: PodSecurityPolicy['spec'] = {};
  const annotations: Record<string, string> = {};
  const fields = POLICY_FIELDS.map((field): LeastField => {
    const requirement = FIELD_REQUIREMENTS[field.name](pods);
    const least = requirement.least(options);
    if (least.change.spec !== undefined) assignDefined(spec, least.change.spec);
    if (least.change.annotations !== undefined) assignDefined(annotations, least.change.annotations);
    return { field, requirement, least };
  });
  const metadata = Object.keys(annotations).length === 0 ? { name } : { name, annotations };
  return { policy: { apiVersion: 'policy/v1beta1', kind: 'PodSecurityPolicy', metadata, spec }, fields };
}

function assignDefined<T extends object>(
  target: T,
  changes: { readonly [K in keyof T]?: T[K] | undefined },
): void {
  for (const key in changes) {
    const value = changes[key];
    if (value !== undefined) target[key] = value;
  }
}
