import { describe, expect, it } from 'vitest';
import { decodePod } from './decode-pod.js';
import { defaultPod } from './default-pod.js';
import type { Pod } from './pod.js';

const pod = (spec: unknown, metadata: unknown = { name: 'web' }): Pod => {
  const decoded = decodePod({ metadata, spec });
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.errors));
  return deepFreeze(decoded.value);
};

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const field of Object.values(value)) deepFreeze(field);
  }
  return value;
}

const podDefaults = {
  dnsPolicy: 'ClusterFirst',
  restartPolicy: 'Always',
  schedulerName: 'default-scheduler',
  securityContext: {},
  terminationGracePeriodSeconds: 30,
  enableServiceLinks: true,
};
const containerDefaults = {
  imagePullPolicy: 'IfNotPresent',
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
};

describe('API defaulting of a pod', () => {
  it('fills in what the API server fills in', () => {
    expect(defaultPod(pod({ containers: [{ name: 'c', image: 'nginx' }] })).spec).toEqual({
      ...podDefaults,
      containers: [{ ...containerDefaults, name: 'c', image: 'nginx', imagePullPolicy: 'Always' }],
    });
  });

  it('keeps what is set, false and 0 too', () => {
    const spec = {
      ...podDefaults,
      terminationGracePeriodSeconds: 0,
      enableServiceLinks: false,
      containers: [{ ...containerDefaults, name: 'c', image: 'a:b', imagePullPolicy: 'Never' }],
      volumes: [{ name: 'v', hostPath: { path: '/a', type: 'Directory' } }],
    };
    const given = pod(spec);
    expect(defaultPod(given)).toBe(given);
  });

  it('is done once: a defaulted pod is returned itself', () => {
    const once = defaultPod(
      pod({
        hostNetwork: true,
        containers: [
          {
            name: 'c',
            image: 'a',
            ports: [{ containerPort: 80 }],
            env: [{ name: 'N', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
            livenessProbe: { httpGet: { port: 80 } },
            resources: { limits: { cpu: '1' } },
          },
        ],
        volumes: [
          { name: 'a' },
          { name: 'b', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } },
        ],
      }),
    );
    expect(defaultPod(once)).toBe(once);
  });

  it('gives host ports to containers and init containers on the host network, not to ephemeral ones', () => {
    const ports = [
      { containerPort: 80 },
      { containerPort: 81, hostPort: 8081, protocol: 'UDP' },
      { containerPort: 82, hostPort: 0 },
    ];
    const parts = {
      containers: [{ name: 'c', ports }],
      initContainers: [{ name: 'i', ports }],
      ephemeralContainers: [{ name: 'e', ports }],
    };
    const spec = defaultPod(pod({ hostNetwork: true, ...parts })).spec;
    const onHost = [
      { containerPort: 80, hostPort: 80, protocol: 'TCP' },
      { containerPort: 81, hostPort: 8081, protocol: 'UDP' },
      { containerPort: 82, hostPort: 82, protocol: 'TCP' },
    ];
    const asGiven = [
      { containerPort: 80, protocol: 'TCP' },
      { containerPort: 81, hostPort: 8081, protocol: 'UDP' },
      { containerPort: 82, hostPort: 0, protocol: 'TCP' },
    ];
    expect(spec.containers[0]?.ports).toEqual(onHost);
    expect(spec.initContainers?.[0]?.ports).toEqual(onHost);
    expect(spec.ephemeralContainers?.[0]?.ports).toEqual(asGiven);
    expect(defaultPod(pod(parts)).spec.containers[0]?.ports).toEqual(asGiven);
  });

  it('completes volumes', () => {
    const downward = { items: [{ path: 'n', fieldRef: { fieldPath: 'metadata.name' } }] };
    const completed = { items: [{ path: 'n', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } }] };
    const volumes = [
      { name: 'none' },
      { name: 'empty', emptyDir: {} },
      { name: 'host', hostPath: { path: '/a' } },
      { name: 'secret', secret: { secretName: 's' } },
      { name: 'mode', configMap: { name: 'c', defaultMode: 0 } },
      { name: 'downward', downwardAPI: downward },
      {
        name: 'projected',
        projected: { sources: [{ downwardAPI: downward }, { serviceAccountToken: { path: 't' } }] },
      },
      { name: 'iscsi', iscsi: { targetPortal: 'a' } },
      { name: 'rbd', rbd: { image: 'i', pool: 'p' } },
      { name: 'scale', scaleIO: { gateway: 'g' } },
      { name: 'azure', azureDisk: { diskName: 'd', kind: 'Managed' } },
      { name: 'claim', ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'] } } } },
      { name: 'newer', image: { reference: 'a' } },
    ];
    expect(defaultPod(pod({ containers: [], volumes })).spec.volumes).toEqual([
      { name: 'none', emptyDir: {} },
      { name: 'empty', emptyDir: {} },
      { name: 'host', hostPath: { path: '/a', type: '' } },
      { name: 'secret', secret: { secretName: 's', defaultMode: 420 } },
      { name: 'mode', configMap: { name: 'c', defaultMode: 0 } },
      { name: 'downward', downwardAPI: { ...completed, defaultMode: 420 } },
      {
        name: 'projected',
        projected: {
          defaultMode: 420,
          sources: [
            { downwardAPI: completed },
            { serviceAccountToken: { path: 't', expirationSeconds: 3600 } },
          ],
        },
      },
      { name: 'iscsi', iscsi: { targetPortal: 'a', iscsiInterface: 'default' } },
      { name: 'rbd', rbd: { image: 'i', pool: 'p', user: 'admin', keyring: '/etc/ceph/keyring' } },
      { name: 'scale', scaleIO: { gateway: 'g', storageMode: 'ThinProvisioned', fsType: 'xfs' } },
      {
        name: 'azure',
        azureDisk: {
          diskName: 'd',
          kind: 'Managed',
          cachingMode: 'ReadWrite',
          fsType: 'ext4',
          readOnly: false,
        },
      },
      {
        name: 'claim',
        ephemeral: {
          volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], volumeMode: 'Filesystem' } },
        },
      },
      // To 1.24 a volume with a source it does not know has none.
      { name: 'newer', image: { reference: 'a' }, emptyDir: {} },
    ]);
  });

  it('completes probes, hooks, environment and requests', () => {
    const container = {
      ...containerDefaults,
      name: 'c',
      image: 'a:b',
      env: [
        { name: 'A', value: '' },
        { name: 'B', valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } },
      ],
      resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m' } },
      livenessProbe: { httpGet: { port: 80 } },
      readinessProbe: { grpc: { port: 5 }, timeoutSeconds: 7, periodSeconds: 0 },
      lifecycle: {
        postStart: { httpGet: { port: 1, scheme: 'HTTPS' } },
        preStop: { exec: { command: ['a'] } },
      },
    };
    const defaulted = {
      ...container,
      env: [
        { name: 'A', value: '' },
        { name: 'B', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.uid' } } },
      ],
      livenessProbe: {
        httpGet: { port: 80, path: '/', scheme: 'HTTP' },
        timeoutSeconds: 1,
        periodSeconds: 10,
        successThreshold: 1,
        failureThreshold: 3,
      },
      readinessProbe: {
        grpc: { port: 5, service: '' },
        timeoutSeconds: 7,
        periodSeconds: 10,
        successThreshold: 1,
        failureThreshold: 3,
      },
      lifecycle: {
        postStart: { httpGet: { port: 1, path: '/', scheme: 'HTTPS' } },
        preStop: { exec: { command: ['a'] } },
      },
    };
    const { spec } = defaultPod(pod({ containers: [container], ephemeralContainers: [container] }));
    expect(spec.containers).toEqual([
      {
        ...defaulted,
        resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m', memory: '1Gi' } },
      },
    ]);
    expect(spec.ephemeralContainers).toEqual([defaulted]);
  });

  it('keeps the old name of serviceAccountName in line', () => {
    const accounts = (spec: object): unknown => {
      const defaulted = defaultPod(pod({ containers: [], ...spec })).spec;
      return [defaulted.serviceAccountName, defaulted.serviceAccount];
    };
    expect(accounts({ serviceAccount: 'robot' })).toEqual(['robot', 'robot']);
    expect(accounts({ serviceAccount: 'robot', serviceAccountName: 'other' })).toEqual(['other', 'other']);
    expect(accounts({})).toEqual([undefined, undefined]);
  });

  it('drops annotations from before init containers were a field', () => {
    const annotations = { 'pod.beta.kubernetes.io/init-containers': '[]', note: 'a' };
    expect(defaultPod(pod({ containers: [] }, { annotations })).metadata).toEqual({
      annotations: { note: 'a' },
    });
  });
});
