import { describe, expect, it } from 'vitest';
import type { NormalisedEvent } from '../event-format.js';
import { Interner } from '../interner.js';
import { normaliseMessage } from '../recognise.js';

const time = '2026-03-01T10:20:00.123456789Z';
const id = '4e'.repeat(32);
const digest = `sha256:${'9d'.repeat(32)}`;

const falco = (container: unknown) => ({
  uuid: 'u-1',
  priority: 'Notice',
  rule: 'Read a file',
  time,
  source: 'syscall',
  hostname: 'node-3',
  output_fields: {
    'container.id': container,
    'container.name': null,
    'container.image.repository': 'registry.example/app',
    'container.image.tag': '7',
    'evt.type': 'openat',
    'evt.is_open_read': true,
    'fd.name': '/etc/app',
    'k8s.ns.name': null,
    'k8s.pod.name': null,
    'proc.name': 'app',
  },
});
const tetragon = (docker: unknown) => ({
  node_name: 'node-3',
  time,
  process_exec: { process: { pid: 9, uid: 0, binary: '/usr/bin/app', docker } },
});
const tracee = {
  timestamp: '1772360400123456789',
  eventName: 'sched_process_exec',
  processName: 'app',
  processId: 5,
  returnValue: 0,
  syscall: '',
  contextFlags: { containerStarted: true },
  containerId: id,
  container: { id, name: '', image: 'registry.example/app:7', imageDigest: digest },
  kubernetes: {},
  args: [{ name: 'pathname', type: 'const char*', value: '/usr/bin/app' }],
};
const gadget = {
  k8s: { namespace: '', podName: '', containerName: '', node: 'node-3', owner: {} },
  runtime: { containerId: id, containerName: 'k8s_app', containerImageName: 'registry.example/app:7' },
  proc: { comm: 'app', pid: 5, creds: { uid: 1, gid: 1 } },
  timestamp: time,
  timestamp_raw: 1,
  fname: '/etc/app',
  flags: 'O_RDONLY',
};
const kubearmor = {
  HostName: 'node-3',
  UpdatedTime: time,
  NamespaceName: '',
  PodName: '',
  ContainerID: id,
  ContainerName: '',
  ContainerImage: `registry.example/app:7@${digest}`,
  ProcessName: '/usr/bin/app',
  Type: 'ContainerLog',
  Source: '/usr/bin/app',
  Operation: 'File',
  Resource: '/etc/app',
  Data: 'syscall=SYS_OPENAT fd=-100 flags=O_RDONLY',
  Result: 'Passed',
};

function eventsOf(message: object, interner = new Interner()): readonly NormalisedEvent[] | string {
  const outcome = normaliseMessage(message, interner, { cluster: 'eu' });
  return outcome.outcome === 'ok'
    ? outcome.value
    : outcome.outcome === 'drop'
      ? outcome.reason
      : 'dead-letter';
}

function subjectOf(message: object, interner?: Interner): unknown {
  const events = eventsOf(message, interner);
  return typeof events === 'string' ? events : events[0]?.containers[0]?.subject;
}

function onlyContainer(container: string, image: object): object {
  return {
    cluster: 'eu',
    namespace: '',
    pod: { name: '', uid: `//${container}` },
    container: { name: '', id: container, ...image },
    onlyContainer: true,
  };
}

describe('an event of a container whose pod the agent does not know', () => {
  const image = 'registry.example/app:7';

  it.each([
    ['Falco, 12 digits', falco('0123456789ab'), onlyContainer('0123456789ab', { image })],
    ['Falco, all digits', falco(id), onlyContainer(id, { image })],
    ['Tetragon, 31 digits', tetragon(id.slice(0, 31)), onlyContainer(id.slice(0, 31), {})],
    ['Tetragon, with a scheme', tetragon(`containerd://${id}`), onlyContainer(id, {})],
    ['Tracee', tracee, onlyContainer(id, { image, imageDigest: digest })],
    ['KubeArmor', kubearmor, onlyContainer(id, { image, imageDigest: digest })],
    ['Inspektor Gadget', gadget, onlyContainer(id, { image })],
  ])('is about that container: %s', (_, message, subject) => {
    expect(subjectOf(message)).toEqual(subject);
  });

  it.each([
    ['Falco, on the node', falco('host')],
    ['Falco, no container', falco(null)],
    ['Tetragon', tetragon('')],
    ['Tetragon, no id', tetragon('not-an-id-of-a-container')],
    ['Tracee', { ...tracee, containerId: '', container: {} }],
    ['KubeArmor', { ...kubearmor, ContainerID: '' }],
    ['Inspektor Gadget', { ...gadget, runtime: {} }],
  ])('is left out without one: %s', (_, message) => {
    expect(subjectOf(message)).toBe('not-relevant');
  });

  it('is recognised when it comes again, and told from one of another image', () => {
    const interner = new Interner();
    const first = subjectOf(falco(id), interner);
    expect(subjectOf(falco(id), interner)).toBe(first);
    expect(subjectOf(tetragon(id), interner)).not.toBe(first);
    expect(subjectOf(falco(id), interner)).toBe(first);
  });

  it("says nothing of the container's first process: only what is known of the pod does", () => {
    const events = eventsOf(tetragon(id));
    const items =
      typeof events === 'string' ? events : events[0]?.containers[0]?.observations.map((o) => o.item.item);
    expect(items).toEqual([
      { dimension: 'exec', path: '/usr/bin/app', outcome: 'allowed', origin: 'container' },
    ]);
  });
});
