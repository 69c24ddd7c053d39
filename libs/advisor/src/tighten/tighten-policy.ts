import type { FieldError, PodShape, ServiceAccountLookup, WorkloadReference } from '#libs/kubernetes';
import {
  type CompiledPolicy,
  compilePolicy,
  evaluatePolicy,
  type FeatureGates,
  type PodSecurityPolicy,
  type PolicyFieldName,
} from '#libs/psp';

import type { RuntimeProfile } from '#libs/profiles';
import type { Finding } from '../finding.js';
import { comparePolicies, type PolicyComparison, type Witness } from '../compare/compare-policies.js';
import type { LeastField } from '../generate/least-policy.js';
import { renderYaml } from '../generate/render-yaml.js';
import { reasonsOf } from '../generate/requirement-set.js';
import type { RequirementReason } from '../generate/requirements.js';
import { prepareSource } from '../generate/source.js';
import type { Verification } from '../generate/verify.js';
import { fillDefaults } from '../generate/with-evidence.js';
import { profileLookup } from '../generate/observed.js';
import { type Outcome, runsAlike, type TightestPolicy, tightestPolicy } from './tightest-policy.js';

export interface TightenInput {
  /** The policy in force. Valid. */
  readonly policy: PodSecurityPolicy;
  /** The pods that have to go on working under it. */
  readonly sources: readonly PodShape[];
  readonly serviceAccounts?: ServiceAccountLookup;
  readonly featureGates?: FeatureGates;
  /** Given: also what runtime evidence proves unneeded is taken away, by filling in defaults. */
  readonly profiles?: readonly RuntimeProfile[];
}

/** What a field of the policy allows beyond what the scope needs. */
export interface FieldExcess {
  readonly field: PolicyFieldName;
  /** A pod that the present policy lets run, and the tightened one does not: what could be done with the excess. */
  readonly witness: Witness;
  /** `runtime`: the manifests alone would ask for it; `evidence` says why it is not needed. */
  readonly basis: 'spec' | 'runtime';
  readonly evidence: readonly Finding[];
  /** Where the scope needs what is left. */
  readonly reasons: readonly RequirementReason[];
}

/** A source that the policy refuses as it stands: it can't be made to work by tightening. */
export interface RefusedSource {
  readonly workload: WorkloadReference;
  readonly templatePath: string;
  readonly errors: readonly FieldError[];
}

export interface TightenResult {
  /** The tightest policy that keeps the scope working; the present one if nothing can be tightened. */
  readonly policy: PodSecurityPolicy;
  readonly yaml: string;
  /** By how much the present policy is wider; empty: it is as tight as can be. */
  readonly excess: readonly FieldExcess[];
  /** The tightened policy to the present one. */
  readonly comparison: PolicyComparison;
  readonly refused: readonly RefusedSource[];
  readonly verified: Verification;
}

/**
 * The excess of a policy over what a scope of pods needs, and the tightest policy under which each of them runs exactly
 * as it does now: what the present policy fills in is filled in by the tight one too. Field by field, a least value is
 * taken only if the engine says that nothing changes for any pod.
 */
export function tightenPolicy(input: TightenInput): TightenResult {
  const { policy, featureGates: gates = {} } = input;
  const outcomes: Outcome[] = [];
  const refused: RefusedSource[] = [];
  const present = compilePolicy(policy, gates);
  for (const shape of input.sources) {
    const { workload, templatePath } = shape;
    const prepared = prepareSource(shape, input.serviceAccounts);
    if (!prepared.ok) {
      refused.push({ workload, templatePath, errors: prepared.errors });
      continue;
    }
    const { valid, errors, pod } = evaluatePolicy(present, prepared.source.view.pod);
    if (valid) outcomes.push({ source: prepared.source, runs: pod });
    else refused.push({ workload, templatePath, errors: unusable(present) ?? errors });
  }
  const bySpec = tightestPolicy(policy, outcomes, gates);
  const { result, kept, findings } = withEvidence(bySpec, outcomes, input);
  const { policy: tightened, fields, tried } = result;
  const comparison = comparePolicies(tightened, policy, gates);
  return {
    policy: tightened,
    yaml: renderYaml(tightened),
    excess: excessOf(comparison, fields, outcomes, findings),
    comparison,
    refused,
    verified: {
      sound: runsAlike(tightened, kept, gates) === undefined,
      minimal: tried.every(({ breaks }) => breaks !== undefined),
      sources: outcomes.length,
      tightenings: tried.length,
    },
  };
}

type Findings = ReadonlyMap<PolicyFieldName, readonly Finding[]>;

/** The tightest policy once more, now with the defaults that the evidence allows. */
function withEvidence(
  bySpec: TightestPolicy,
  outcomes: readonly Outcome[],
  { profiles, featureGates: gates = {} }: TightenInput,
): { readonly result: TightestPolicy; readonly kept: readonly Outcome[]; readonly findings: Findings } {
  if (profiles === undefined || outcomes.length === 0) {
    return { result: bySpec, kept: outcomes, findings: new Map() };
  }
  const judged = outcomes.map(({ source, runs }) => ({ source, before: runs }));
  const { policy, findings } = fillDefaults(bySpec.policy, judged, profileLookup(profiles), gates);
  const compiled = compilePolicy(policy, gates);
  const kept = outcomes.map(({ source }) => ({
    source,
    runs: evaluatePolicy(compiled, source.view.pod).pod,
  }));
  return { result: tightestPolicy(policy, kept, gates), kept, findings };
}

function unusable({ providerError }: CompiledPolicy): FieldError[] | undefined {
  return providerError === undefined
    ? undefined
    : [{ type: 'FieldValueInvalid', field: 'spec', detail: providerError }];
}

function excessOf(
  { fields }: PolicyComparison,
  least: readonly LeastField[],
  outcomes: readonly Outcome[],
  findings: Findings,
): FieldExcess[] {
  const sources = outcomes.map(({ source }) => source);
  return fields.flatMap(({ field, witnesses }) => {
    const witness = witnesses.find(({ admittedBy }) => admittedBy === 'second');
    if (witness === undefined) return [];
    const because = least
      .filter((each) => each.field.name === field)
      .flatMap((each) => each.least.elements.flatMap((element) => element.because));
    const evidence = findings.get(field) ?? [];
    const basis = evidence.length > 0 ? 'runtime' : 'spec';
    return [{ field, witness, basis, evidence, reasons: reasonsOf(because, sources) }];
  });
}
