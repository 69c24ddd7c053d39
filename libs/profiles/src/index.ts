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
