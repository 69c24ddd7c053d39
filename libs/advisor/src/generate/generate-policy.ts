import type { FieldError, PodShape, ServiceAccountLookup, WorkloadReference } from '#libs/kubernetes';
import {
  compilePolicy,
  evaluatePolicy,
  type FeatureGates,
  type PodSecurityPolicy,
  type PolicyFieldName,
  type PolicyStyle,
} from '#libs/psp';
import type { ProfileItem, RuntimeProfile } from '#libs/profiles';

import type { Finding } from '../finding.js';
import { runsAlike, tightestPolicy } from '../tighten/tightest-policy.js';
import { type LeastField, leastPolicy } from './least-policy.js';
import { policyNameOf } from './names.js';
import { profileLookup } from './observed.js';
import type { WorkloadPatch } from './patch-steps.js';
import { renderYaml } from './render-yaml.js';
import { reasonsOf, requirementSetOf } from './requirement-set.js';
import type { RequirementReason, RequirementSet } from './requirements.js';
import { type SearchResult, searchPolicy, type UnservedSource } from './search.js';
import { prepareSource, type Source } from './source.js';
import { type EvidenceResult, tightenWithEvidence } from './with-evidence.js';
import type { TriedTightening, Verification } from './verify.js';

export type Basis = 'spec' | 'runtime';
export type Mutations = 'forbid' | 'allow-with-evidence';

export interface GenerateInput {
  /** The pods that the policy has to admit, of one workload or of many. Need not have been defaulted. */
  readonly sources: readonly PodShape[];
  /** Of the policy; must be a valid name. Absent: one is made of what the sources have in common. */
  readonly name?: string;
  /** `spec` if absent. `runtime` changes nothing unless mutations are allowed. */
  readonly basis?: Basis;
  /** `forbid` if absent: the sources are admitted as they are. */
  readonly mutations?: Mutations;
  /** `minimal` if absent. */
  readonly style?: PolicyStyle;
  /** What was observed of the sources' workloads; those without a profile count as never observed. */
  readonly profiles?: readonly RuntimeProfile[];
  /** `1.24` if absent; from 1.16 on. */
  readonly kubernetesVersion?: string;
  /** Absent: every service account exists and has no settings. */
  readonly serviceAccounts?: ServiceAccountLookup;
  readonly featureGates?: FeatureGates;
}

/** A source that no policy can serve. `stage` is where it fails. */
export interface UnsatisfiableSource {
  readonly workload: WorkloadReference;
  readonly templatePath: string;
  readonly origin: PodShape['origin'];
  readonly reason: UnservedSource['reason'];
  readonly stage: 'admission' | 'start';
  /** The first field at fault, in Kubernetes' spelling. */
  readonly field: string;
  /** For people: the errors as one text. */
  readonly detail: string;
  /** The engine's answer that proves it. */
  readonly proof: readonly FieldError[];
}

/** What the next stricter value of a field would do. */
export interface NextTighter {
  /** In the imperative: `remove NET_ADMIN`. */
  readonly step: string;
  /** What it would break first. Absent only in style `readable`. */
  readonly breaks?: {
    readonly workload: WorkloadReference;
    /** `changed`: the pod would be admitted with something filled in. */
    readonly outcome: 'refused' | 'changed';
    readonly errors: readonly FieldError[];
  };
}

/** Why a field, or one element of its list, is what it is. */
export interface Explanation {
  readonly field: PolicyFieldName;
  /** `spec.allowedCapabilities[0]`; of a field that is left out, the field itself. */
  readonly path: string;
  /** Absent: left out of the policy. */
  readonly value?: unknown;
  readonly reasons: readonly RequirementReason[];
  /** Runtime observations that the value rests on, the most telling first. */
  readonly observations: readonly ProfileItem[];
  /** What the narrowing rules said where the value goes beyond the manifests; all of it passes. */
  readonly evidence?: readonly Finding[];
  readonly nextTighter: readonly NextTighter[];
}

export interface GeneratedPolicy {
  readonly policy: PodSecurityPolicy;
  readonly yaml: string;
  readonly requirements: RequirementSet;
  readonly explanations: readonly Explanation[];
  readonly unsatisfiable: readonly UnsatisfiableSource[];
  readonly patches?: readonly WorkloadPatch[];
  readonly verified: Verification;
}

/** No source can be served: there is no policy. */
export interface NothingGenerated {
  readonly policy?: undefined;
  readonly unsatisfiable: readonly UnsatisfiableSource[];
}

export type GenerateResult = GeneratedPolicy | NothingGenerated;

/** A policy without its reasons. */
export interface BarePolicy {
  /** Absent: no source can be served. */
  readonly policy?: PodSecurityPolicy;
  readonly unsatisfiable: readonly UnsatisfiableSource[];
  /** Absent without a policy. */
  readonly verified?: Verification;
}

/**
 * The least PodSecurityPolicy of the given pods (docs/generation.md). Sound and minimal by the engine's own answers.
 * The same sources in any order give the same policy, byte for byte. Throws a RangeError for a Kubernetes version that
 * had no PodSecurityPolicy, and if there are no sources.
 */
export function generatePolicy(input: GenerateInput): GenerateResult {
  const { kubernetesVersion = '1.24', style = 'minimal', basis = 'spec', mutations = 'forbid' } = input;
  const result = search(input);
  const unsatisfiable = result.unserved.map(toUnsatisfiable);
  const { found, served } = result;
  if (found === undefined) return { unsatisfiable };
  if (basis === 'runtime' && mutations === 'allow-with-evidence') {
    return { ...withEvidence(input, result, found.least.policy.metadata.name ?? ''), unsatisfiable };
  }
  const { least, tried } = found;
  return {
    policy: least.policy,
    yaml: renderYaml(least.policy),
    requirements: requirementSetOf(kubernetesVersion, least.fields, served),
    explanations: explain(least.fields, served, tried),
    unsatisfiable,
    verified: verificationOf(served, tried, style),
  };
}

