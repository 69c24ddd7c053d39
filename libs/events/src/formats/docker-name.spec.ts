import { describe, expect, it } from 'vitest';
import type { SourceSettings } from '../event-format.js';
import { Interner } from '../interner.js';
import { normaliseMessage } from '../recognise.js';
import { namedByRuntime } from './docker-name.js';

const uid = '5d3f9a60-1111-4222-8333-9c0b1a2d3e4f';
const name = `k8s_app_store-0_books_${uid}_2`;
const pause = `k8s_POD_store-0_books_${uid}_0`;
const id = '6c'.repeat(32);
const time = '2026-03-01T10:20:00.123456789Z';

describe('the name that a container of Kubernetes has on Docker', () => {
  const named = { container: 'app', pod: 'store-0', namespace: 'books', uid };

  it.each([
    [name, named],
    [`/${name}`, named],
    [`${name}_5a1f0c3b`, named],
    [pause, { ...named, container: undefined }],
    [
      'k8s_etcd_etcd-node-1.example_kube-system_0f1e2d3c4b5a69788796a5b4c3d2e1f0_0',
      {
        container: 'etcd',
        pod: 'etcd-node-1.example',
        namespace: 'kube-system',
        uid: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
      },
    ],
  ])('%s tells its pod', (text, expected) => {
    expect(namedByRuntime(text)).toEqual(expected);
  });

  it.each([
    'app',
    'k8s_app',
    `k8s_app_store-0_books_${uid}`,
    `k8s__store-0_books_${uid}_2`,
    `k8s_app_store-0_books_${uid}_x`,
    `k8s_app_store-0_books_${uid}_2_0_0`,
    `my_${name}`,
    `${name} `,
    '',
  ])('is not %j', (text) => {
    expect(namedByRuntime(text)).toBeUndefined();
  });
});

/** An event on Docker of each agent that asks it for names; where the labels of the pod are not known, without them. */
const falco = (container: string, pod: object) => ({
  rule: 'File opened',
  priority: 'Notice',
  source: 'syscall',
  hostname: 'node-1',
  time,
  output_fields: {
    'container.id': id.slice(0, 12),
    'container.name': container,
    'evt.type': 'openat',
    'evt.is_open_read': true,
    'fd.name': '/etc/app',
    'proc.name': 'app',
    ...pod,
  },
});
const ofTracee = {
  timestamp: '1772360400123456789',
  eventName: 'openat',
  processName: 'app',
  processId: 5,
  returnValue: 3,
  syscall: '',
  contextFlags: { containerStarted: true },
  args: [
    { name: 'pathname', value: '/etc/app' },
    { name: 'flags', value: 'O_RDONLY' },
  ],
};
const tracee = (container: string, kubernetes: object) => ({
  ...ofTracee,
  container: { id, name: container },
  kubernetes,
});
const kubearmor = (ContainerName: string, pod: object) => ({
  HostName: 'node-1',
  UpdatedTime: time,
  ContainerID: id,
  ContainerName,
  ProcessName: '/usr/bin/app',
  Type: 'ContainerLog',
  Source: '/usr/bin/app',
  Operation: 'File',
  Resource: '/etc/app',
  Data: 'syscall=SYS_OPENAT flags=O_RDONLY',
  Result: 'Passed',
  ...pod,
});
const gadget = (containerName: string, k8s: object) => ({
  k8s: { node: 'node-1', containerName: '', ...k8s },
  runtime: { containerId: id, containerName },
  proc: { comm: 'app', pid: 5, creds: { uid: 1, gid: 1 } },
  timestamp: time,
  fname: '/etc/app',
  flags: 'O_RDONLY',
});
const agents = [
  ['Falco', falco, { 'k8s.ns.name': 'books', 'k8s.pod.name': 'store-0' }, id.slice(0, 12)],
  ['Tracee', tracee, { podNamespace: 'books', podName: 'store-0' }, id],
  ['KubeArmor', kubearmor, { NamespaceName: 'books', PodName: 'store-0' }, id],
  ['Inspektor Gadget', gadget, { namespace: 'books', podName: 'store-0' }, id],
] as const;

function subjectOf(message: object, settings: SourceSettings = { cluster: 'eu' }): unknown {
  const outcome = normaliseMessage(message, new Interner(), settings);
  if (outcome.outcome !== 'ok') return outcome.outcome === 'drop' ? outcome.reason : outcome.issues;
  return outcome.value[0]?.containers[0]?.subject;
}

describe.each(agents)('an event of %s on Docker', (_, event, pod, told) => {
  const subject = {
    cluster: 'eu',
    namespace: 'books',
    pod: { name: 'store-0', uid },
    container: { name: 'app', id: told },
  };

  it('is about the container in the name, of the pod with the UID in it', () => {
    expect(subjectOf(event(name, pod))).toEqual(subject);
  });

  it('is about the same where the agent does not know the pod: its name tells', () => {
    expect(subjectOf(event(name, {}))).toEqual(subject);
  });

  it('is left out where it is of the pause container, which no workload asks for', () => {
    expect(subjectOf(event(pause, pod))).toBe('not-relevant');
    expect(subjectOf(event(pause, {}))).toBe('not-relevant');
  });

  it('keeps a name that is not of this kind', () => {
    expect(subjectOf(event('app', pod))).toEqual({
      ...subject,
      pod: { name: 'store-0', uid: 'books/store-0' },
    });
  });
});

it('the UID that an agent says goes before that in the name', () => {
  const other = '0a0a0a0a-1111-4222-8333-9c0b1a2d3e4f';
  const pod = { podNamespace: 'books', podName: 'store-0', podUID: other };
  expect(subjectOf(tracee(name, pod))).toMatchObject({ pod: { uid: other } });
});
