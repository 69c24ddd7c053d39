export { LiveInventory, objectKey, type ObjectChanges } from './live-inventory.js';
export { readLivePod } from './live-pod.js';
export { readLiveShapes, type StoredShape } from './read-live-shapes.js';
export { failuresKeptFor, readFailures } from './store-failures.js';
export { readWatch, type ResourceWatch, type StoredWatch, isWatched, noteUnreachable } from './read-watch.js';
export { watchedResources, type WatchedResource } from './watched-resources.js';
export {
  beginTerm,
  ClusterNameTakenError,
  endTerm,
  latestTerm,
  OtherLeaseError,
  StaleTermError,
  type Watcher,
  type WatchTerm,
} from './watch-term.js';
