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
