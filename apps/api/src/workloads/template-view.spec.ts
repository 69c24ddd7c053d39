import { decodePod } from '#libs/kubernetes';
import { expect, it } from 'vitest';
import { templateViewOf } from './template-view.js';

function viewOf(pod: object) {
  const decoded = decodePod(pod);
  if (!decoded.ok) throw new Error('no pod');
  return templateViewOf(decoded.value);
}

it('has what policies look at, and nothing else', () => {
  expect(
    viewOf({
      metadata: {
        annotations: {
          'container.apparmor.security.beta.kubernetes.io/web': 'runtime/default',
          'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default',
          'example.org/secret': 'x',
        },
      },
      spec: {
        serviceAccountName: 'web',
        automountServiceAccountToken: false,
        hostPID: true,
        hostNetwork: false,
        runtimeClassName: 'gvisor',
        securityContext: { fsGroup: 7, sysctls: [{ name: 'a', value: 'b' }] },
        initContainers: [{ name: 'first', image: 'first:1' }],
        containers: [
          {
            name: 'web',
            image: 'web:1',
            command: ['--password', 'x'],
            env: [{ name: 'PASSWORD', value: 'x' }],
            ports: [{ containerPort: 80, hostPort: 8080 }, { containerPort: 81 }],
            securityContext: { capabilities: { add: ['NET_RAW'] } },
            volumeMounts: [
              { name: 'logs', mountPath: '/a', readOnly: true },
              { name: 'logs', mountPath: '/b' },
              { name: 'scratch', mountPath: '/c' },
              { name: 'scratch', mountPath: '/d' },
            ],
          },
        ],
        volumes: [
          { name: 'logs', hostPath: { path: '/var/log', type: 'Directory' } },
          { name: 'scratch' },
          { name: 'ceph', cephfs: { monitors: [] } },
          { name: 'disk', csi: { driver: 'disk.example', volumeAttributes: { password: 'x' } } },
          { name: 'flex', flexVolume: { driver: 'flex/example', options: { password: 'x' } } },
        ],
      },
    }),
  ).toEqual({
    hostNetwork: false,
    hostPID: true,
    hostIPC: false,
    runtimeClassName: 'gvisor',
    serviceAccountName: 'web',
    automountServiceAccountToken: false,
    securityContext: { fsGroup: 7, sysctls: [{ name: 'a', value: 'b' }] },
    annotations: {
      'container.apparmor.security.beta.kubernetes.io/web': 'runtime/default',
      'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default',
    },
    containers: [
      { name: 'first', type: 'init', image: 'first:1' },
      {
        name: 'web',
        type: 'regular',
        image: 'web:1',
        securityContext: { capabilities: { add: ['NET_RAW'] } },
        hostPorts: [8080],
        readOnlyMounts: ['logs'],
        mounts: ['logs', 'scratch'],
      },
    ],
    volumes: [
      { name: 'logs', type: 'hostPath', hostPath: '/var/log' },
      { name: 'scratch', type: 'emptyDir' },
      { name: 'ceph', type: 'cephFS' },
      { name: 'disk', type: 'csi', driver: 'disk.example' },
      { name: 'flex', type: 'flexVolume', driver: 'flex/example' },
    ],
  });
});

it('leaves out what the manifest leaves out', () => {
  expect(viewOf({ metadata: {}, spec: { containers: [{ name: 'web' }] } })).toEqual({
    hostNetwork: false,
    hostPID: false,
    hostIPC: false,
    containers: [{ name: 'web', type: 'regular' }],
    volumes: [],
  });
});
