export {
  listClusters,
  readCluster,
  registerCluster,
  type StoredCluster,
  unknownInScope,
  type UnknownPart,
} from './cluster-store.js';
export {
  documentPointer,
  fieldMistakes,
  fieldPointer,
  type ManifestSource,
  parseManifestObjects,
  parseManifests,
  readManifests,
} from './document-mistakes.js';
export * from './live/index.js';
export {
  type ClusterObjects,
  type ClusterState,
  readClusterObjects,
  readClusterState,
  readWorkloads,
  selectWorkloads,
  storeInventory,
  type StoredWorkload,
  type WorkloadSelection,
} from './inventory-store.js';
export { type KnownOwners, type OwnerReference, resolveWorkload } from './owner-resolution.js';
export { inventoryErasure } from './erasure.js';
export { podCreators } from './pod-creators.js';
export { readTemplates, type TemplatedWorkload } from './workload-templates.js';
export { observedWithoutManifest, type WorkloadsWithoutManifest } from './without-manifest.js';
export {
  type InventoryObject,
  type InventoryWorkload,
  type OwnerLink,
  readInventory,
  type ReadInventory,
  workloadNameErrors,
} from './read-inventory.js';
export {
  type Attribution,
  inventoryResolver,
  type InventoryResolverOptions,
  type WorkloadResolver,
} from './workload-resolver.js';
