import { describe, expect, it } from 'vitest';

import type { RuntimeProfile } from '#libs/profiles';

import { podOf } from '../../../../test/data/advisor/narrowed.js';
import { NODE, type Observed, observed, seen } from '../../../../test/data/advisor/observed.js';
import { decideSyscall } from '../seccomp-profiles/decide-syscall.js';
import { localhostProfile } from '../seccomp-profiles/localhost-profile.js';
import { RUNTIME_DEFAULT_PROFILES } from '../seccomp-profiles/runtime-default.js';
import { RUNTIME_BASE_SYSCALLS } from './base-syscalls.js';
import { byProductsOf } from './by-products.js';
import { capabilityListFor } from './capability-list.js';
import { hardenContainer } from './harden-container.js';
import { seccompProfileFor } from './seccomp-profile.js';

const call = (syscall: string, fields: object = {}) => seen({ dimension: 'syscall', syscall, ...fields });
const capability = (name: string, fields: object = {}) =>
  seen({ dimension: 'capability', capability: name, granted: true, uid: 0, ...fields });

describe('a generated seccomp profile', () => {
  const generated = seccompProfileFor(
    observed('app', {
      items: [
        call('io_uring_setup'),
        call('mount', { outcome: 'refused' }),
        call('ptrace', { origin: 'interactive' }),
      ],
      watched: ['syscall'],
    }),
  );
  const read = localhostProfile('app.json', generated?.profile);
  const decide = (syscall: string) => read && decideSyscall(read.profile, syscall, new Set());

  it('allows what was seen, and what the runtime calls before the program runs', () => {
    expect(generated?.profile.syscalls[0]?.names).toEqual(
      [...RUNTIME_BASE_SYSCALLS, 'io_uring_setup'].sort(),
    );
  });

  it('refuses everything else, what was refused or done interactively too', () => {
    expect([decide('io_uring_setup'), decide('mount'), decide('ptrace'), decide('kexec_load')]).toEqual([
      { kind: 'allowed' },
      { kind: 'refused', fallback: false },
      { kind: 'refused', fallback: false },
      { kind: 'refused', fallback: false },
    ]);
  });

  it('lets libraries fall back from calls that were not seen', () => {
    expect(decide('clone3')).toEqual({ kind: 'refused', fallback: true });
  });

  it('tells how likely the next start is to need more', () => {
    expect([generated?.evidence.level, generated?.evidence.unseen]).toEqual(['strong', 0.0951]);
  });

  it('is not made where nobody watched', () => {
    expect(seccompProfileFor(observed('app', { items: [call('read')] }))).toBeUndefined();
  });

  it('has base calls that every default profile allows', () => {
    const refused = RUNTIME_DEFAULT_PROFILES.flatMap((profile) =>
      RUNTIME_BASE_SYSCALLS.filter((name) => decideSyscall(profile, name, new Set()).kind === 'refused'),
    );
    expect(refused).toEqual([]);
  });
});

describe('the list of capabilities', () => {
  it('is what was granted in the own user namespace, and what executables carry', () => {
    const list = capabilityListFor(
      observed('app', {
        items: [
          capability('SETUID'),
          capability('CHOWN'),
          capability('SYS_ADMIN', { userNamespace: 'child' }),
          capability('SYS_PTRACE', { granted: false }),
          seen({ dimension: 'exec', path: '/bin/ping', fileCapabilities: ['NET_RAW'] }),
        ],
        watched: ['capability'],
      }),
    );
    expect([list?.needed, list?.evidence.level]).toEqual([['CHOWN', 'SETUID', 'NET_RAW'], 'strong']);
  });

  it('is not made where nobody watched', () => {
    expect(capabilityListFor(observed('app'))).toBeUndefined();
  });
});

describe('a hardened security context', () => {
  const all = [
    'capability',
    'device',
    'exec',
    'file',
    'identity',
    'mount',
    'raw-socket',
    'syscall',
    'sysctl',
  ] as const;
  const profile = (what: Observed): RuntimeProfile => ({
    workload: { cluster: 'prod', namespace: 'shop', kind: 'Pod', name: 'app' },
    pods: 60,
    nodeFacts: [NODE],
    containers: [observed('app', what)],
  });

  it('takes every step that observations cover', () => {
    const first = seen({ dimension: 'identity', uid: 101, gid: 101, firstProcess: true });
    const hardened = hardenContainer(podOf({ securityContext: { privileged: true } }), 'app', {
      profile: profile({ items: [call('read'), call('socket'), first], watched: all, imageUsers: ['nginx'] }),
    });
    expect([hardened?.securityContext, hardened?.refused]).toEqual([
      {
        privileged: false,
        capabilities: { drop: ['ALL'] },
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        runAsUser: 101,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      [],
    ]);
  });

  it('leaves out what is in use, and says why', () => {
    const hardened = hardenContainer(podOf({}), 'app', {
      profile: profile({
        items: [
          capability('NET_BIND_SERVICE'),
          call('kexec_load'),
          seen({ dimension: 'file', path: '/var/log/app', operation: 'write', place: 'root' }),
          seen({ dimension: 'exec', path: '/usr/bin/sudo', privilegeGain: 'setuid' }),
        ],
        watched: all,
        imageUsers: [''],
      }),
    });
    expect(hardened?.securityContext).toEqual({ capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] } });
    expect(hardened?.refused.map(({ field, findings }) => [field, findings[0]?.reason])).toEqual([
      ['allowPrivilegeEscalation', 'privilege-gain-on-exec'],
      ['readOnlyRootFilesystem', 'root-filesystem-write'],
      ['runAsNonRoot', 'image-user-root'],
      ['seccompProfile', 'syscall-refused'],
    ]);
  });

  it('is nothing where nobody watched', () => {
    const hardened = hardenContainer(podOf({}), 'app', { profile: profile({}) });
    expect(hardened?.securityContext).toEqual({});
  });

  it('is nothing for a container that the pod does not have', () => {
    expect(hardenContainer(podOf({}), 'other', {})).toBeUndefined();
  });
});

describe('the by-products of workloads', () => {
  const workload = { cluster: '', namespace: 'shop', kind: 'Pod', name: 'app' };
  const pod = podOf({});
  const observedApp: RuntimeProfile = {
    workload: { ...workload, cluster: 'prod' },
    pods: 60,
    nodeFacts: [NODE],
    containers: [observed('app', { items: [capability('CHOWN')], watched: ['capability'] })],
  };

  it('are what each container of a template was observed to need', () => {
    const [only, ...others] = byProductsOf(
      [
        { workload, origin: 'template', templatePath: '', pod },
        { workload, origin: 'live', templatePath: '', pod },
      ],
      [observedApp],
    );
    expect(others).toEqual([]);
    expect([only?.workload, only?.container, only?.capabilities?.needed, only?.seccomp]).toEqual([
      workload,
      'app',
      ['CHOWN'],
      undefined, // nobody watched system calls
    ]);
    expect(only?.hardened?.securityContext.capabilities).toEqual({ add: ['CHOWN'], drop: ['ALL'] });
  });

  it('are none without a profile', () => {
    const other = { ...workload, name: 'other' };
    expect(
      byProductsOf([{ workload: other, origin: 'template', templatePath: '', pod }], [observedApp]),
    ).toEqual([]);
  });
});
