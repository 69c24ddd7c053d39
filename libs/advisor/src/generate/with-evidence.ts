import type { Pod, ServiceAccountLookup } from '#libs/kubernetes';
import {
  changePolicy,
  compilePolicy,
  evaluatePolicy,
  type FeatureGates,
  type PodSecurityPolicy,
  type PolicyFieldName,
} from '#libs/psp';

import type { Finding } from '../finding.js';
import { judgePods } from '../verdicts/narrow.js';
import { defaultSteps } from './default-steps.js';
import type { LeastPolicy } from './least-policy.js';
import type { ProfileLookup } from './observed.js';
import { patchSources, workloadPatches, type WorkloadPatch } from './patch-steps.js';
import { podMistakes } from './pod-mistakes.js';
import type { Source } from './source.js';
import { policyMistakes } from './verify.js';

export interface EvidenceInput {
  readonly served: readonly Source[];
  readonly profileOf: ProfileLookup;
  readonly serviceAccounts: ServiceAccountLookup | undefined;
  readonly featureGates: FeatureGates;
  readonly leastOf: (sources: readonly Source[]) => LeastPolicy;
}

export interface EvidenceResult {
  /** A policy that fills in what the evidence allows; not yet the least one. */
  readonly policy: PodSecurityPolicy;
  /** The sources as patched: what the policy has to admit. */
  readonly sources: readonly Source[];
  readonly patches: readonly WorkloadPatch[];
  /** What the narrowing rules said of each step that was taken, by field. All of them pass. */
  readonly findings: ReadonlyMap<PolicyFieldName, readonly Finding[]>;
}

/**
 * Tightens beyond the manifests, step by step, each only if every narrowing that it causes for any source is covered by
 * evidence. First the workloads are reduced where policies fill nothing in, then defaults are filled in. A workload
 * without a profile has no evidence, so that nothing is taken from it, nor from those that share its policy.
 */
export function tightenWithEvidence(input: EvidenceInput): EvidenceResult {
  const { served, profileOf, serviceAccounts, featureGates, leastOf } = input;
  const sources = patchSources({ originals: served, profileOf, serviceAccounts, featureGates, leastOf });
  const { policy } = leastOf(sources);
  const pods = sources.map((source, index) => ({
    source,
    before: served[index]?.view.pod ?? source.view.pod,
  }));
  const filled = fillDefaults(policy, pods, profileOf, featureGates);
  return { ...filled, sources, patches: workloadPatches(served, sources) };
}

/** A pod that a policy has to admit, and what it is today: what is taken away is judged against that. */
export interface JudgedSource {
  readonly source: Source;
  readonly before: Pod;
}

/** Has the policy fill in whatever the evidence allows, one default after the other. */
export function fillDefaults(
  given: PodSecurityPolicy,
  pods: readonly JudgedSource[],
  profileOf: ProfileLookup,
  featureGates: FeatureGates,
): Pick<EvidenceResult, 'policy' | 'findings'> {
  let policy = given;
  const findings = new Map<PolicyFieldName, readonly Finding[]>();
  const sources = pods.map(({ source }) => source);
  for (const { field, change } of defaultSteps(sources, profileOf)) {
    const changes = change(policy);
    if (changes === undefined) continue;
    const stricter = changePolicy(policy, changes);
    const judged = judgeDefaults(stricter, pods, profileOf, featureGates);
    if (judged === undefined) continue;
    policy = stricter;
    findings.set(
      field,
      judged.filter((finding) => (POLICY_FIELD_OF[finding.field] ?? finding.field) === field),
    );
  }
  return { policy, findings };
}

/** Findings name the members of a policy's spec; fields that are several members have one name. */
const POLICY_FIELD_OF: Readonly<Record<string, PolicyFieldName>> = {
  requiredDropCapabilities: 'capabilities',
  allowedCapabilities: 'capabilities',
  allowedUnsafeSysctls: 'sysctls',
};

/** What the policy's defaults take from the pods; undefined: it refuses one, or something may be missed. */
function judgeDefaults(
  policy: PodSecurityPolicy,
  pods: readonly JudgedSource[],
  profileOf: ProfileLookup,
  featureGates: FeatureGates,
): readonly Finding[] | undefined {
  if (policyMistakes(policy, featureGates).length > 0) return undefined;
  const compiled = compilePolicy(policy, featureGates);
  const findings: Finding[] = [];
  for (const { source, before } of pods) {
    const { valid, pod } = evaluatePolicy(compiled, source.view.pod);
    if (!valid || podMistakes(pod).length > 0) return undefined;
    const profile = profileOf(source.shape);
    const judged = judgePods(before, pod, profile === undefined ? {} : { profile });
    if (judged.some(({ outcome }) => outcome !== 'passes')) return undefined;
    findings.push(...judged);
  }
  return findings;
}
