import type { Pod } from '#libs/kubernetes';
import type { PodSecurityPolicy, PodSecurityPolicySpec } from '#libs/psp';

import type { Needs } from '../evidence/needs.js';
import type { Finding } from '../finding.js';
import type { Refusal } from '../verdicts/refusal.js';

/** What a change of a workload may look at. */
export interface ReduceContext {
  /** The policy that the workload is to fit; absent: the permission is just taken away, to see who misses it. */
  readonly policy?: PodSecurityPolicy;
  /** The pod that admission refused: positions in error paths are positions in it. */
  readonly refused: Pod;
  /** What a container of that name was seen to need. */
  readonly needs: (container: string) => Needs;
}

/**
 * Both ways out for one policy field (or a few that only make sense together). Each returns the very same object if it
 * can't help. A change is a proposal: nothing is offered before admission and the narrowing rules have judged it.
 */
export interface FieldRemedy {
  /** As findings and refusals name them. */
  readonly fields: readonly string[];
  /** The least change of the policy that no longer refuses this. */
  readonly broaden: (policy: PodSecurityPolicy, refusal: Refusal, pod: Pod) => PodSecurityPolicy;
  /** The least change of the workload that this is no longer refused. */
  readonly reduce: (pod: Pod, refusal: Refusal, context: ReduceContext) => Pod;
  /** The least change of the policy that no longer takes away what a finding says is needed. */
  readonly relax?: (policy: PodSecurityPolicy, finding: Finding, pod: Pod) => PodSecurityPolicy;
}

/** A policy with some fields of its spec changed. */
export function editPolicy(
  policy: PodSecurityPolicy,
  change: Partial<PodSecurityPolicySpec>,
): PodSecurityPolicy {
  return { ...policy, spec: { ...policy.spec, ...change } };
}

/** A policy without a field of its spec. */
export function withoutField(
  policy: PodSecurityPolicy,
  field: keyof PodSecurityPolicySpec,
): PodSecurityPolicy {
  const { [field]: _, ...spec } = policy.spec;
  return { ...policy, spec };
}

/** Sets an annotation of a policy, or takes it away. */
export function annotatePolicy(
  policy: PodSecurityPolicy,
  key: string,
  value: string | undefined,
): PodSecurityPolicy {
  const annotations = { ...policy.metadata.annotations };
  if (value === undefined) delete annotations[key];
  else annotations[key] = value;
  const { annotations: _, ...metadata } = policy.metadata;
  return {
    ...policy,
    metadata: Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations },
  };
}

/** The number that a refusal is about, if it is about one. */
export function badNumber({ error }: Refusal): number | undefined {
  const value = Array.isArray(error.badValue) ? error.badValue[0] : error.badValue;
  return typeof value === 'number' ? value : undefined;
}

/** The text that a refusal is about, if it is about one. */
export function badText({ error }: Refusal): string | undefined {
  return typeof error.badValue === 'string' ? error.badValue : undefined;
}
