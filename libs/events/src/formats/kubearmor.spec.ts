import { describe, expect, it } from 'vitest';
import { Interner } from '../interner.js';
import { normaliseMessage } from '../recognise.js';
import { kubearmor } from './kubearmor.js';

const digest = `sha256:${'ef'.repeat(32)}`;
const capitalised = {
  ClusterName: 'default',
  HostName: 'node-17',
  UpdatedTime: '2026-03-01T10:20:00.123456Z',
  Timestamp: 1772360400,
  NamespaceName: 'shop',
  PodName: 'web-0',
  Owner: { Ref: 'StatefulSet', Name: 'web', Namespace: 'shop' },
  ContainerID: '7a'.repeat(32),
  ContainerName: 'nginx',
  ContainerImage: `docker.io/library/nginx:1.27@${digest}`,
  ParentProcessName: '/usr/sbin/nginx',
  ProcessName: '/usr/sbin/nginx',
  PID: 7,
  UID: 33,
  Type: 'ContainerLog',
  Source: '/usr/sbin/nginx',
  Operation: 'File',
  Resource: '/var/run/x',
  Data: 'syscall=SYS_OPENAT fd=-100 flags=O_RDWR|O_CLOEXEC',
  Result: 'Passed',
};
const camel = Object.fromEntries(
  Object.entries({ ...capitalised, Owner: { ref: 'StatefulSet', name: 'web' } }).map(([name, value]) => [
    name === 'PID' || name === 'UID' ? name.toLowerCase() : name.charAt(0).toLowerCase() + name.slice(1),
    value,
  ]),
);

function read(message: object) {
  const outcome = normaliseMessage(message, new Interner());
  if (outcome.outcome !== 'ok') return outcome.outcome === 'drop' ? outcome.reason : outcome.issues;
  return outcome.value.flatMap(({ origin, sentAt, containers }) =>
    containers.map(({ subject, observations }) => ({
      origin: `${origin.cluster}/${origin.node}`,
      sentAt,
      subject,
      items: observations.map(({ item }) => item.item),
    })),
  );
}
const items = (more: object): unknown => {
  const result = read({ ...capitalised, ...more });
  if (typeof result === 'string') return result;
  return result.flatMap((one): readonly unknown[] => ('items' in one ? one.items : [one]));
};

