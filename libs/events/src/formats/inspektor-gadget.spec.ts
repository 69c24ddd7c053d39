import { describe, expect, it } from 'vitest';
import type { SourceSettings } from '../event-format.js';
import { Interner } from '../interner.js';
import { normaliseMessage } from '../recognise.js';
import { inspektorGadget } from './inspektor-gadget.js';

const id = 'b0'.repeat(32);
const k8s = {
  namespace: 'shop',
  podName: 'web-7d9cf5b6c8-x2x4z',
  containerName: 'nginx',
  node: 'node-17',
  hostnetwork: false,
  owner: { kind: 'Deployment', name: 'web' },
  podLabels: 'app=web,tier=front',
};
const runtime = {
  containerId: id,
  containerName: 'nginx',
  containerPid: 100,
  containerImageName: 'nginx:1.27',
};
const proc = { comm: 'nginx', pid: 812, creds: { uid: 33, gid: 34 } };
const envelope = { k8s, runtime, proc, timestamp: '2026-03-01T11:20:00.123456789+01:00', timestamp_raw: 1 };
const older = {
  k8s: { ...k8s, podLabels: { app: 'web' }, hostnetwork: undefined, hostNetwork: false },
  runtime,
  comm: 'nginx',
  pid: 812,
  uid: 33,
  gid: 34,
  type: 'normal',
  timestamp: 1772360400123456800,
};
const capability = {
  ...envelope,
  cap: 'CAP_SYS_NICE',
  capable: true,
  audit: 1,
  current_userns: 9,
  target_userns: 9,
};

function itemsOf(message: object, settings: SourceSettings = {}): unknown {
  const outcome = normaliseMessage(message, new Interner(), { cluster: 'eu', ...settings });
  if (outcome.outcome !== 'ok') return outcome.outcome === 'drop' ? outcome.reason : outcome.issues;
  return outcome.value.flatMap(({ containers }) =>
    containers.flatMap(({ observations }) => observations.map(({ item }) => item.item)),
  );
}

