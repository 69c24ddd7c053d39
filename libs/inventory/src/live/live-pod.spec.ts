import { describe, expect, it } from 'vitest';
import { readLivePod } from './live-pod.js';

function pod(metadata: object, spec: object) {
  return {
    metadata: {
      uid: 'u1',
      name: 'web-0',
      namespace: 'shop',
      creationTimestamp: '2026-03-01T09:00:00Z',
      ...metadata,
    },
    spec,
    status: { phase: 'Running' },
  };
}

const owner = (kind: string, name: string, controller = true) => ({
  ownerReferences: [
    { kind: 'Other', name: 'not-the-controller' },
    { kind, name, controller },
  ],
});

describe('a running pod', () => {
  it('has an owner, a version and a time', () => {
    const labels = { app: 'web', 'pod-template-hash': '7d9c', 'statefulset.kubernetes.io/pod-name': 'web-0' };
    expect(readLivePod(pod({ ...owner('ReplicaSet', 'web-7d9c'), labels }, { containers: [] }))).toEqual({
      uid: 'u1',
      namespace: 'shop',
      name: 'web-0',
      owner: { kind: 'ReplicaSet', name: 'web-7d9c' },
      configHash: undefined,
      templateHash: '7d9c',
      createdAt: new Date('2026-03-01T09:00:00Z'),
      finished: false,
      containers: [],
      labels: { app: 'web' },
      shape: { metadata: {}, spec: { containers: [] } },
    });
  });

  it.each([
    ['apps.kruise.io/v1beta1', 'StatefulSet', 'StatefulSet.apps.kruise.io'],
    ['batch.volcano.sh/v1alpha1', 'Job', 'Job.batch.volcano.sh'],
    ['near.example/v1', 'Node', 'Node.near.example'],
    ['apps/v1', 'StatefulSet', 'StatefulSet'],
    ['acid.zalan.do/v1', 'postgresql', 'postgresql'],
    [undefined, 'StatefulSet', 'StatefulSet'],
  ])('has an owner of the group %s: %s is called %s', (apiVersion, kind, expected) => {
    const reference = { ...(apiVersion !== undefined && { apiVersion }), kind, name: 'a', controller: true };
    const read = readLivePod(pod({ ownerReferences: [reference] }, { containers: [] }));
    expect(read?.owner).toEqual({ kind: expected, name: 'a' });
  });

  it.each([
    [{ phase: 'Succeeded' }, true],
    [{ phase: 'Failed' }, true],
    [{ phase: 'Running' }, false],
    [{ phase: 'Pending' }, false],
    [{ phase: 'Unknown' }, false],
    [{}, false],
    [undefined, false],
    ['Failed', false],
  ])('with the status %j has finished: %s', (status, expected) => {
    expect(readLivePod({ ...pod({}, { containers: [] }), status })?.finished).toBe(expected);
  });

  it('that mirrors a static pod belongs to nobody, and is known by another UID too', () => {
    const annotations = { 'kubernetes.io/config.mirror': '5f2a' };
    const read = readLivePod(pod({ ...owner('Node', 'node-1'), annotations }, { containers: [] }));
    expect([read?.owner, read?.configHash]).toEqual([undefined, '5f2a']);
  });

  it.each([{}, { metadata: { name: 'a' } }, 'pod', { metadata: null, spec: {} }])(
    'can not be read from %j',
    (value) => {
      expect(readLivePod(value)).toBeUndefined();
    },
  );
});

describe('the containers of a running pod', () => {
  const [a, b, c, d] = ['a1', 'b2', 'c3', 'd4'].map((digits) => digits.repeat(32));
  const containersOf = (status: unknown) =>
    readLivePod({ ...pod({}, { containers: [] }), status })?.containers;

  it('are those that have started: of all kinds, and before their last restart', () => {
    const status = {
      containerStatuses: [
        {
          name: 'app',
          containerID: `containerd://${a}`,
          state: { running: { startedAt: '2026-03-01T09:00:00Z' } },
          lastState: { terminated: { exitCode: 1, containerID: `containerd://${b}` } },
        },
        {
          name: 'waiting',
          containerID: '',
          state: { waiting: { reason: 'ImagePullBackOff' } },
          lastState: {},
        },
      ],
      initContainerStatuses: [{ name: 'init', state: { terminated: { containerID: `cri-o://${c}` } } }],
      ephemeralContainerStatuses: [{ name: 'debug', containerID: `docker://${d}` }],
    };
    expect(containersOf(status)).toEqual([
      { id: c, name: 'init' },
      { id: a, name: 'app' },
      { id: b, name: 'app' },
      { id: d, name: 'debug' },
    ]);
  });

  it.each([
    undefined,
    null,
    {},
    { containerStatuses: null },
    { containerStatuses: [{ containerID: a }] },
    'status',
  ])('are none where the status is %j', (status) => {
    expect(containersOf(status)).toEqual([]);
  });
});

describe('the shape of a pod', () => {
  const spec = (changes: { node: string; token: string; claim: string }) => ({
    nodeName: changes.node,
    hostname: changes.claim,
    tolerations: [{ key: changes.node }],
    serviceAccountName: 'default',
    hostNetwork: true,
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: `data-${changes.claim}` } },
      { name: `kube-api-access-${changes.token}`, projected: {} },
    ],
    containers: [
      {
        name: 'app',
        image: 'app:1',
        env: [{ name: 'PASSWORD', value: changes.token }],
        resources: { limits: { cpu: '1' } },
        volumeMounts: [
          { name: 'data', mountPath: '/data' },
          { name: `kube-api-access-${changes.token}`, mountPath: '/var/run/secrets' },
        ],
        securityContext: { runAsUser: 5 },
      },
    ],
  });

  it('is the same for all pods of a template, and says what policies read', () => {
    const first = readLivePod(pod({ name: 'web-0' }, spec({ node: 'n1', token: 'abcde', claim: 'web-0' })));
    const second = readLivePod(pod({ name: 'web-1' }, spec({ node: 'n2', token: 'fghij', claim: 'web-1' })));
    expect(JSON.stringify(first?.shape)).toBe(JSON.stringify(second?.shape));
    expect(first?.shape).toEqual({
      metadata: {},
      spec: {
        containers: [
          {
            image: 'app:1',
            name: 'app',
            securityContext: { runAsUser: 5 },
            volumeMounts: [{ mountPath: '/data', name: 'data' }],
          },
        ],
        hostNetwork: true,
        serviceAccountName: 'default',
        volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
      },
    });
  });

  it('keeps annotations that speak of security, and no others', () => {
    const annotations = {
      'kubernetes.io/psp': 'base',
      'container.apparmor.security.beta.kubernetes.io/app': 'unconfined',
      'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default',
      'cni.example/ip': '10.0.0.7',
    };
    const { 'cni.example/ip': _ip, ...kept } = annotations;
    expect(readLivePod(pod({ annotations }, { containers: [] }))?.shape['metadata']).toEqual({
      annotations: kept,
    });
  });

  it('does not depend on the order of fields', () => {
    const one = readLivePod(pod({}, { hostPID: true, containers: [{ name: 'a', image: 'i' }] }));
    const other = readLivePod(pod({}, { containers: [{ image: 'i', name: 'a' }], hostPID: true }));
    expect(JSON.stringify(one?.shape)).toBe(JSON.stringify(other?.shape));
  });
});
