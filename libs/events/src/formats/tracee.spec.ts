import { describe, expect, it } from 'vitest';
import { Interner } from '../interner.js';
import { normaliseMessage } from '../recognise.js';
import { tracee } from './tracee.js';

const id = '8a'.repeat(32);
const digest = `sha256:${'cd'.repeat(32)}`;
const uid = '7618a938-0000-4000-8000-ad9a1b0c64d8';
const common = {
  timestamp: '1772360400123456789',
  processId: 7,
  processName: 'nginx',
  hostName: 'web-7d9cf5b6c8-',
  eventName: 'security_file_open',
  returnValue: 0,
  syscall: 'openat',
  contextFlags: { containerStarted: true },
  args: [
    { name: 'pathname', type: 'const char*', value: '/data/a' },
    { name: 'flags', type: 'string', value: 'O_WRONLY|O_CREAT' },
  ],
};
const flat = {
  ...common,
  containerId: id,
  containerImage: 'nginx:1.27',
  containerName: 'nginx',
  podName: 'web-0',
  podNamespace: 'shop',
  podUID: uid,
};
const nested = {
  ...common,
  containerId: id,
  container: { id, name: 'nginx', image: 'nginx:1.27', imageDigest: digest },
  kubernetes: { podName: 'web-0', podNamespace: 'shop', podUID: uid },
};
const workload = {
  process: { executable: { path: '/usr/sbin/nginx' }, pid: 7, thread: { name: 'nginx', syscall: 'openat' } },
  container: { id, name: 'nginx', image: { name: 'nginx:1.27', repo_digests: [digest] }, started: true },
  k8s: { pod: { name: 'web-0', uid }, namespace: { name: 'shop' } },
};
const snake = {
  timestamp: '2026-03-01T10:20:00.123456789Z',
  id: 1,
  name: 'security_file_open',
  workload,
  data: [
    { name: 'pathname', str: '/data/a' },
    { name: 'flags', int32: 0o101 },
  ],
};
const camel = {
  ...snake,
  workload: undefined,
  context: {
    ...workload,
    container: { ...workload.container, image: { name: 'nginx:1.27', repoDigests: [digest] } },
  },
};

function read(message: object) {
  const outcome = normaliseMessage(message, new Interner(), { cluster: 'eu' });
  if (outcome.outcome !== 'ok') return outcome.outcome === 'drop' ? outcome.reason : outcome.issues;
  return outcome.value.flatMap(({ sentAt, containers }) =>
    containers.map(({ subject, observations }) => ({
      sentAt,
      subject,
      items: observations.map(({ item }) => item.item),
    })),
  );
}
const event = (eventName: string, values: object, more: object = {}) => ({
  ...nested,
  eventName,
  args: Object.entries(values).map(([name, value]) => ({ name, value })),
  ...more,
});

