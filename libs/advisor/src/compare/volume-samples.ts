import type { Volume } from '#libs/kubernetes';

const name = 'v';

/** A valid volume of each type, by the type as policies spell it; `token` is what service account admission adds. */
export const VOLUME_SAMPLES: Readonly<Record<string, Volume>> = {
  awsElasticBlockStore: { name, awsElasticBlockStore: { volumeID: 'vol-1' } },
  azureDisk: { name, azureDisk: { diskName: 'disk', diskURI: 'https://blob.example/disk.vhd' } },
  azureFile: { name, azureFile: { secretName: 'share', shareName: 'share' } },
  cephFS: { name, cephfs: { monitors: ['192.0.2.1:6789'] } },
  cinder: { name, cinder: { volumeID: 'volume' } },
  configMap: { name, configMap: { name: 'settings' } },
  csi: { name, csi: { driver: 'inline.example.com' } },
  downwardAPI: {
    name,
    downwardAPI: { items: [{ path: 'name', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } }] },
  },
  emptyDir: { name, emptyDir: {} },
  ephemeral: {
    name,
    ephemeral: {
      volumeClaimTemplate: {
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      },
    },
  },
  fc: { name, fc: { targetWWNs: ['500a0982991b8dc5'], lun: 0 } },
  flexVolume: { name, flexVolume: { driver: 'example.com/driver' } },
  flocker: { name, flocker: { datasetName: 'dataset' } },
  gcePersistentDisk: { name, gcePersistentDisk: { pdName: 'disk' } },
  gitRepo: { name, gitRepo: { repository: 'https://git.example/repository.git' } },
  glusterfs: { name, glusterfs: { endpoints: 'cluster', path: 'volume' } },
  hostPath: { name, hostPath: { path: '/var/lib/witness', type: '' } },
  iscsi: { name, iscsi: { targetPortal: '192.0.2.1:3260', iqn: 'iqn.2001-04.com.example:storage', lun: 0 } },
  nfs: { name, nfs: { server: 'nfs.example', path: '/export' } },
  persistentVolumeClaim: { name, persistentVolumeClaim: { claimName: 'claim' } },
  photonPersistentDisk: { name, photonPersistentDisk: { pdID: 'disk' } },
  portworxVolume: { name, portworxVolume: { volumeID: 'volume' } },
  projected: { name, projected: { sources: [{ secret: { name: 'secret' } }] } },
  quobyte: { name, quobyte: { registry: '192.0.2.1:7861', volume: 'volume' } },
  rbd: { name, rbd: { monitors: ['192.0.2.1:6789'], image: 'image' } },
  scaleIO: {
    name,
    scaleIO: {
      gateway: 'https://gateway.example',
      system: 'system',
      secretRef: { name: 'secret' },
      volumeName: 'volume',
    },
  },
  secret: { name, secret: { secretName: 'secret' } },
  storageos: { name, storageos: { volumeName: 'volume' } },
  token: {
    name,
    projected: { sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 3607 } }] },
  },
  vsphereVolume: { name, vsphereVolume: { volumePath: '[datastore] volume' } },
};