/**
 * What the evidence allows is filled in or patched, then the policy is made as tight as the result allows: the pods run
 * just so under it, and under no stricter one.
 */
function withEvidence(
  input: GenerateInput,
  { served }: SearchResult,
  name: string,
): Omit<GeneratedPolicy, 'unsatisfiable'> {
  const { kubernetesVersion = '1.24', style = 'minimal', featureGates = {}, profiles = [] } = input;
  const options = { style, minor: minorVersion(kubernetesVersion), featureGates, keep: {} };
  const evidence = tightenWithEvidence({
    served,
    profileOf: profileLookup(profiles),
    serviceAccounts: input.serviceAccounts,
    featureGates,
    leastOf: (sources) =>
      leastPolicy(
        name,
        sources.map(({ view }) => view),
        options,
      ),
  });
  const compiled = compilePolicy(evidence.policy, featureGates);
  const outcomes = evidence.sources.map((source) => ({
    source,
    runs: evaluatePolicy(compiled, source.view.pod).pod,
  }));
  const { policy, fields, tried } = tightestPolicy(evidence.policy, outcomes, featureGates);
  return {
    policy,
    yaml: renderYaml(policy),
    requirements: requirementSetOf(kubernetesVersion, fields, evidence.sources),
    explanations: explain(fields, evidence.sources, tried, evidence),
    ...(evidence.patches.length > 0 && { patches: evidence.patches }),
    verified: {
      ...verificationOf(evidence.sources, tried, style),
      sound: runsAlike(policy, outcomes, featureGates) === undefined,
    },
  };
}

/**
 * As `generatePolicy` on the basis of manifests, checked just the same, but without putting together what stands behind
 * each value: several times as fast.
 */
export function generateBarePolicy(
  input: Omit<GenerateInput, 'basis' | 'mutations' | 'profiles'>,
): BarePolicy {
  const { found, served, unserved } = search(input);
  const unsatisfiable = unserved.map(toUnsatisfiable);
  if (found === undefined) return { unsatisfiable };
  const verified = verificationOf(served, found.tried, input.style ?? 'minimal');
  return { policy: found.least.policy, unsatisfiable, verified };
}

function search(input: GenerateInput): SearchResult {
  const { sources, kubernetesVersion = '1.24', style = 'minimal', featureGates = {} } = input;
  if (sources.length === 0) throw new RangeError('sources must hold at least one pod');
  const minor = minorVersion(kubernetesVersion);
  const name = input.name ?? policyNameOf(sources.map(({ workload }) => workload));
  const prepared = sources.map((shape) => prepareSource(shape, input.serviceAccounts));
  return searchPolicy(name, prepared, { style, minor, featureGates });
}

function verificationOf(
  served: readonly Source[],
  tried: readonly TriedTightening[],
  style: PolicyStyle,
): Verification {
  return {
    sound: true,
    minimal: style === 'minimal' && tried.every(({ breaks }) => breaks !== undefined),
    sources: served.length,
    tightenings: tried.length,
  };
}

/** PodSecurityPolicy in policy/v1beta1 was there from 1.10 to 1.24; its present fields since 1.16. */
export function minorVersion(kubernetesVersion: string): number {
  const match = /^v?1\.(\d{1,2})(\.\d+)?$/u.exec(kubernetesVersion);
  const minor = Number(match?.[1]);
  if (match === null || minor < 16 || minor > 24) {
    throw new RangeError(`kubernetesVersion must be 1.16 to 1.24, was ${JSON.stringify(kubernetesVersion)}`);
  }
  return minor;
}

function explain(
  fields: readonly LeastField[],
  served: readonly Source[],
  tried: readonly TriedTightening[],
  evidence?: EvidenceResult,
): Explanation[] {
  return fields.flatMap(({ field, least }) => {
    const findings = evidence?.findings.get(field.name) ?? [];
    const observations = findings.flatMap((finding) => finding.evidence?.observations ?? []);
    return least.elements.map((element): Explanation => ({
      field: field.name,
      path: element.path,
      ...('value' in element && { value: element.value }),
      reasons: reasonsOf(element.because, served),
      observations,
      ...(findings.length > 0 && { evidence: findings }),
      nextTighter: tried
        .filter((each) => each.element === element)
        .map((each) => toNextTighter(each, served)),
    }));
  });
}

function toNextTighter({ tightening, breaks }: TriedTightening, served: readonly Source[]): NextTighter {
  const workload = breaks === undefined ? undefined : served[breaks.source]?.shape.workload;
  if (breaks === undefined || workload === undefined) return { step: tightening.step };
  return { step: tightening.step, breaks: { workload, outcome: breaks.outcome, errors: breaks.errors } };
}

function toUnsatisfiable({ shape, reason, errors }: UnservedSource): UnsatisfiableSource {
  const { workload, templatePath, origin } = shape;
  return {
    workload,
    templatePath,
    origin,
    reason,
    stage: reason === 'never-starts' ? 'start' : 'admission',
    field: errors[0]?.field ?? '',
    detail: errors
      .map(({ field, detail }) => (detail === undefined ? field : `${field}: ${detail}`))
      .join('; '),
    proof: errors,
  };
}
