import { objectFieldSelector, resourceFieldSelector, resourceRequirements } from './container-schema.js';
import { labelSelector, localObjectReference, objectMeta } from './metadata-schema.js';
import type { Volume } from './pod.js';
import {
  boolean,
  int32,
  int64,
  list,
  map,
  object,
  quantity,
  string,
  type Schema,
  byValue,
} from './schema.js';

/** Volumes of a pod (k8s.io/api/core/v1/types.go, v0.24.17). */
const hostPathVolumeSource = object(
  {
    path: string,
    type: string,
  },
  ['path'],
);

const emptyDirVolumeSource = object({
  medium: byValue(string),
  sizeLimit: quantity,
});

const gcePersistentDiskVolumeSource = object({
  pdName: string,
  fsType: byValue(string),
  partition: byValue(int32),
  readOnly: byValue(boolean),
});

const awsElasticBlockStoreVolumeSource = object({
  volumeID: string,
  fsType: byValue(string),
  partition: byValue(int32),
  readOnly: byValue(boolean),
});

const gitRepoVolumeSource = object({
  repository: string,
  revision: byValue(string),
  directory: byValue(string),
});

const keyToPath = object({
  key: string,
  path: string,
  mode: int32,
});

const secretVolumeSource = object({
  secretName: byValue(string),
  items: list(keyToPath),
  defaultMode: int32,
  optional: boolean,
});

const nfsVolumeSource = object({
  server: string,
  path: string,
  readOnly: byValue(boolean),
});

const iscsiVolumeSource = object({
  targetPortal: string,
  iqn: string,
  lun: int32,
  iscsiInterface: byValue(string),
  fsType: byValue(string),
  readOnly: byValue(boolean),
  portals: list(string),
  chapAuthDiscovery: byValue(boolean),
  chapAuthSession: byValue(boolean),
  secretRef: localObjectReference,
  initiatorName: string,
});

const glusterfsVolumeSource = object({
  endpoints: string,
  path: string,
  readOnly: byValue(boolean),
});

const persistentVolumeClaimVolumeSource = object({
  claimName: string,
  readOnly: byValue(boolean),
});

const rbdVolumeSource = object({
  monitors: list(string),
  image: string,
  fsType: byValue(string),
  pool: byValue(string),
  user: byValue(string),
  keyring: byValue(string),
  secretRef: localObjectReference,
  readOnly: byValue(boolean),
});

const flexVolumeSource = object(
  {
    driver: string,
    fsType: byValue(string),
    secretRef: localObjectReference,
    readOnly: byValue(boolean),
    options: map(string),
  },
  ['driver'],
);

const cinderVolumeSource = object({
  volumeID: string,
  fsType: byValue(string),
  readOnly: byValue(boolean),
  secretRef: localObjectReference,
});

const cephFSVolumeSource = object({
  monitors: list(string),
  path: byValue(string),
  user: byValue(string),
  secretFile: byValue(string),
  secretRef: localObjectReference,
  readOnly: byValue(boolean),
});

const flockerVolumeSource = object({
  datasetName: byValue(string),
  datasetUUID: byValue(string),
});

const downwardAPIVolumeFile = object({
  path: string,
  fieldRef: objectFieldSelector,
  resourceFieldRef: resourceFieldSelector,
  mode: int32,
});

const downwardAPIVolumeSource = object({
  items: list(downwardAPIVolumeFile),
  defaultMode: int32,
});

const fcVolumeSource = object({
  targetWWNs: list(string),
  lun: int32,
  fsType: byValue(string),
  readOnly: byValue(boolean),
  wwids: list(string),
});

const azureFileVolumeSource = object({
  secretName: string,
  shareName: string,
  readOnly: byValue(boolean),
});

const configMapVolumeSource = object({
  name: byValue(string),
  items: list(keyToPath),
  defaultMode: int32,
  optional: boolean,
});

const vsphereVirtualDiskVolumeSource = object({
  volumePath: string,
  fsType: byValue(string),
  storagePolicyName: byValue(string),
  storagePolicyID: byValue(string),
});

const quobyteVolumeSource = object({
  registry: string,
  volume: string,
  readOnly: byValue(boolean),
  user: byValue(string),
  group: byValue(string),
  tenant: byValue(string),
});