describe('inspektor-gadget', () => {
  it('is recognised by k8s, runtime and a time', () => {
    expect(inspektorGadget.recognises(envelope)).toBe(true);
    expect(inspektorGadget.recognises({ ...envelope, timestamp: undefined })).toBe(false);
    expect(inspektorGadget.recognises({ ...envelope, k8s: 'x' })).toBe(false);
    expect(inspektorGadget.recognises({ ...envelope, runtime: undefined })).toBe(false);
  });

  it('becomes an event with node, owner and container; times with an offset become UTC', () => {
    expect(
      normaliseMessage(capability, new Interner(), { cluster: 'eu', covers: ['capability', 'file'] }),
    ).toMatchObject({
      outcome: 'ok',
      value: [
        {
          origin: { cluster: 'eu', node: 'node-17', agent: { name: 'inspektor-gadget' } },
          sentAt: '2026-03-01T10:20:00.123456789Z',
          covers: ['capability'],
          coversPartly: ['file'],
          containers: [
            {
              subject: {
                namespace: 'shop',
                pod: { name: k8s.podName, uid: `shop/${k8s.podName}` },
                owner: { kind: 'Deployment', name: 'web' },
                container: { name: 'nginx', id, image: 'nginx:1.27' },
              },
            },
          ],
        },
      ],
    });
  });

  it.each([
    ['image-based', { ...capability, podLabels: 'a=b' }],
    ['of 2024', { ...capability, proc: undefined, comm: 'nginx', pid: 812, uid: 33 }],
    ['built-in', { ...older, cap: 23, capName: 'SYS_NICE', verdict: 'Allow', audit: true }],
  ])('means the same in the layout %s', (_, message) => {
    expect(itemsOf(message)).toEqual([
      {
        dimension: 'capability',
        capability: 'SYS_NICE',
        granted: true,
        uid: 33,
        userNamespace: 'own',
        outcome: 'allowed',
        origin: 'container',
      },
    ]);
  });

  it('takes a denied check as refused, a NOAUDIT probe as nothing, and one without verdict as incomplete', () => {
    expect(itemsOf({ ...capability, capable: false })).toMatchObject([
      { granted: false, outcome: 'refused' },
    ]);
    expect(itemsOf({ ...capability, audit: 0 })).toBe('not-relevant');
    expect(itemsOf({ ...capability, capable: undefined }, { gadget: 'trace_capabilities' })).toBe(
      'incomplete',
    );
    expect(itemsOf({ ...capability, target_userns: 10 })).toMatchObject([{ userNamespace: 'child' }]);
    expect(itemsOf({ ...capability, target_userns: 4026531837 })).toMatchObject([{ userNamespace: 'own' }]);
  });

  it('parts arguments at no-break spaces, and needs the whole path', () => {
    const exec = { ...envelope, error_raw: 0, error: '' };
    expect(itemsOf({ ...exec, args: '/opt/my app\u00A0-x', ret: 0 })).toEqual([
      { dimension: 'exec', path: '/opt/my app', entrypoint: false, outcome: 'allowed', origin: 'container' },
      {
        dimension: 'identity',
        uid: 33,
        gid: 34,
        firstProcess: false,
        outcome: 'allowed',
        origin: 'container',
      },
    ]);
    expect(itemsOf({ ...exec, args: 'app', exepath: '/opt/app', proc: { ...proc, pid: 100 } })).toMatchObject(
      [{ path: '/opt/app', entrypoint: true }, { firstProcess: true }],
    );
    expect(itemsOf({ ...older, args: ['/bin/ls', '-l'], ret: -13 })).toMatchObject([
      { path: '/bin/ls', outcome: 'refused' },
    ]);
    expect(itemsOf({ ...exec, args: 'ls', ret: 0 })).toBe('incomplete');
  });

  it('reads opens of both kinds, and their errors', () => {
    expect(itemsOf({ ...envelope, fname: '/tmp/a', flags: 'O_WRONLY|O_CREAT', error_raw: 0 })).toMatchObject([
      { dimension: 'file', path: '/tmp/a', operation: 'write', outcome: 'allowed' },
    ]);
    expect(itemsOf({ ...envelope, fname: '/tmp/a', flags_raw: 2, error: 'EACCES' })).toMatchObject([
      { operation: 'read', outcome: 'refused' },
      { operation: 'write', outcome: 'refused' },
    ]);
    expect(itemsOf({ ...older, path: '/tmp/a', flags: ['O_RDONLY'], mode: '-', err: 2 })).toMatchObject([
      { operation: 'read', outcome: 'refused' },
    ]);
    expect(itemsOf({ ...envelope, fname: '/tmp/a' })).toBe('incomplete');
    const relative = { ...envelope, fname: 'a', flags: 'O_RDONLY', error_raw: 0 };
    expect(itemsOf({ ...relative, fpath: '/data/a' })).toMatchObject([{ path: '/data/a' }]);
    expect(itemsOf({ ...relative, fpath: '' })).toBe('incomplete');
    expect(itemsOf(relative)).toBe('incomplete');
    expect(itemsOf({ ...envelope, fname: '/tmp/a', flags: [{ toString: 1 }, 'O_WRONLY'] })).toMatchObject([
      { operation: 'write' },
    ]);
  });

  it('tells peers by what the gadget knows, else by their address', () => {
    const tcp = (dst: object, more: object = {}) =>
      itemsOf({ ...envelope, type: 'connect', src: { addr: '10.0.0.1', port: 8080 }, dst, ...more });
    expect(tcp({ addr: '1.1.1.1', port: 80 })).toMatchObject([
      { dimension: 'connect', peer: 'external', address: '1.1.1.1', port: 80, hostNetwork: false },
    ]);
    expect(tcp({ addr: '34.1.1.1', port: 80, k8s: { kind: 'svc' } })).toMatchObject([{ peer: 'cluster' }]);
    expect(tcp({ addr: '1.1.1.1', port: 80 }, { type: 'accept' })).toMatchObject([
      { dimension: 'accept', address: '10.0.0.1', port: 8080 },
    ]);
    expect(tcp({ addr: '1.1.1.1', port: 80 }, { type: 'close' })).toBe('not-relevant');
    expect(tcp({ addr: '1.1.1.1', port: 80 }, { k8s: { ...k8s, hostnetwork: undefined } })).toBe(
      'incomplete',
    );
  });

  it('goes by the gadget of the settings before the looks of the fields', () => {
    const ambiguous = { ...capability, fname: '/a', flags: 'O_RDONLY' };
    expect(itemsOf(ambiguous)).toMatchObject([{ dimension: 'capability' }]);
    expect(itemsOf(ambiguous, { gadget: 'ghcr.io/inspektor-gadget/gadget/trace_open:v0.40' })).toMatchObject([
      { dimension: 'file' },
    ]);
    expect(itemsOf(ambiguous, { gadget: 'trace open' })).toMatchObject([{ dimension: 'file' }]);
    expect(itemsOf(ambiguous, { gadget: 'top_file' })).toBe('not-relevant');
  });

  it('leaves out containers outside of pods and the container runtime; "" and {} are absent', () => {
    const outside = { ...capability, k8s: { owner: {}, podName: '', namespace: '' } };
    expect(itemsOf({ ...outside, runtime: { ...runtime, containerId: '' } })).toBe('not-relevant');
    expect(itemsOf({ ...capability, proc: { ...proc, comm: 'runc:[2:INIT]' } })).toBe('not-relevant');
    expect(itemsOf({ ...capability, k8s: { ...k8s, owner: { kind: '', name: '' } } })).toMatchObject([{}]);
  });

  it.each([
    { type: 'warn', message: 'lost samples' },
    { type: 'warn', message: 'lost -3 samples' },
    { type: 'normal', message: 'lost 12 samples' },
    { type: 'warn', message: 'reading the ring buffer' },
  ])('takes %j for no loss', (line) => {
    expect(inspektorGadget.recognises({ ...line, k8s, timestamp: older.timestamp })).toBe(false);
  });

  it('takes the labels of a pod for nothing, as a text and as an object', () => {
    const labelled = (podLabels: unknown) => itemsOf({ ...capability, k8s: { ...k8s, podLabels } });
    expect(labelled('app=web')).toEqual(labelled({ app: 'web' }));
    expect(labelled('')).toEqual(labelled({}));
  });

  it.each([
    ['CAP_NET_RAW', undefined, 'NET_RAW'],
    [13, undefined, 'NET_RAW'],
    [13, 'NET_RAW', 'NET_RAW'],
    [0, undefined, 'CHOWN'],
  ])('spells the capability %j, called %j, as %s', (cap, capName, name) => {
    expect(itemsOf({ ...capability, cap, capName })).toMatchObject([{ capability: name }]);
  });

  it('takes what is allowed with a verdict of the built-in gadget, and nothing else', () => {
    const verdict = (text: string) => itemsOf({ ...older, cap: 23, capName: 'SYS_NICE', verdict: text });
    expect(verdict('Allow')).toMatchObject([{ granted: true, outcome: 'allowed' }]);
    expect(verdict('Deny')).toMatchObject([{ granted: false, outcome: 'refused' }]);
  });

  it('does not part arguments at spaces, which paths may hold', () => {
    const exec = { ...envelope, ret: 0, error_raw: 0 };
    expect(itemsOf({ ...exec, args: '/opt/my app -x' })).toMatchObject([{ path: '/opt/my app -x' }, {}]);
    expect(itemsOf({ ...exec, args: '' })).toBe('incomplete');
  });

  it('counts lost samples for what it is declared to watch', () => {
    const line = {
      type: 'warn',
      message: 'lost 12 samples',
      k8s: { node: 'node-17' },
      timestamp: older.timestamp,
    };
    const outcome = normaliseMessage(line, new Interner(), { cluster: 'eu', covers: ['exec'] });
    expect(outcome.outcome === 'ok' && [...(outcome.value[0]?.lost ?? [])]).toEqual([['exec', 12]]);
    expect(itemsOf(line)).toBe('not-relevant');
  });

  describe('of a profile that advise_seccomp has made', () => {
    const profile = {
      defaultAction: 'SCMP_ACT_ERRNO',
      architectures: ['SCMP_ARCH_AARCH64'],
      syscalls: [
        { names: ['accept4', 'syscall_1f4', 'unknown_syscall_470'], action: 'SCMP_ACT_ALLOW' },
        { names: ['mount'], action: 'SCMP_ACT_LOG' },
        { names: ['bpf'], action: 'SCMP_ACT_ALLOW' },
      ],
    };
    const { containerName: _, ...pod } = k8s;
    const advised = { k8s, timestamp: '2026-03-01T10:20:00Z', ...profile };
    const called = ['accept4', 'bpf'].map((syscall) => ({
      dimension: 'syscall',
      syscall,
      outcome: 'allowed',
      origin: 'container',
    }));

    it('takes the calls that it allows as made by the container that the sender names', () => {
      expect(inspektorGadget.recognises(profile)).toBe(true);
      expect(itemsOf(advised)).toEqual(called);
      expect(normaliseMessage(advised, new Interner(), { cluster: 'eu' })).toMatchObject({
        value: [
          {
            origin: { node: 'node-17' },
            sentAt: '2026-03-01T10:20:00.000000000Z',
            containers: [
              {
                subject: {
                  namespace: 'shop',
                  pod: { name: k8s.podName },
                  owner: { kind: 'Deployment', name: 'web' },
                  container: { name: 'nginx' },
                },
              },
            ],
          },
        ],
      });
    });

    it('takes the name of the container from the comment of the gadget', () => {
      const text = `// nginx\n${JSON.stringify(profile, undefined, 2)}\n`;
      expect(itemsOf({ k8s: pod, timestamp: advised.timestamp, text })).toEqual(called);
      expect(itemsOf({ ...advised, k8s: pod })).toMatchObject([{ path: ['k8s', 'containerName'] }]);
    });

    it.each([
      [{ covers: ['syscall', 'exec'] }, [[], ['syscall']]],
      [{ coversPartly: ['syscall'] }, [[], ['syscall']]],
      [{ covers: ['capability'] }, [[], undefined]],
    ] as const)('is watched in part, whatever is declared: %j', (settings, expected) => {
      const outcome = normaliseMessage(advised, new Interner(), { cluster: 'eu', ...settings });
      const found = outcome.outcome === 'ok' ? outcome.value : [];
      expect(found.map(({ covers, coversPartly }) => [covers, coversPartly])).toEqual([expected]);
    });

    it('does not make a trace of executions evidence about system calls', () => {
      const exec = { ...envelope, args: '/bin/ls', ret: 0 };
      const outcome = normaliseMessage(exec, new Interner(), { cluster: 'eu', covers: ['syscall'] });
      expect(outcome.outcome === 'ok' && outcome.value.map(({ coversPartly }) => coversPartly)).toEqual([
        undefined,
      ]);
    });

    it('refuses what does not say whose it is, or when it was', () => {
      expect(itemsOf(profile)).toMatchObject([{ path: ['k8s', 'namespace'] }]);
      expect(itemsOf({ ...advised, k8s: { namespace: 'shop', podName: '' } })).toMatchObject([
        { path: ['k8s', 'podName'] },
      ]);
      expect(itemsOf({ ...advised, timestamp: undefined })).toMatchObject([{ path: ['timestamp'] }]);
      expect(
        itemsOf({ ...advised, syscalls: [{ names: ['Bad Name'], action: 'SCMP_ACT_ALLOW' }] }),
      ).toMatchObject([{ path: ['syscalls'] }]);
      expect(itemsOf({ ...advised, syscalls: [{ action: 'SCMP_ACT_ALLOW' }] })).toMatchObject([
        { path: ['syscalls'] },
      ]);
    });

    it('learns nothing of a profile that allows nothing, and does not take other text for one', () => {
      expect(itemsOf({ ...advised, syscalls: [{ names: ['read'], action: 'SCMP_ACT_ERRNO' }] })).toBe(
        'not-relevant',
      );
      expect(itemsOf({ ...advised, syscalls: [] })).toBe('not-relevant');
      for (const text of ['', '// nginx', '// nginx\n{"cut', JSON.stringify(profile)]) {
        expect(inspektorGadget.recognises({ text })).toBe(false);
      }
      expect(inspektorGadget.recognises({ ...profile, syscalls: {} })).toBe(false);
      expect(inspektorGadget.recognises({ ...profile, defaultAction: undefined })).toBe(false);
    });
  });

  it('says where the mistake is', () => {
    expect(itemsOf({ ...capability, cap: 'CAP_WIZARDRY' })).toMatchObject([{ path: ['cap'] }]);
    expect(itemsOf({ ...capability, k8s: { ...k8s, namespace: 'A B' } })).toMatchObject([
      { path: ['k8s', 'namespace'] },
    ]);
  });
});
