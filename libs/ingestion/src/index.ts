export { dayAfter } from './day-partitions.js';
export { ingestionErasure } from './erasure.js';
export { ingestionRetention } from './retention.js';
export {
  type KeptLetter,
  type LetterFilter,
  lastDeadLetter,
  listDeadLetters,
  readDeadLetter,
} from './dead-letters/dead-letter-store.js';
export { observeDeadLetters } from './dead-letters/dead-letter-metrics.js';
export { observeParkedPods } from './parking/parked-pods-gauge.js';
export { DeadLetterReplay, type Replayed } from './dead-letters/replay.js';
export { DeadLetterRelay, type LetterWriter } from './dead-letter-relay.js';
export { decodeMessage, type MessageLimits } from './decode-message.js';
export { ParkedPods, type ParkingReport } from './parking/parked-pods.js';
export { receipt, type Receipt } from './flush/requests.js';
export { StaleStateError } from './flush/stale-state-error.js';
export { IngestionMetrics } from './ingestion-metrics.js';
export { type IngestionSettings, Pipeline, type PipelineParts } from './pipeline.js';
export { type ClusterCoverage, type Days, readClusterCoverage } from './profiles/cluster-coverage.js';
export {
  type ListedWorkload,
  listWorkloads,
  readWorkload,
  type WorkloadFilter,
} from './profiles/list-workloads.js';
export {
  addDecision,
  listDecisions,
  readDecision,
  removeDecision,
  type StoredDecision,
} from './profiles/decision-store.js';
export {
  type InteractionKey,
  listInteractions,
  listServiceAccountUses,
  type StoredInteraction,
  type StoredUse,
  type UseKey,
} from './profiles/audit-uses.js';
export { type DayWindow, readProfiles } from './profiles/read-profiles.js';
export { type Admission, Intake, UNKNOWN_SENDER } from './requests/intake.js';
export { type EventsBody, type Idempotency, RequestIngestion } from './requests/request-ingestion.js';
export { Lag, observeLag, type PartitionProgress } from './stream/lag.js';
export { readTopicSettings } from './stream/topic-settings.js';
export { type StreamControl, StreamIngestion } from './stream/stream-ingestion.js';
export {
  attributeByName,
  type Attribution,
  byName,
  parkEverything,
  type WorkloadResolver,
} from './workload-resolver.js';