describe('kubearmor', () => {
  it('is recognised by type and operation', () => {
    expect(kubearmor.recognises({ Type: 'ContainerLog', Operation: 'Syscall' })).toBe(true);
    expect(kubearmor.recognises({ type: 'MatchedPolicy', operation: 'Syscall' })).toBe(true);
    expect(kubearmor.recognises({ Type: 'ContainerLog' })).toBe(false);
    expect(kubearmor.recognises({ Type: 'Other', Operation: 'File', Resource: '' })).toBe(false);
    expect(kubearmor.recognises(7)).toBe(false);
  });

  it.each([
    ['capitalised', capitalised],
    ['camel', camel],
  ])('means the same in the %s casing', (_, message) => {
    const circumstances = { outcome: 'allowed', origin: 'container' };
    const file = { dimension: 'file', path: '/var/run/x', place: 'root', ...circumstances };
    expect(read(message)).toEqual([
      {
        origin: 'default/node-17',
        sentAt: '2026-03-01T10:20:00.123456000Z',
        subject: {
          cluster: 'default',
          namespace: 'shop',
          pod: { name: 'web-0', uid: 'shop/web-0' },
          owner: { kind: 'StatefulSet', name: 'web' },
          container: {
            name: 'nginx',
            id: '7a'.repeat(32),
            image: 'docker.io/library/nginx:1.27',
            imageDigest: digest,
          },
        },
        items: [
          { ...file, operation: 'read' },
          { ...file, operation: 'write' },
          { dimension: 'syscall', syscall: 'openat', ...circumstances },
        ],
      },
    ]);
  });

  it.each([
    [
      { Ref: 'StatefulSet', Name: 'web' },
      { kind: 'StatefulSet', name: 'web' },
    ],
    [
      { ref: 'StatefulSet', name: 'web' },
      { kind: 'StatefulSet', name: 'web' },
    ],
    [{ Ref: 'Pod', Name: 'web-0' }, undefined],
    [{ Ref: '', Name: 'web' }, undefined],
    [{ Ref: 'StatefulSet' }, undefined],
    [{}, undefined],
    [null, undefined],
  ])('takes the owner %j for %j', (Owner, owner) => {
    const outcome = normaliseMessage({ ...capitalised, Owner }, new Interner());
    expect(outcome.outcome === 'ok' && outcome.value[0]?.containers[0]?.subject.owner).toEqual(owner);
  });

  it.each([
    ['O_RDONLY', [{ operation: 'read' }, {}]],
    ['O_WRONLY|O_APPEND', [{ operation: 'write' }, {}]],
    ['O_RDONLY|O_CREAT', [{ operation: 'read' }, { operation: 'write' }, {}]],
    ['O_RDONLYISH', [{ dimension: 'syscall', syscall: 'openat' }]],
  ])('reads the flags %s', (flags, expected) => {
    expect(items({ Data: `syscall=SYS_OPENAT fd=-100 flags=${flags}` })).toMatchObject(expected);
  });

  it('knows by the call whether a file was written', () => {
    const called = (call: string) => items({ Data: `syscall=${call} fd=3` });
    expect(called('SYS_UNLINK')).toMatchObject([{ operation: 'write' }, { syscall: 'unlink' }]);
    expect(called('SYS_READ')).toMatchObject([{ dimension: 'syscall', syscall: 'read' }]);
    expect(called('unlink')).toBe('incomplete');
  });

  it('takes no denial from a mechanism that it does not know, nor from what has passed', () => {
    const alert = { Type: 'MatchedPolicy', Resource: '/etc/x', Data: 'flags=O_RDONLY' };
    const denied = { ...alert, Result: 'Permission denied' };
    expect(items({ ...denied, Enforcer: 'SELinux' })).toMatchObject([
      { outcome: 'refused' },
      { dimension: 'denial', mechanism: 'selinux', what: 'File /etc/x' },
    ]);
    expect(items({ ...denied, Enforcer: 'eBPF Monitor' })).toMatchObject([{ outcome: 'refused' }]);
    expect(items({ ...alert, Result: 'Passed', Enforcer: 'AppArmor' })).toMatchObject([
      { outcome: 'allowed' },
    ]);
  });

  it('takes what was denied as refused, and by which mechanism', () => {
    const alert = {
      Operation: 'Process',
      Type: 'MatchedPolicy',
      ProcessName: '/usr/bin/apt',
      Resource: '/usr/bin/apt',
    };
    const blocked = { ...alert, Data: '', Result: 'Permission denied', Enforcer: 'AppArmor' };
    expect(items(blocked)).toEqual([
      { dimension: 'exec', path: '/usr/bin/apt', entrypoint: false, outcome: 'refused', origin: 'container' },
      {
        dimension: 'denial',
        mechanism: 'apparmor',
        what: 'Process /usr/bin/apt',
        outcome: 'allowed',
        origin: 'container',
      },
    ]);
    expect(items({ ...blocked, Enforcer: 'BPFLSM' })).toMatchObject([{ outcome: 'refused' }]);
  });

  it('tells what the runtime starts as first process from what it puts in later', () => {
    const exec = {
      Operation: 'Process',
      ProcessName: '/bin/sh',
      Data: '',
      ParentProcessName: '/usr/bin/runc',
    };
    expect(items({ ...exec, PID: 1 })).toMatchObject([{ entrypoint: true, origin: 'container' }]);
    expect(items(exec)).toMatchObject([{ origin: 'entered' }]);
    expect(items({ ...exec, TTY: 'pts0' })).toMatchObject([{ origin: 'interactive' }]);
    expect(items({ ...exec, ProcessName: '/usr/bin/runc' })).toBe('not-relevant');
    expect(items({ Source: '/usr/bin/runc' })).toBe('not-relevant');
  });

  it('counts that alerts of a container are held back as a loss, in either casing', () => {
    const lost = (message: object, covers: readonly ('denial' | 'exec')[] = ['denial', 'exec']) => {
      const outcome = normaliseMessage(message, new Interner(), { covers });
      return outcome.outcome === 'ok' ? outcome.value.map((event) => [...event.lost]) : outcome;
    };
    const { Resource: _, ...rest } = capitalised;
    const throttled = { ...rest, Type: 'SystemEvent', Operation: 'AlertThreshold', MaxAlertsPerSec: 10 };
    const expected = [
      [
        ['denial', 1],
        ['exec', 1],
      ],
    ];
    expect(lost(throttled)).toEqual(expected);
    expect(lost({ ...camel, resource: undefined, type: 'SystemEvent', operation: 'AlertThreshold' })).toEqual(
      expected,
    );
    expect(lost(throttled, [])).toEqual({ outcome: 'drop', reason: 'not-relevant' });
    expect(kubearmor.recognises({ ...throttled, Operation: 'Started' })).toBe(false);
    expect(lost({ ...throttled, Type: 'ContainerLog' })).toEqual({ outcome: 'drop', reason: 'not-relevant' });
  });

  it.each([
    [{ MaxAlertsPerSec: 10, DroppingAlertsInterval: 30 }, 300],
    [{ MaxAlertsPerSec: 2, DroppingAlertsInterval: 5 }, 10],
    [{ MaxAlertsPerSec: 10 }, 1],
    [{ DroppingAlertsInterval: 30 }, 1],
    [{ MaxAlertsPerSec: -1, DroppingAlertsInterval: 30 }, 1],
    [{}, 1],
  ])('takes for held back as many alerts as were allowed for as long: of %j %d', (limits, count) => {
    const throttled = { ...capitalised, Type: 'SystemEvent', Operation: 'AlertThreshold', ...limits };
    const outcome = normaliseMessage(throttled, new Interner(), { covers: ['denial'] });
    expect(outcome.outcome === 'ok' && [...(outcome.value[0]?.lost ?? [])]).toEqual([['denial', count]]);
  });

  describe('what it says of itself', () => {
    const said = (Message: string, more: object = {}) => ({
      Timestamp: 1772360400,
      UpdatedTime: '2026-03-01T10:20:00.123456Z',
      ClusterName: 'default',
      HostName: 'Node-17',
      HostIP: '10.0.0.17',
      Type: 'Message',
      Level: 'WARN',
      Message,
      ...more,
    });
    const told = (message: object, covers: readonly ('denial' | 'exec')[] = ['denial', 'exec']) => {
      const outcome = normaliseMessage(message, new Interner(), { covers });
      if (outcome.outcome !== 'ok') return outcome.outcome === 'drop' ? outcome.reason : outcome.issues;
      return outcome.value.map(({ origin, sentAt, lost, containers }) => ({
        origin: `${origin.cluster}/${origin.node}`,
        sentAt,
        lost: [...lost],
        containers,
      }));
    };

    it.each([
      ['Lost Perf Events Count : 4711', 4711],
      ['Event droped due to busy event channel', 1],
    ])('is a loss for all that is watched on the node: %s', (message, count) => {
      expect(told(said(message))).toEqual([
        {
          origin: 'default/node-17',
          sentAt: '2026-03-01T10:20:00.123456000Z',
          lost: [
            ['denial', count],
            ['exec', count],
          ],
          containers: [],
        },
      ]);
    });

    it.each([
      'Lost Perf Events Count : 0',
      'Lost Perf Events Count : many',
      'Perf Event Error : Lost Perf Events Count : 7',
      'Event dropped due to replay timeout',
      'Initialized the eBPF system monitor',
      '',
    ])('is none: %j', (message) => {
      expect(told(said(message))).toBe('not-relevant');
    });

    it('counts nothing where nothing is watched, and is known by type, level and text', () => {
      const lost = said('Lost Perf Events Count : 7');
      expect(told(lost, [])).toBe('not-relevant');
      expect(kubearmor.recognises(lost)).toBe(true);
      expect(kubearmor.recognises({ ...lost, Type: 'Other' })).toBe(false);
      expect(kubearmor.recognises({ ...lost, Level: undefined })).toBe(false);
      expect(kubearmor.recognises({ ...lost, Message: 7 })).toBe(false);
      // A log shipper's field of that name holds an event of somebody.
      expect(kubearmor.recognises({ type: 'Message', level: 'WARN', message: 'x' })).toBe(false);
    });
  });

  it('takes capabilities with their verdict, and of the network only the call', () => {
    const capability = { Operation: 'Capabilities', Resource: 'CAP_NET_RAW', Data: '' };
    expect(items(capability)).toMatchObject([{ capability: 'NET_RAW', granted: true, uid: 33 }]);
    expect(items({ ...capability, Result: 'Permission denied' })).toMatchObject([
      { granted: false, outcome: 'refused' },
    ]);
    expect(items({ Operation: 'Network', Resource: 'x', Data: 'syscall=SYS_CONNECT fd=1' })).toMatchObject([
      { dimension: 'syscall', syscall: 'connect' },
    ]);
    expect(items({ Data: '' })).toBe('incomplete');
  });

  it('takes the user that is left out for the one with the id 0', () => {
    const capability = { Operation: 'Capabilities', Resource: 'CAP_NET_RAW', Data: '', UID: undefined };
    expect(items(capability)).toMatchObject([{ capability: 'NET_RAW', granted: true, uid: 0 }]);
  });

  it('takes of what has no resource the call alone', () => {
    const setuid = { Operation: 'Syscall', Resource: undefined, Data: 'syscall=SYS_SETUID userid=33' };
    expect(items(setuid)).toEqual([
      { dimension: 'syscall', syscall: 'setuid', outcome: 'allowed', origin: 'container' },
    ]);
    expect(items({ ...setuid, Data: '' })).toBe('not-relevant');
    expect(
      items({ Operation: 'Network', Resource: undefined, Data: 'syscall=SYS_LISTEN fd=3' }),
    ).toMatchObject([{ syscall: 'listen' }]);
  });

  it('takes for an execution only what executes', () => {
    const process = { Operation: 'Process', ProcessName: '/usr/bin/tool', PID: 1 };
    for (const Data of ['syscall=SYS_EXECVE', 'syscall=SYS_EXECVEAT', 'lsm=SECURITY_BPRM_CHECK'])
      expect(items({ ...process, Data })).toMatchObject([
        { dimension: 'exec', entrypoint: true },
        ...(Data.startsWith('lsm') ? [] : [{ dimension: 'syscall' }]),
      ]);
    expect(items({ ...process, Data: 'syscall=SYS_PTRACE' })).toBe('not-relevant');
  });

  it('takes the seconds where there is no other time, leaves out the node, and says where the mistake is', () => {
    expect(read({ ...capitalised, UpdatedTime: '' })).toMatchObject([
      { sentAt: '2026-03-01T10:20:00.000000000Z' },
    ]);
    expect(items({ NamespaceName: '', PodName: '', ContainerID: '' })).toBe('not-relevant');
    expect(items({ UpdatedTime: undefined, Timestamp: undefined })).toMatchObject([
      { path: ['updatedTime'] },
    ]);
    expect(items({ ContainerName: 'A B' })).toMatchObject([{ path: ['ContainerName'] }]);
  });
});