const azureDiskVolumeSource = object({
  diskName: string,
  diskURI: string,
  cachingMode: string,
  fsType: string,
  readOnly: boolean,
  kind: string,
});

const photonPersistentDiskVolumeSource = object({
  pdID: string,
  fsType: byValue(string),
});

const secretProjection = object({
  name: byValue(string),
  items: list(keyToPath),
  optional: boolean,
});

const downwardAPIProjection = object({
  items: list(downwardAPIVolumeFile),
});

const configMapProjection = object({
  name: byValue(string),
  items: list(keyToPath),
  optional: boolean,
});

const serviceAccountTokenProjection = object({
  audience: byValue(string),
  expirationSeconds: int64,
  path: string,
});

const volumeProjection = object({
  secret: secretProjection,
  downwardAPI: downwardAPIProjection,
  configMap: configMapProjection,
  serviceAccountToken: serviceAccountTokenProjection,
});

const projectedVolumeSource = object({
  sources: list(volumeProjection),
  defaultMode: int32,
});

const portworxVolumeSource = object({
  volumeID: string,
  fsType: byValue(string),
  readOnly: byValue(boolean),
});

const scaleIOVolumeSource = object({
  gateway: string,
  system: string,
  secretRef: localObjectReference,
  sslEnabled: byValue(boolean),
  protectionDomain: byValue(string),
  storagePool: byValue(string),
  storageMode: byValue(string),
  volumeName: byValue(string),
  fsType: byValue(string),
  readOnly: byValue(boolean),
});

const storageOSVolumeSource = object({
  volumeName: byValue(string),
  volumeNamespace: byValue(string),
  fsType: byValue(string),
  readOnly: byValue(boolean),
  secretRef: localObjectReference,
});

const csiVolumeSource = object(
  {
    driver: string,
    readOnly: boolean,
    fsType: string,
    volumeAttributes: map(string),
    nodePublishSecretRef: localObjectReference,
  },
  ['driver'],
);

const typedLocalObjectReference = object({
  apiGroup: string,
  kind: string,
  name: string,
});

const persistentVolumeClaimSpec = object({
  accessModes: list(string),
  selector: labelSelector,
  resources: resourceRequirements,
  volumeName: byValue(string),
  storageClassName: string,
  volumeMode: string,
  dataSource: typedLocalObjectReference,
  dataSourceRef: typedLocalObjectReference,
});

const persistentVolumeClaimTemplate = object({
  metadata: objectMeta,
  spec: persistentVolumeClaimSpec,
});

const ephemeralVolumeSource = object({
  volumeClaimTemplate: persistentVolumeClaimTemplate,
});

const volumeSources = {
  hostPath: hostPathVolumeSource,
  emptyDir: emptyDirVolumeSource,
  gcePersistentDisk: gcePersistentDiskVolumeSource,
  awsElasticBlockStore: awsElasticBlockStoreVolumeSource,
  gitRepo: gitRepoVolumeSource,
  secret: secretVolumeSource,
  nfs: nfsVolumeSource,
  iscsi: iscsiVolumeSource,
  glusterfs: glusterfsVolumeSource,
  persistentVolumeClaim: persistentVolumeClaimVolumeSource,
  rbd: rbdVolumeSource,
  flexVolume: flexVolumeSource,
  cinder: cinderVolumeSource,
  cephfs: cephFSVolumeSource,
  flocker: flockerVolumeSource,
  downwardAPI: downwardAPIVolumeSource,
  fc: fcVolumeSource,
  azureFile: azureFileVolumeSource,
  configMap: configMapVolumeSource,
  vsphereVolume: vsphereVirtualDiskVolumeSource,
  quobyte: quobyteVolumeSource,
  azureDisk: azureDiskVolumeSource,
  photonPersistentDisk: photonPersistentDiskVolumeSource,
  projected: projectedVolumeSource,
  portworxVolume: portworxVolumeSource,
  scaleIO: scaleIOVolumeSource,
  storageos: storageOSVolumeSource,
  csi: csiVolumeSource,
  ephemeral: ephemeralVolumeSource,
};

/** The fields of a volume that are sources, as v1 spells them. */
export const volumeSourceNames: readonly string[] = Object.keys(volumeSources);

export const volume: Schema<Volume> = object({ name: string, ...volumeSources }, ['name']);
