export { boundTimes, type TimeBound, timeBound } from './bound-times.js';
export { compareText } from './compare.js';
export type {
  DeadLetterReason,
  DropReason,
  Drops,
  EventFormat,
  Interaction,
  Issue,
  LossSoFar,
  NormalisedContainer,
  NormalisedEvent,
  NormalisedObservation,
  Outcome,
  ServiceAccountUse,
  SourceSettings,
} from './event-format.js';
export { interactionKinds } from './event-format.js';
export { UNKNOWN_NODE } from './formats/agent-event.js';
export { formats } from './formats/registry.js';
export {
  Interner,
  isLongSubject,
  type KnownItem,
  type Origin,
  sortedDimensions,
  type Subject,
} from './interner.js';
export { isFields, itemKey, type RawFields } from './item-key.js';
export { compareItems } from './item-order.js';
export {
  day,
  type Dimension,
  dimension,
  dimensionNames,
  dimensions,
  isDimension,
  type Observation,
  observation,
  type ObservedItem,
  observedItem,
  timestamp,
} from './observation.js';
export { parseMessage, withNanosecondsAsText } from './formats/json-text.js';
export { readNativeBytes } from './formats/native-bytes.js';
export { type Instant, instantOf } from './instant.js';
export {
  containerId,
  containerOfUid,
  containerUid,
  isNamedUid,
  isStandInUid,
  namedUid,
} from './pod-identity.js';
export { RecentMap } from './recent-map.js';
export { formatOf, normaliseMessage } from './recognise.js';
export {
  clusterName,
  MAX_CONTAINERS_PER_EVENT,
  MAX_OBSERVATIONS_PER_CONTAINER,
  type NodeFacts,
  nodeFacts,
  type ObservedContainer,
  observedContainer,
  RUNTIME_EVENTS_V1,
  type RuntimeEvent,
  runtimeEvent,
} from './runtime-event.js';
export { sourceSettings } from './source-settings.js';
export { plainText, storable } from './storable-text.js';
export { TimestampReader } from './timestamp-reader.js';
export {
  AFTER_ALL_TIMES,
  canonicalTimestamp,
  dayOf,
  epochNanoseconds,
  nanosecondsOfDay,
  timestampOf,
  timestampOfMilliseconds,
} from './timestamp.js';
export { addDrops, combineOutcomes } from './combine-outcomes.js';
export type { NoPod, ObservedPod, PodIdentity } from './observed-pod.js';
