export {
  type Dimension,
  dimension,
  dimensions,
  type Observation,
  observation,
  type ObservedItem,
  observedItem,
  timestamp,
} from './observation.js';
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
