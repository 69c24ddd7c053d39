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
