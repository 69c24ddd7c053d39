import { describe, expect, it } from 'vitest';
import { instantOf } from '../instant.js';
import { Interner } from '../interner.js';
import { normaliseMessage } from '../recognise.js';
import type { SourceSettings } from '../event-format.js';
import { tetragon } from './tetragon.js';

const digest = `sha256:${'ab'.repeat(32)}`;
const pod = {
  namespace: 'shop',
  name: 'web-7d9cf5b6c8-x2x4z',
  uid: '0c9f8f5e-1111-4222-8333-444455556666',
  container: {
    id: `containerd://${'1f'.repeat(32)}`,
    name: 'nginx',
    pid: 23,
    image: { id: `docker.io/library/nginx@${digest}`, name: 'docker.io/library/nginx:1.27' },
  },
  workload: 'web',
  workload_kind: 'Deployment',
};
const process = {
  pid: 812,
  uid: 33,
  binary: '/usr/sbin/nginx',
  pod,
  ns: { user: { inum: 7 }, net: { inum: 9 } },
};
const time = '2026-03-01T10:20:00.123456789Z';
const envelope = { node_name: 'node-17', time, cluster_name: 'prod-eu1' };
const kprobe = (body: object, of: object = {}) => ({
  ...envelope,
  process_kprobe: { process: { ...process, ...of }, ...body },
});
const capable = (name: string, verdict: number, more: readonly object[] = []) =>
  kprobe({
    function_name: 'cap_capable',
    args: [{ capability_arg: { value: 21, name } }, ...more],
    return: { int_arg: verdict },
  });

/** The items of a message; or its fate, if it has none. */
function itemsOf(message: object, settings: SourceSettings = {}): unknown {
  const outcome = normaliseMessage(message, new Interner(), settings);
  if (outcome.outcome !== 'ok') return outcome.outcome === 'drop' ? outcome.reason : outcome.issues;
  return outcome.value.flatMap(({ containers }) =>
    containers.flatMap(({ observations }) => observations.map(({ item }) => item.item)),
  );
}

