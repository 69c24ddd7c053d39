export { assembleProfile, type KeptContainer, type KeptItem, type KeptWorkload } from './assemble-profile.js';
export {
  beyondBound,
  BoundedItems,
  type ItemBounds,
  itemBounds,
  type ProfileEntry,
} from './bounded-items.js';
export {
  type DecidedAt,
  decision,
  type Decision,
  itemPattern,
  type ItemPattern,
  type Learning,
  learningOf,
} from './decisions.js';
export { type ExecSession, onlyInSessions, type Sighting } from './exec-sessions.js';
export { type Doers, withDoer } from './who-did-it.js';
export { isNoisy } from './noisy-pods.js';
export { MOST_COUNTED } from './most-counted.js';
export { MAX_VERSIONS, podsOfCurrentVersion, type Transmission, type Watch } from './watches.js';
export {
  type ContainerProfile,
  containerProfile,
  type Coverage,
  coverage,
  coverageOf,
  isFull,
  type ProfileItem,
  profileItem,
  type RuntimeProfile,
  runtimeProfile,
  type Seen,
  seen,
  type VersionCoverage,
  versionCoverage,
} from './runtime-profile.js';
export { hashOf } from './smallest-hashes.js';
export { type SamePods, samePods, type SeenPod } from './same-pods.js';
export { keptUses, MORE_THAN_KEPT } from './service-account-uses.js';
export { SequenceRanges, type SequenceState } from './sequence-ranges.js';