describe('tracee', () => {
  it('is recognised by name and process', () => {
    expect(tracee.recognises({ eventName: 'x' })).toBe(false);
    expect(tracee.recognises({ name: 'x', workload: {} })).toBe(false);
    expect(tracee.recognises(null)).toBe(false);
  });

  it.each([
    ['flat', flat, {}],
    ['nested', nested, { imageDigest: digest }],
    ['v1beta1, workload', snake, { imageDigest: digest }],
    ['v1beta1, context in camel case', camel, { imageDigest: digest }],
  ])('means the same in the layout %s', (_, message, more) => {
    expect(read(message)).toEqual([
      {
        sentAt: '2026-03-01T10:20:00.123456789Z',
        subject: {
          cluster: 'eu',
          namespace: 'shop',
          pod: { name: 'web-0', uid },
          container: { name: 'nginx', id, image: 'nginx:1.27', ...more },
        },
        items: [
          {
            dimension: 'file',
            path: '/data/a',
            operation: 'write',
            place: 'root',
            outcome: 'allowed',
            origin: 'container',
          },
          { dimension: 'syscall', syscall: 'openat', outcome: 'allowed', origin: 'container' },
        ],
      },
    ]);
  });

  it('names no node: the host is called as the pod, and cut', () => {
    const outcome = normaliseMessage(nested, new Interner(), { cluster: 'eu' });
    expect(outcome.outcome === 'ok' && outcome.value[0]?.origin).toEqual({
      cluster: 'eu',
      node: 'unknown',
      agent: { name: 'tracee', version: '' },
    });
  });

  it('goes by the name of an event, not by its number, which has moved', () => {
    const numbered = (eventId: string) => read({ ...nested, eventId });
    expect(numbered('719')).toEqual(numbered('1019'));
  });

  it.each(['runc', 'runc:[0:PARENT]', '/usr/bin/crun'])(
    'leaves out %s before it is the container',
    (name) => {
      expect(read({ ...nested, processName: name })).toBe('not-relevant');
    },
  );

  it('takes an event without flags, of an early version, for one of a container that has started', () => {
    expect(read({ ...flat, contextFlags: undefined })).toEqual(read(flat));
  });

  it('leaves out what happened before the container has started, and the container runtime', () => {
    expect(read({ ...nested, contextFlags: { containerStarted: false } })).toBe('not-relevant');
    expect(read({ ...snake, workload: { ...workload, container: { name: 'nginx' } } })).toBe('not-relevant');
    expect(read({ ...nested, processName: 'runc:[2:INIT]' })).toBe('not-relevant');
  });

  it.each([
    ['flat', { ...flat, containerName: '', podSandbox: true }],
    [
      'nested',
      { ...nested, container: { id, name: '' }, kubernetes: { ...nested.kubernetes, podSandbox: true } },
    ],
    ['nested, on Docker', { ...nested, kubernetes: { ...nested.kubernetes, podSandbox: true } }],
    ['v1beta1', { ...snake, workload: { ...workload, container: { ...workload.container, name: '' } } }],
    ['v1beta1 without ""', { ...snake, workload: { ...workload, container: { id, started: true } } }],
  ])('leaves out the pause container of a pod, in the layout %s', (_, message) => {
    expect(read(message)).toBe('not-relevant');
  });

  it('goes by the id of a container that has no name and is no pause container', () => {
    const subject = {
      cluster: 'eu',
      namespace: '',
      pod: { name: '', uid: `//${id}` },
      container: { name: '', id },
      onlyContainer: true,
    };
    const pod = { ...nested.kubernetes, podSandbox: false };
    expect(read({ ...nested, container: { id, name: '' }, kubernetes: pod })).toMatchObject([{ subject }]);
    expect(read({ ...flat, containerName: '', containerImage: '' })).toMatchObject([{ subject }]);
  });

  it('leaves out the node itself: {} and "" are absent', () => {
    expect(read({ ...nested, containerId: '', container: {}, kubernetes: {} })).toBe('not-relevant');
    expect(read({ ...flat, containerId: '', podName: '', podNamespace: '' })).toBe('not-relevant');
  });

  it('does not guess the verdict of a capability check, nor whose network it is', () => {
    expect(read(event('cap_capable', { cap: 'CAP_SYS_ADMIN' }))).toBe('incomplete');
    expect(read(event('cap_capable', { cap: 21 }, { returnValue: 0 }))).toBe('incomplete');
    expect(read({ ...snake, name: 'cap_capable', data: [{ name: 'cap', int32: 21 }] })).toBe('incomplete');
    expect(read(event('security_socket_connect', {}))).toBe('incomplete');
  });

  it.each([
    [
      'sched_process_exec',
      { pathname: '/bin/ls' },
      [{ dimension: 'exec', path: '/bin/ls', entrypoint: false }],
    ],
    ['openat', { pathname: '/etc/x', flags: 'O_RDONLY|O_CLOEXEC' }, [{ operation: 'read' }]],
    ['openat', { pathname: '/etc/x', flags: 2 }, [{ operation: 'read' }, { operation: 'write' }]],
    ['security_inode_unlink', { pathname: '/tmp/x' }, [{ operation: 'write', path: '/tmp/x' }]],
    ['security_inode_rename', { old_path: '/a', new_path: '/b' }, [{ path: '/a' }, { path: '/b' }]],
    ['security_sb_mount', { type: 'tmpfs', path: '/mnt' }, [{ dimension: 'mount', filesystem: 'tmpfs' }]],
    ['security_sb_mount', { path: '/mnt' }, [{ filesystem: 'none', target: '/mnt' }]],
    ['security_sb_mount', { type: null, path: '/mnt' }, [{ filesystem: 'none', target: '/mnt' }]],
    ['security_sb_mount', { type: '', path: '/mnt' }, [{ filesystem: 'none', target: '/mnt' }]],
  ])('%s of %j is %j', (name, values, expected) => {
    expect(read(event(name, values, { syscall: '' }))).toMatchObject([{ items: expected }]);
  });

  it('takes a failed call as refused, and relative paths as incomplete', () => {
    const failed = event('openat', { pathname: '/x', flags: 0 }, { returnValue: -13, syscall: '' });
    expect(read(failed)).toMatchObject([{ items: [{ outcome: 'refused' }] }]);
    expect(read(event('openat', { pathname: 'x', flags: 0 }))).toBe('incomplete');
    expect(read(event('security_sb_mount', { type: 'tmpfs' }))).toBe('incomplete');
    expect(read(event('net_packet_tcp', {}))).toBe('not-relevant');
  });

  describe('a line of its own log', () => {
    const line = (msg: unknown, more: object = {}) => ({ level: 'warn', ts: 1772360400.125, msg, ...more });
    const told = (message: object, covers: readonly ('exec' | 'file' | 'listen')[] = ['exec', 'file']) => {
      const outcome = normaliseMessage(message, new Interner(), { cluster: 'eu', covers });
      if (outcome.outcome !== 'ok') return outcome.outcome === 'drop' ? outcome.reason : outcome.issues;
      return outcome.value.map(({ origin, sentAt, lost, containers }) => ({
        origin: `${origin.cluster}/${origin.node}/${origin.agent.name}`,
        sentAt,
        lost: [...lost],
        containers,
      }));
    };
    const expected = (count: number) => [
      {
        origin: 'eu/unknown/tracee',
        sentAt: '2026-03-01T10:20:00.125000000Z',
        lost: [
          ['exec', count],
          ['file', count],
        ],
        containers: [],
      },
    ];

    it.each([
      ['Lost 4711 events', {}, 4711],
      ['lost 1 events', {}, 1],
      ['Lost 5 events', { origin: 'processor.go:59', count: 3 }, 15],
    ])('tells what was lost, for all that is watched: %s %j is %d', (msg, more, count) => {
      expect(told(line(msg, more))).toEqual(expected(count));
      expect(told({ log: JSON.stringify(line(msg, more)) })).toEqual(expected(count));
    });

    it('counts nothing where nothing is lost, or nothing is watched that Tracee shows', () => {
      expect(told(line('Lost 0 events'))).toBe('not-relevant');
      expect(told(line('Lost 7 events'), [])).toBe('not-relevant');
      expect(told(line('Lost 7 events'), ['listen'])).toBe('not-relevant');
    });

    it.each([
      line('Lost 7 network capture events'),
      line('We lost 7 events'),
      line('Lost -7 events'),
      line(7),
      line('Lost 7 events', { level: 'info' }),
      line('Lost 7 events', { ts: undefined }),
    ])('is not known by less than text, level and time: %j', (message) => {
      expect(tracee.recognises(message)).toBe(false);
    });

    it('says where the mistake is', () => {
      expect(told(line('Lost 7 events', { ts: 1e300 }))).toMatchObject([{ path: ['ts'] }]);
    });
  });

  it('says where the mistake is', () => {
    expect(read({ ...nested, container: { id, name: 'A b' } })).toMatchObject([
      { path: ['container', 'name'] },
    ]);
    expect(read({ ...flat, podNamespace: 'A B' })).toMatchObject([{ path: ['podNamespace'] }]);
    expect(read({ ...snake, timestamp: '' })).toMatchObject([{ path: ['timestamp'] }]);
  });
});
