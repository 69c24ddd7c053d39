import { describe, expect, it } from 'vitest';

import { narrowed } from '../../../../test/data/advisor/narrowed.js';
import { LOSSY, seen } from '../../../../test/data/advisor/observed.js';

const after = { spec: { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } } };
const call = (syscall: string, fields: object = {}) => seen({ dimension: 'syscall', syscall, ...fields });

describe('the default seccomp profile of the runtime', () => {
  it('breaks a call that it refuses', () => {
    expect(narrowed({ after, observed: { items: [call('read'), call('kexec_load')] } })).toEqual([
      'breaks runtime syscall-refused',
    ]);
  });
  it('lets pass what was refused before, and what an interactive session did', () => {
    const items = [
      call('read'),
      call('kexec_load', { outcome: 'refused' }),
      call('mount', { origin: 'interactive' }),
    ];
    expect(narrowed({ after, observed: { items, watched: ['syscall'] } })).toEqual([
      'passes runtime syscalls-allowed',
    ]);
  });
  it('lets a call pass that a capability of the container allows', () => {
    const add = (capability: string) => ({ securityContext: { capabilities: { add: [capability] } } });
    const observed = { items: [call('clock_settime')], watched: ['syscall'] as const };
    expect(narrowed({ before: add('SYS_TIME'), after: { ...after, ...add('SYS_TIME') }, observed })).toEqual([
      'passes runtime syscalls-allowed',
    ]);
    expect(narrowed({ after, observed })).toEqual(['breaks runtime syscall-refused']);
  });
  it('knows the architecture of the node, and takes a rule for some to apply where it does not', () => {
    const observed = { items: [call('arch_prctl')], watched: ['syscall'] as const };
    const on = (architecture?: string) =>
      narrowed({
        after,
        observed,
        node: { runtime: 'containerd://1.6.8', ...(architecture !== undefined && { architecture }) },
      });
    expect([on('amd64'), on('arm64'), on()]).toEqual([
      ['passes runtime syscalls-allowed'],
      ['breaks runtime syscall-refused'],
      ['passes runtime syscalls-allowed'],
    ]);
  });
  it('knows the version of the runtime: io_uring is refused since containerd 2.0', () => {
    const observed = { items: [call('io_uring_setup')], watched: ['syscall'] as const };
    expect(narrowed({ after, observed, node: { runtime: 'containerd://1.6.8' } })).toEqual([
      'passes runtime syscalls-allowed',
    ]);
    expect(narrowed({ after, observed, node: { runtime: 'containerd://2.1.0' } })).toEqual([
      'breaks runtime syscall-refused',
    ]);
  });
  it('is at risk for a call that is judged by its arguments', () => {
    expect(narrowed({ after, observed: { items: [call('personality')], watched: ['syscall'] } })).toEqual([
      'at-risk runtime syscall-arguments-unknown',
    ]);
  });
  it('lets clone pass where capabilities show that no namespace was made', () => {
    const items = [call('clone')];
    expect(narrowed({ after, observed: { items, watched: ['syscall'] } })).toEqual([
      'at-risk runtime syscall-arguments-unknown',
    ]);
    expect(narrowed({ after, observed: { items, watched: ['syscall', 'capability'] } })).toEqual([
      'passes runtime syscalls-allowed',
    ]);
  });
  it('lets clone3 pass, which falls back on clone', () => {
    expect(narrowed({ after, observed: { items: [call('clone3')], watched: ['syscall'] } })).toEqual([
      'passes runtime syscalls-allowed',
    ]);
  });
  it('is at risk where nobody watched', () => {
    expect(narrowed({ after })).toEqual(['at-risk runtime no-evidence']);
  });
  it('is at risk where observations were lost', () => {
    expect(narrowed({ after, observed: { watched: ['syscall'], coverage: LOSSY } })).toEqual([
      'at-risk runtime weak-evidence',
    ]);
  });
  it('takes nothing away where the kubelet applies it already', () => {
    expect(
      narrowed({ after, observed: { items: [call('kexec_load')] }, node: { seccompDefault: true } }),
    ).toEqual([]);
  });
  it('is read from the annotation too', () => {
    const annotations = { 'seccomp.security.alpha.kubernetes.io/pod': 'docker/default' };
    expect(narrowed({ after: { annotations }, observed: { items: [call('kexec_load')] } })).toEqual([
      'breaks runtime syscall-refused',
    ]);
  });
});

describe('a Localhost seccomp profile', () => {
  const localhost = {
    securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'app.json' } },
  };
  it('is at risk while it is not known', () => {
    expect(narrowed({ after: localhost, observed: { watched: ['syscall'] } })).toEqual([
      'at-risk runtime seccomp-profile-unknown',
    ]);
  });
});
