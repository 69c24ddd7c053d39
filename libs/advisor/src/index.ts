export {
  type Evidence,
  evidence,
  type EvidenceLevel,
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
export { DEFAULT_THRESHOLDS, type EvidenceThresholds } from './evidence/thresholds.js';
export type { Judge, JudgeInput, PolicySet, SeccompProfileLookup } from './verdicts/judge-input.js';
export {
  type Basis,
  type Explanation,
  type GeneratedPolicy,
  type GenerateInput,
  generatePolicy,
  type GenerateResult,
  type Mutations,
  type NextTighter,
  type NothingGenerated,
  type UnsatisfiableSource,
  type Verification,
  type WorkloadPatch,
} from './generate/generate-policy.js';
export { policyNameOf, type PolicyScope, scopedPolicyName } from './generate/names.js';
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