describe('tetragon', () => {
  it('is recognised by one process key and the name of the node', () => {
    expect(tetragon.recognises({ process_exit: {}, node_name: 'n' })).toBe(true);
    expect(tetragon.recognises({ process_exit: {} })).toBe(false);
    expect(tetragon.recognises({ process: {}, node_name: 'n' })).toBe(false);
    expect(tetragon.recognises('process_exec')).toBe(false);
  });

  it('becomes an event with its container, owner, id without scheme, digest and time to the nanosecond', () => {
    const message = { ...envelope, process_exec: { process } };
    const outcome = normaliseMessage(message, new Interner(), { covers: ['exec'] });
    expect(outcome).toMatchObject({
      outcome: 'ok',
      value: [
        {
          origin: { cluster: 'prod-eu1', node: 'node-17', agent: { name: 'tetragon', version: '' } },
          sentAt: time,
          covers: ['exec'],
          lost: new Map(),
          containers: [
            {
              subject: {
                cluster: 'prod-eu1',
                namespace: 'shop',
                pod: { name: pod.name, uid: pod.uid },
                owner: { kind: 'Deployment', name: 'web' },
                container: {
                  name: 'nginx',
                  id: '1f'.repeat(32),
                  image: 'docker.io/library/nginx:1.27',
                  imageDigest: digest,
                },
              },
              observations: [
                {
                  count: 1,
                  first: instantOf(time),
                  last: instantOf(time),
                  item: { item: { path: '/usr/sbin/nginx' } },
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it.each([
    ['Deployment', 'web', { kind: 'Deployment', name: 'web' }],
    ['Pod', 'web', undefined],
    ['', 'web', undefined],
    [undefined, 'web', undefined],
    ['Deployment', '', undefined],
  ])('takes a workload of the kind %j, called %j, for %j', (workload_kind, workload, owner) => {
    const owned = { ...process, pod: { ...pod, workload, workload_kind } };
    const outcome = normaliseMessage({ ...envelope, process_exec: { process: owned } }, new Interner());
    expect(outcome.outcome === 'ok' && outcome.value[0]?.containers[0]?.subject.owner).toEqual(owner);
  });

  it('covers of what is declared what it can show, and in part what it shows in part', () => {
    const message = { ...envelope, process_exec: { process } };
    const outcome = normaliseMessage(message, new Interner(), { covers: ['file', 'syscall', 'exec'] });
    expect(outcome).toMatchObject({ value: [{ covers: ['exec'], coversPartly: ['file'] }] });
  });

  it.each([
    [{ covers: ['exec', 'capability'], coversPartly: ['exec'] }, [['capability'], ['exec']]],
    [{ coversPartly: ['capability', 'file'] }, [[], ['capability', 'file']]],
    [{ coversPartly: ['syscall'] }, [[], undefined]],
  ] as const)(
    'is watched as a whole and in part as %j says, as far as it can show it',
    (settings, expected) => {
      const message = { ...envelope, process_exec: { process } };
      const outcome = normaliseMessage(message, new Interner(), settings);
      const found = outcome.outcome === 'ok' ? outcome.value : [];
      expect(found.map(({ covers, coversPartly }) => [covers, coversPartly])).toEqual([expected]);
    },
  );

  it('covers nothing unless the settings declare it', () => {
    const outcome = normaliseMessage({ ...envelope, process_exec: { process } }, new Interner());
    expect(outcome.outcome === 'ok' && outcome.value[0]?.covers).toEqual([]);
  });

  it('takes the cluster of the settings before that of the message, and needs one of them', () => {
    const message = { ...envelope, process_exec: { process } };
    const outcome = normaliseMessage(message, new Interner(), { cluster: 'mine' });
    expect(outcome.outcome === 'ok' && outcome.value[0]?.origin.cluster).toBe('mine');
    expect(itemsOf({ ...message, cluster_name: '' })).toEqual([
      { path: ['cluster_name'], message: 'must be there, or the settings must name the cluster' },
    ]);
  });

  it.each([
    ['DAC_OVERRIDE', 'DAC_OVERRIDE'],
    ['CAP_SYS_ADMIN', 'SYS_ADMIN'],
    ['cap_net_raw', 'NET_RAW'],
    ['', 'SYS_ADMIN'],
  ])('spells the capability %j as %s', (sent, capability) => {
    expect(itemsOf(capable(sent, 0))).toEqual([
      {
        dimension: 'capability',
        capability,
        granted: true,
        uid: 33,
        userNamespace: 'own',
        outcome: 'allowed',
        origin: 'container',
      },
    ]);
  });

  it('takes a denied check as refused, a NOAUDIT probe as nothing, and one without verdict as incomplete', () => {
    expect(itemsOf(capable('SYSLOG', -1))).toMatchObject([{ granted: false, outcome: 'refused' }]);
    expect(itemsOf(capable('SYSLOG', 0, [{ int_arg: 2 }]))).toBe('not-relevant');
    expect(itemsOf(capable('SYSLOG', 0, [{ int_arg: 4 }]))).toMatchObject([{ granted: true }]);
    expect(
      itemsOf(kprobe({ function_name: 'cap_capable', args: [{ capability_arg: { name: 'SYSLOG' } }] })),
    ).toBe('incomplete');
  });

  it('tells a check in a user namespace that the container made from one in its own', () => {
    const inside = (inum: number) => capable('SYS_ADMIN', 0, [{ user_ns_arg: { level: 1, ns: { inum } } }]);
    expect(itemsOf(inside(7))).toMatchObject([{ userNamespace: 'own' }]);
    expect(itemsOf(inside(8))).toMatchObject([{ userNamespace: 'child' }]);
  });

  it('reads the mask of a file access, and its verdict', () => {
    const file = (path: string, mask: number, verdict: number) =>
      itemsOf(
        kprobe({
          function_name: 'security_file_permission',
          args: [{ file_arg: { path } }, { int_arg: mask }],
          return: { int_arg: verdict },
        }),
      );
    expect(file('/etc/passwd', 6, 0)).toMatchObject([
      { dimension: 'file', path: '/etc/passwd', operation: 'read', place: 'root', outcome: 'allowed' },
      { dimension: 'file', path: '/etc/passwd', operation: 'write', place: 'root', outcome: 'allowed' },
    ]);
    expect(file('/proc/1/mem', 2, -1)).toMatchObject([
      { operation: 'write', place: 'proc', outcome: 'refused' },
    ]);
    expect(file('/dev/fuse', 4, 0)).toMatchObject([{ operation: 'read', place: 'device' }]);
    expect(file('pipe:[1]', 4, 0)).toBe('not-relevant');
  });

  it('tells the peer and whose network it is, and does not guess the latter', () => {
    const sock = { sock_arg: { saddr: '10.1.0.9', daddr: '10.96.0.1', sport: 40000, dport: 443 } };
    const connect = { function_name: 'tcp_connect', args: [sock] };
    expect(itemsOf(kprobe(connect))).toMatchObject([
      {
        dimension: 'connect',
        protocol: 'tcp',
        peer: 'cluster',
        address: '10.96.0.1',
        port: 443,
        hostNetwork: false,
      },
    ]);
    expect(itemsOf(kprobe(connect, { ns: { net: { inum: 1, is_host: true } } }))).toMatchObject([
      { hostNetwork: true },
    ]);
    expect(itemsOf(kprobe(connect, { ns: undefined }))).toBe('incomplete');
    expect(itemsOf(kprobe({ function_name: 'inet_csk_listen_start', args: [sock] }))).toMatchObject([
      { dimension: 'listen', address: '10.1.0.9', port: 40000 },
    ]);
    const unbound = [{ sock_arg: { saddr: '0.0.0.0' } }];
    expect(itemsOf(kprobe({ function_name: 'inet_csk_listen_start', args: unbound }))).toBe('incomplete');
  });

  it('tells the first process, its identity, and what an exec raised', () => {
    const exec = (more: object) =>
      itemsOf({ ...envelope, process_exec: { process: { ...process, ...more } } });
    expect(
      exec({
        pod: { ...pod, container: { ...pod.container, pid: 1 } },
        process_credentials: { uid: 33, gid: 34 },
      }),
    ).toMatchObject([
      { dimension: 'exec', entrypoint: true },
      { dimension: 'identity', uid: 33, gid: 34, firstProcess: true },
    ]);
    expect(exec({})).toEqual([
      {
        dimension: 'exec',
        path: '/usr/sbin/nginx',
        entrypoint: false,
        outcome: 'allowed',
        origin: 'container',
      },
    ]);
    expect(exec({ binary_properties: { file: {}, privileges_changed: [] } })).not.toMatchObject([
      { privilegeGain: expect.anything() },
    ]);
    expect(exec({ binary_properties: { setgid: 5 } })).toMatchObject([{ privilegeGain: 'setgid' }]);
    expect(exec({ binary_properties: { setuid: 0 } })).toMatchObject([{ privilegeGain: 'setuid' }]);
    expect(
      exec({ binary_properties: { privileges_changed: ['PRIVILEGES_RAISED_EXEC_FILE_CAP'] } }),
    ).toMatchObject([{ privilegeGain: 'file-capabilities' }]);
  });

  it('takes what runs outside of the tree of the first process as put in: by a probe, or by somebody', () => {
    const exec = (tree: boolean) =>
      itemsOf({ ...envelope, process_exec: { process: { ...process, in_init_tree: tree } } });
    expect(exec(false)).toMatchObject([{ origin: 'entered' }]);
    expect(exec(true)).toMatchObject([{ origin: 'container' }]);
  });

  it('leaves out paths that are empty or longer than any: what a container does must not cost what others did', () => {
    const exec = (binary: string) =>
      normaliseMessage(
        { ...envelope, process_exec: { process: { ...process, binary, process_credentials: { gid: 34 } } } },
        new Interner(),
        {},
      );
    for (const binary of ['', `/${'a/'.repeat(2_048)}`]) {
      expect(exec(binary)).toMatchObject({
        outcome: 'ok',
        value: [{ containers: [{ observations: [{ item: { dimension: 'identity' } }] }] }],
        dropped: new Map([['incomplete', 1]]),
      });
      expect(itemsOf({ ...envelope, process_exec: { process: { ...process, binary } } })).toBe('incomplete');
    }
    expect(exec(`/${'a'.repeat(4_095)}`)).not.toHaveProperty('dropped');
    // What is no text at all is not of the container's making.
    expect(itemsOf({ ...envelope, process_exec: { process: { ...process, binary: 7 } } })).toMatchObject([
      { path: ['process_exec', 'process', 'binary'] },
    ]);
  });

  it.each(['/usr/bin/runc', '/usr/sbin/runc-init', 'runc:[2:INIT]', '/usr/bin/crun'])(
    'leaves out %s, the container runtime',
    (binary) => {
      expect(itemsOf({ ...envelope, process_exec: { process: { ...process, binary } } })).toBe(
        'not-relevant',
      );
    },
  );

  it.each(['/proc/self/exe', '/proc/self/fd/7'])('leaves out runc, which executes itself as %s', (binary) => {
    const own = { ...process, binary, arguments: 'init' };
    expect(itemsOf({ ...envelope, process_exec: { process: own } })).toBe('not-relevant');
    const check = capable('CAP_SYS_ADMIN', 0).process_kprobe;
    expect(itemsOf({ ...envelope, process_kprobe: { ...check, process: own } })).toBe('not-relevant');
  });

  it.each([
    ['/proc/self/exe', '--type=renderer'],
    ['/proc/self/fd/7', undefined],
    ['/proc/self/fd/7/x', 'init'],
    ['/usr/bin/app', 'init'],
  ])('takes no program for runc that executes %s with %j', (binary, given) => {
    const other = { ...process, binary, arguments: given };
    expect(itemsOf({ ...envelope, process_exec: { process: other } })).toMatchObject([{ path: binary }]);
  });

  it.each([{}, '', null, undefined, [], { name: '' }, { name: '<NA>', namespace: '' }])(
    'takes the pod %j as absent: `docker` tells the container',
    (absent) => {
      const exec = (docker: unknown) =>
        normaliseMessage(
          { ...envelope, process_exec: { process: { ...process, pod: absent, docker } } },
          new Interner(),
        );
      const id = '1f'.repeat(15);
      const known = exec(id);
      expect(known.outcome === 'ok' && known.value[0]?.containers[0]?.subject).toEqual({
        cluster: 'prod-eu1',
        namespace: '',
        pod: { name: '', uid: `//${id}` },
        container: { name: '', id },
        onlyContainer: true,
      });
      expect(exec('')).toEqual({ outcome: 'drop', reason: 'not-relevant' });
    },
  );

  it('leaves out the node itself, exits, and functions that say nothing', () => {
    expect(itemsOf({ ...envelope, process_exec: { process: { ...process, pod: undefined } } })).toBe(
      'not-relevant',
    );
    expect(itemsOf({ ...envelope, process_exit: { process } })).toBe('not-relevant');
    expect(itemsOf(kprobe({ function_name: 'commit_creds', args: [] }))).toBe('not-relevant');
  });

  it('counts its loss for what it is declared to watch', () => {
    const lost = (message: object, settings: SourceSettings) => {
      const outcome = normaliseMessage({ ...envelope, ...message }, new Interner(), settings);
      return outcome.outcome === 'ok' ? outcome.value.map((event) => [...event.lost]) : outcome;
    };
    const throttle = { process_throttle: { type: 'THROTTLE_START', cgroup: 'kubepods' } };
    expect(lost(throttle, { covers: ['file', 'exec'] })).toEqual([
      [
        ['exec', 1],
        ['file', 1],
      ],
    ]);
    expect(lost(throttle, {})).toEqual({ outcome: 'drop', reason: 'not-relevant' });
    expect(lost({ process_throttle: { type: 'THROTTLE_STOP' } }, { covers: ['exec'] })).toEqual({
      outcome: 'drop',
      reason: 'not-relevant',
    });
    expect(
      lost({ rate_limit_info: { number_of_dropped_process_events: '9007199254740' } }, { covers: ['exec'] }),
    ).toEqual([[['exec', 2 ** 40]]]);
  });

  it.each([
    [-1, 'drop'],
    ['-3', 'drop'],
    [0, 'drop'],
    [0.9, 'drop'],
    [1.9, 1],
    [1e308, 2 ** 40],
    [{}, 1],
  ])('counts %j lost events as whole events that can be counted', (number, expected) => {
    const message = { ...envelope, rate_limit_info: { number_of_dropped_process_events: number } };
    const outcome = normaliseMessage(message, new Interner(), { covers: ['exec'] });
    expect(outcome.outcome === 'ok' ? outcome.value[0]?.lost.get('exec') : outcome.outcome).toBe(expected);
  });

  it('says where the mistake is', () => {
    const nameless = { ...process, pod: { ...pod, container: { id: 'x' } } };
    expect(itemsOf({ ...envelope, process_exec: { process: nameless } })).toMatchObject([
      { path: ['process_exec', 'process', 'pod', 'container', 'name'] },
    ]);
    expect(itemsOf({ ...envelope, time: 'now', process_exec: { process } })).toMatchObject([
      { path: ['time'] },
    ]);
    expect(itemsOf(capable('SYS_WIZARDRY', 0))).toMatchObject([{ capability: 'SYS_ADMIN' }]);
  });
});

describe('the container of an event of Tetragon', () => {
  const containerOf = (message: object): unknown => {
    const outcome = normaliseMessage(message, new Interner(), { covers: ['exec'] });
    return outcome.outcome === 'ok' ? outcome.value[0]?.containers[0]?.subject.container : outcome;
  };
  const first = { ...process, pod: { ...pod, container: { ...pod.container, pid: 1 } } };

  it('is watched from its start by who has seen its first process', () => {
    expect(containerOf({ ...envelope, process_exec: { process: first } })).toMatchObject({
      name: 'nginx',
      fromStart: true,
    });
  });

  it('is not, by who came when the process was there: neither its start nor its ids were seen, and nobody watched', () => {
    const before = { ...first, flags: 'procFS auid rootcwd', process_credentials: { uid: 33, gid: 34 } };
    const outcome = normaliseMessage({ ...envelope, process_exec: { process: before } }, new Interner(), {
      covers: ['exec', 'capability'],
    });
    const [event] = outcome.outcome === 'ok' ? outcome.value : [];
    expect([event?.covers, event?.coversPartly]).toEqual([[], undefined]);
    expect(event?.containers[0]?.subject.container).not.toHaveProperty('fromStart');
    expect(event?.containers[0]?.observations.map(({ item }) => item.item)).toEqual([
      { dimension: 'exec', path: '/usr/sbin/nginx', outcome: 'allowed', origin: 'container' },
    ]);
    const other = { ...first, flags: 'execve auid procFSlike' };
    expect(containerOf({ ...envelope, process_exec: { process: other } })).toMatchObject({ fromStart: true });
  });

  it('is not, by who has seen another one', () => {
    expect(containerOf({ ...envelope, process_exec: { process } })).not.toHaveProperty('fromStart');
    expect(
      containerOf({
        ...envelope,
        process_kprobe: { ...capable('CAP_CHOWN', 0).process_kprobe, process: first },
      }),
    ).not.toHaveProperty('fromStart');
  });

  it('has ended with its first process', () => {
    expect(containerOf({ ...envelope, process_exit: { process: first } })).toMatchObject({
      name: 'nginx',
      endedAt: time,
    });
    expect(containerOf({ ...envelope, process_exit: { process } })).toEqual({
      outcome: 'drop',
      reason: 'not-relevant',
    });
  });

  it('is the same object each time that it starts', () => {
    const interner = new Interner();
    const subjects = [0, 1].map(() => {
      const outcome = normaliseMessage({ ...envelope, process_exec: { process: first } }, interner, {});
      return outcome.outcome === 'ok' ? outcome.value[0]?.containers[0]?.subject : undefined;
    });
    expect(subjects[0]).toBeDefined();
    expect(subjects[0]).toBe(subjects[1]);
  });
});
