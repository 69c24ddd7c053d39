import { describe, expect, it } from 'vitest';

import { narrowed } from '../../../../test/data/advisor/narrowed.js';
import { LOSSY, seen } from '../../../../test/data/advisor/observed.js';

const before = { securityContext: { privileged: true } };
const after = { securityContext: { privileged: false } };
const watched = ['capability', 'device', 'exec', 'file', 'mount', 'sysctl'] as const;
const reduced = (items: Parameters<typeof seen>[0][], more: object = {}) =>
  narrowed({ before, after, observed: { items: items.map((item) => seen(item)), watched, ...more } });

describe('a container that is no longer privileged', () => {
  it('passes if it did nothing that only a privileged one may do', () => {
    expect(reduced([{ dimension: 'capability', capability: 'CHOWN', granted: true, uid: 0 }])).toEqual([
      'passes runtime privileged-not-used',
    ]);
  });
  it('breaks for a capability beyond those that are left', () => {
    expect(reduced([{ dimension: 'capability', capability: 'SYS_TIME', granted: true, uid: 0 }])).toEqual([
      'breaks runtime capability-in-use',
      'passes runtime privileged-otherwise-not-used',
    ]);
  });
  it.each([
    ['a device of the node', { dimension: 'device', path: '/dev/kvm', operation: 'read' }, 'device-in-use'],
    [
      'a device seen as a file',
      { dimension: 'file', path: '/dev/sda', operation: 'read', place: 'device' },
      'device-in-use',
    ],
    ['a mount', { dimension: 'mount', filesystem: 'tmpfs', target: '/mnt' }, 'mount-in-use'],
    ['a sysctl that it writes', { dimension: 'sysctl', sysctl: 'net.core.somaxconn' }, 'sysctl-write-in-use'],
    [
      'a write to /sys',
      { dimension: 'file', path: '/sys/fs/cgroup/x', operation: 'write', place: 'sys' },
      'kernel-filesystem-write',
    ],
    [
      'a write to /proc/sys',
      { dimension: 'file', path: '/proc/sys/vm/swappiness', operation: 'write', place: 'proc' },
      'kernel-filesystem-write',
    ],
    [
      'a masked file',
      { dimension: 'file', path: '/proc/kcore', operation: 'read', place: 'proc' },
      'masked-path-in-use',
    ],
  ])('breaks for %s', (_, item, reason) => {
    expect(reduced([item])).toEqual([
      `breaks runtime ${reason}`,
      'passes runtime privileged-otherwise-not-used',
    ]);
  });
  it('keeps the devices that every container has', () => {
    expect(reduced([{ dimension: 'device', path: '/dev/null', operation: 'write' }])).toEqual([
      'passes runtime privileged-not-used',
    ]);
  });
  it('keeps the tun device where it is mounted', () => {
    const tun = { name: 'tun', hostPath: { path: '/dev/net/tun' } };
    const container = { volumeMounts: [{ name: 'tun', mountPath: '/dev/net/tun' }] };
    const item = seen({ dimension: 'device', path: '/dev/net/tun', operation: 'write' });
    expect(
      narrowed({
        before: { ...before, spec: { volumes: [tun] }, container },
        after: { ...after, spec: { volumes: [tun] }, container },
        observed: { items: [item], watched },
      }),
    ).toEqual(['passes runtime privileged-not-used']);
  });
  it('is refused by the API with Bidirectional propagation', () => {
    const spec = { volumes: [{ name: 'data', hostPath: { path: '/data' } }] };
    const container = {
      volumeMounts: [{ name: 'data', mountPath: '/data', mountPropagation: 'Bidirectional' }],
    };
    expect(
      narrowed({
        before: { ...before, spec, container },
        after: { ...after, spec, container },
        observed: { watched },
      }),
    ).toEqual(['breaks admission bidirectional-propagation', 'passes runtime privileged-not-used']);
  });
  it('may lose host paths where SELinux is enforced', () => {
    const spec = { volumes: [{ name: 'data', hostPath: { path: '/data' } }] };
    const container = { volumeMounts: [{ name: 'data', mountPath: '/data' }] };
    expect(
      narrowed({
        before: { ...before, spec, container },
        after: { ...after, spec, container },
        observed: { watched },
        node: { selinux: true },
      }),
    ).toEqual(['at-risk runtime selinux-host-path', 'passes runtime privileged-not-used']);
  });
  it('comes under the default seccomp profile where the kubelet says so', () => {
    expect(
      narrowed({
        before,
        after,
        observed: {
          items: [seen({ dimension: 'syscall', syscall: 'kexec_load' })],
          watched: [...watched, 'syscall'],
        },
        node: { seccompDefault: true },
      }),
    ).toEqual(['breaks runtime syscall-refused', 'passes runtime privileged-not-used']);
  });
  it('is at risk where nobody watched devices', () => {
    expect(reduced([], { watched: ['capability', 'sysctl'] })).toEqual(['at-risk runtime no-evidence']);
  });
  it('is at risk where observations were lost', () => {
    expect(reduced([], { coverage: LOSSY })).toEqual(['at-risk runtime weak-evidence']);
  });
  it('is at risk where each new pod showed another capability, though all of them are kept', () => {
    const items = [
      'CHOWN',
      'FOWNER',
      'KILL',
      'SETGID',
      'SETUID',
      'SETPCAP',
      'SYS_CHROOT',
      'SETFCAP',
      'MKNOD',
      'FSETID',
      'NET_RAW',
      'AUDIT_WRITE',
    ].map((capability, pod) =>
      seen(
        { dimension: 'capability', capability, granted: true, uid: 0 },
        { pods: 1, onlyPod: `pod-${pod}` },
      ),
    );
    expect(narrowed({ before, after, observed: { items, watched } })).toEqual([
      'passes runtime privileged-not-used',
    ]);
    const fewer = {
      pods: 14,
      starts: 14,
      days: 14,
      from: '2026-03-01T00:00:00Z',
      to: '2026-03-14T00:00:00Z',
      received: 1000,
      lost: 0,
      full: false,
    };
    expect(narrowed({ before, after, observed: { items, watched, coverage: fewer } })).toEqual([
      'at-risk runtime weak-evidence',
    ]);
  });
});
