export {
  NO_POLICY,
  type Evidence,
  evidence,
  type EvidenceLevel,
  type EvidenceLimit,
  evidenceLevel,
  type Finding,
  finding,
  type Outcome,
  outcome,
  type Stage,
  stage,
  worst,
} from './finding.js';
export { type JsonPatch, jsonPatch, type Remedy, remedy } from './remedy.js';
export { type Verdict, verdict } from './verdict.js';
export { DEFAULT_THRESHOLDS, type EvidenceThresholds, evidenceThresholds } from './evidence/thresholds.js';
export type { Judge, JudgeInput, PolicySet, SeccompProfileLookup } from './verdicts/judge-input.js';
export {
  type Basis,
  type BarePolicy,
  type Explanation,
  generateBarePolicy,
  type GeneratedPolicy,
  type GenerateInput,
  generatePolicy,
  type GenerateResult,
  type Mutations,
  type NextTighter,
  type NothingGenerated,
  type UnsatisfiableSource,
} from './generate/generate-policy.js';
export type { WorkloadPatch } from './generate/patch-steps.js';
export type { Verification } from './generate/verify.js';
export { clusterPrefix, policyNameOf, type PolicyScope, scopedPolicyName } from './generate/names.js';
export { renderYaml } from './generate/render-yaml.js';
export {
  podField,
  type Requirement,
  requirement,
  type RequirementReason,
  requirementReason,
  type RequirementSet,
  requirementSet,
} from './generate/requirements.js';
export { checkPolicy, type PolicyCheck } from './generate/check-policy.js';
export {
  type Bundle,
  type BundledPolicy,
  type BundleInput,
  type BundlePer,
  generateBundle,
  type SharedServiceAccount,
} from './generate/generate-bundle.js';
export { type GrantObject, grantsFor, type GrantStyle, type PolicyUser } from './generate/grants.js';
export { type Rollout, rolloutOf, type RolloutStep } from './generate/rollout.js';
export { failuresOfToday, type PodFailure, podFailure, podFailureReason } from './pod-failure.js';
export { judge } from './verdicts/judge.js';
export { alikeBy, hasPlainNames, isSharable, templateText, verdictOf } from './verdicts/alike.js';
export { judgePods, type Observations } from './verdicts/narrow.js';
export { orderFindings, worstStage } from './verdicts/order-findings.js';
export {
  type ContainerFacts,
  type EffectivePermissions,
  effectivePermissions,
  placedContainers,
} from './effective-permissions/effective-permissions.js';
export { narrowings } from './narrowings/narrowings.js';
export type { Narrowing } from './narrowings/rule.js';
export { absenceInDimension } from './evidence/absence.js';
export { evidenceOfAbsence, evidenceOfUse, NO_EVIDENCE } from './evidence/assess.js';
export { type Need, type Needs, needsOf } from './evidence/needs.js';
export { chao2LowerBound, expectedNew, type Incidence, unseenUpperBound } from './evidence/unseen.js';
export {
  comparePolicies,
  type FieldComparison,
  type PolicyComparison,
  type PolicyOrder,
  type Witness,
} from './compare/compare-policies.js';
export {
  type ClusterFacts,
  type EvaluateInput,
  evaluatePods,
  type PodEvaluation,
  type PolicyEvaluation,
} from './evaluate/evaluate-pods.js';
export {
  type FieldExcess,
  type RefusedSource,
  type TightenInput,
  tightenPolicy,
  type TightenResult,
} from './tighten/tighten-policy.js';
export {
  type AssignedWorkload,
  type ConsolidatedPolicy,
  type ConsolidateInput,
  consolidatePolicies,
  type Consolidation,
} from './consolidate/consolidate-policies.js';
export { type Privileges, privilegesOf, WEIGHTS, weightOf } from './consolidate/privileges.js';
export { type ByProducts, byProductsOf } from './by-products/by-products.js';
export { capabilityListFor, type CapabilityList } from './by-products/capability-list.js';
export { hardenContainer, type HardenedContainer } from './by-products/harden-container.js';
export {
  type GeneratedSeccompProfile,
  type OciSeccompProfile,
  seccompProfileFor,
} from './by-products/seccomp-profile.js';
