export {
  assembleProfile,
  type KeptContainer,
  type KeptItem,
  type KeptWorkload,
  type Transmission,
  type Watch,
} from './assemble-profile.js';
export {
  beyondBound,
  BoundedItems,
  type ItemBounds,
  itemBounds,
  type ProfileEntry,
} from './bounded-items.js';
export {
  type ContainerProfile,
  containerProfile,
  type Coverage,
  coverage,
  coverageOf,
  type ProfileItem,
  profileItem,
  type RuntimeProfile,
  runtimeProfile,
  type Seen,
  seen,
} from './runtime-profile.js';
export { hashOf } from './smallest-hashes.js';
export { SequenceRanges, type SequenceState } from './sequence-ranges.js';
