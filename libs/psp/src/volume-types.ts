import type { Volume } from '#libs/kubernetes';

/**
 * The volume types of policies by the field of a v1 volume that holds the source, in the order in which Kubernetes
 * looks at them. Spelled alike but for `cephFS`.
 * Source: pkg/security/podsecuritypolicy/util/util.go GetVolumeFSType, v1.24.17.
 */
const TYPE_BY_SOURCE: ReadonlyMap<string, string> = new Map([
  ['hostPath', 'hostPath'],
  ['emptyDir', 'emptyDir'],
  ['gcePersistentDisk', 'gcePersistentDisk'],
  ['awsElasticBlockStore', 'awsElasticBlockStore'],
  ['gitRepo', 'gitRepo'],
  ['secret', 'secret'],
  ['nfs', 'nfs'],
  ['iscsi', 'iscsi'],
  ['glusterfs', 'glusterfs'],
  ['persistentVolumeClaim', 'persistentVolumeClaim'],
  ['rbd', 'rbd'],
  ['flexVolume', 'flexVolume'],
  ['cinder', 'cinder'],
  ['cephfs', 'cephFS'],
  ['flocker', 'flocker'],
  ['downwardAPI', 'downwardAPI'],
  ['fc', 'fc'],
  ['azureFile', 'azureFile'],
  ['configMap', 'configMap'],
  ['vsphereVolume', 'vsphereVolume'],
  ['quobyte', 'quobyte'],
  ['azureDisk', 'azureDisk'],
  ['photonPersistentDisk', 'photonPersistentDisk'],
  ['storageos', 'storageos'],
  ['projected', 'projected'],
  ['portworxVolume', 'portworxVolume'],
  ['scaleIO', 'scaleIO'],
  ['csi', 'csi'],
  ['ephemeral', 'ephemeral'],
]);

const ORDER: ReadonlyMap<string, number> = new Map(
  [...TYPE_BY_SOURCE.keys()].map((source, index) => [source, index]),
);

/** The types that a policy may list in `volumes`, without the wildcard; sorted bytewise. */
export const VOLUME_TYPES: readonly string[] = [...TYPE_BY_SOURCE.values()].sort();

/** The type of a volume as policies spell it. A volume without a (known) source is an emptyDir, by API defaulting. */
export function volumeType(volume: Volume): string {
  let source = 'emptyDir';
  let rank = Number.POSITIVE_INFINITY;
  for (const key in volume) {
    const order = ORDER.get(key);
    if (order !== undefined && order < rank && volume[key] !== undefined) {
      source = key;
      rank = order;
    }
  }
  return TYPE_BY_SOURCE.get(source) ?? 'emptyDir';
}
