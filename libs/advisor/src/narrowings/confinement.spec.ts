import { describe, expect, it } from 'vitest';

import { narrowed } from '../../../../test/data/advisor/narrowed.js';
import { LOSSY, seen } from '../../../../test/data/advisor/observed.js';

const armor = (profile: string) => ({
  annotations: { 'container.apparmor.security.beta.kubernetes.io/app': profile },
});
const denial = (mechanism: string) =>
  seen({ dimension: 'denial', mechanism, what: 'open /etc/shadow', outcome: 'refused' });

describe('an AppArmor profile', () => {
  const after = armor('runtime/default');
  it('changes nothing where AppArmor is enabled and none was set', () => {
    expect(narrowed({ after, node: { apparmor: true } })).toEqual(['passes runtime app-armor-unchanged']);
  });
  it('keeps the pod from starting where AppArmor is not enabled', () => {
    expect(narrowed({ after, node: { apparmor: false } })).toEqual(['breaks start app-armor-disabled']);
  });
  it('is at risk where nobody knows whether it is enabled', () => {
    expect(narrowed({ after, node: {} })).toEqual(['at-risk start app-armor-unknown']);
  });
  it('breaks after denials, where another profile was set', () => {
    expect(
      narrowed({ before: armor('localhost/app'), after, observed: { items: [denial('apparmor')] } }),
    ).toEqual(['breaks runtime app-armor-denial']);
  });
  it('breaks mounts, where the container was unconfined', () => {
    const mount = seen({ dimension: 'mount', filesystem: 'tmpfs', target: '/mnt' });
    expect(narrowed({ before: armor('unconfined'), after, observed: { items: [mount] } })).toEqual([
      'breaks runtime app-armor-denies-mount',
    ]);
  });
  it('is at risk where what another profile denies is not known, lossy or not', () => {
    expect(narrowed({ after: armor('localhost/app') })).toEqual([
      'at-risk runtime app-armor-profile-unknown',
    ]);
    expect(
      narrowed({ after: armor('localhost/app'), observed: { watched: ['denial'], coverage: LOSSY } }),
    ).toEqual(['at-risk runtime app-armor-profile-unknown']);
  });
});

describe('an SELinux label', () => {
  const after = { securityContext: { seLinuxOptions: { type: 'container_t' } } };
  it('breaks after denials', () => {
    expect(narrowed({ after, observed: { items: [denial('selinux')] }, node: { selinux: true } })).toEqual([
      'breaks runtime se-linux-denial',
    ]);
  });
  it('has no effect where SELinux is not enforced', () => {
    expect(narrowed({ after, node: { selinux: false } })).toEqual(['passes runtime se-linux-disabled']);
  });
  it.each([
    ['no denial was seen', { watched: ['denial'] as const }],
    ['nobody watched', {}],
    ['observations were lost', { watched: ['denial'] as const, coverage: LOSSY }],
  ])('is at risk if %s', (_, observed) => {
    expect(narrowed({ after, observed, node: { selinux: true } })).toEqual([
      'at-risk runtime se-linux-label-changes',
    ]);
  });
});

describe('a runtime class', () => {
  it('is always at risk', () => {
    const after = { spec: { runtimeClassName: 'gvisor' } };
    expect(narrowed({ after })).toEqual(['at-risk runtime runtime-class-changes']);
    expect(narrowed({ after, observed: { watched: ['syscall', 'file'] } })).toEqual([
      'at-risk runtime runtime-class-changes',
    ]);
    expect(narrowed({ before: after, after })).toEqual([]);
  });
});
