import { describe, expect, it } from 'vitest';

import type { PodShape } from '#libs/kubernetes';
import type { ProfileItem, RuntimeProfile } from '#libs/profiles';

import { NODE, observed, seen } from '../../../../test/data/advisor/observed.js';
import { type GeneratedPolicy, generatePolicy } from './generate-policy.js';
import { container, deployment } from '../../../../test/data/advisor/pods.js';

const EVERYTHING = [
  'syscall',
  'capability',
  'identity',
  'exec',
  'file',
  'device',
  'listen',
  'connect',
  'raw-socket',
  'unix-connect',
  'host-process',
  'host-ipc',
  'mount',
  'sysctl',
  'denial',
] as const;

function profileOf(
  { workload }: PodShape,
  items: readonly ProfileItem[],
  imageUsers: readonly string[] = [''],
): RuntimeProfile {
  return {
    workload,
    pods: 60,
    nodeFacts: [NODE],
    containers: [observed('app', { watched: EVERYTHING, items, imageUsers })],
  };
}

function withEvidence(sources: readonly PodShape[], profiles: readonly RuntimeProfile[]): GeneratedPolicy {
  const result = generatePolicy({
    sources,
    profiles,
    basis: 'runtime',
    mutations: 'allow-with-evidence',
    name: 'least',
  });
  if (result.policy === undefined) throw new Error(JSON.stringify(result.unsatisfiable));
  expect(result.verified).toMatchObject({ sound: true, minimal: true });
  return result;
}

const root = seen({ dimension: 'identity', uid: 0, gid: 0, firstProcess: true }, { pods: 60, days: 30 });
const user = seen({ dimension: 'identity', uid: 101, gid: 101, firstProcess: true }, { pods: 60, days: 30 });
const plain = deployment('web', { containers: [container('app')] });

describe('generation with evidence', () => {
  it('drops every capability, escalation and a writable root of a workload that uses none of them', () => {
    const { policy, patches } = withEvidence([plain], [profileOf(plain, [user], ['101'])]);
    expect(policy.spec).toMatchObject({
      requiredDropCapabilities: ['ALL'],
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsUser: { rule: 'MustRunAs', ranges: [{ min: 101, max: 101 }] },
    });
    expect(policy.spec.defaultAddCapabilities).toBeUndefined();
    expect(patches).toBeUndefined();
  });

  it('keeps what is in use', () => {
    const chown = seen(
      { dimension: 'capability', capability: 'CHOWN', granted: true, uid: 0 },
      { pods: 60, days: 30 },
    );
    const write = seen(
      { dimension: 'file', path: '/var/cache/app', operation: 'write', place: 'root' },
      { pods: 60, days: 30 },
    );
    const { policy } = withEvidence([plain], [profileOf(plain, [root, chown, write])]);
    expect(policy.spec).toMatchObject({
      requiredDropCapabilities: [
        'AUDIT_WRITE',
        'DAC_OVERRIDE',
        'FOWNER',
        'FSETID',
        'KILL',
        'MKNOD',
        'NET_BIND_SERVICE',
        'NET_RAW',
        'SETFCAP',
        'SETGID',
        'SETPCAP',
        'SETUID',
        'SYS_CHROOT',
      ],
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: false,
    });
  });

  it('says for each such value which evidence it rests on', () => {
    const { explanations } = withEvidence([plain], [profileOf(plain, [root])]);
    const explanation = explanations.find(({ path }) => path === 'spec.requiredDropCapabilities[0]');
    expect(explanation).toMatchObject({ field: 'capabilities', value: 'ALL' });
    expect(explanation?.evidence?.map(({ outcome, field }) => [outcome, field])).toEqual([
      ['passes', 'requiredDropCapabilities'],
    ]);
    expect(explanation?.evidence?.[0]?.evidence).toMatchObject({ level: 'strong', startsObserved: 60 });
  });

  it('changes nothing without a profile, nor for a group of which one member has none', () => {
    const other = deployment('other', { containers: [container('app')] });
    const forbid = generatePolicy({ sources: [plain], name: 'least' });
    expect(withEvidence([plain], []).policy).toEqual(forbid.policy);
    expect(withEvidence([plain, other], [profileOf(plain, [user], ['101'])]).policy).toEqual(forbid.policy);
  });

  it('equals spec where mutations are forbidden', () => {
    const forbid = generatePolicy({ sources: [plain], name: 'least' });
    const profiles = [profileOf(plain, [user])];
    expect(generatePolicy({ sources: [plain], name: 'least', basis: 'runtime', profiles })).toEqual(forbid);
  });

  it('patches a workload that is privileged without need, and admits it only so', () => {
    const privileged = deployment('web', {
      containers: [container('app', { securityContext: { privileged: true } })],
    });
    const chown = seen(
      { dimension: 'capability', capability: 'CHOWN', granted: true, uid: 0 },
      { pods: 60, days: 30 },
    );
    const { policy, patches } = withEvidence([privileged], [profileOf(privileged, [root, chown])]);
    expect(policy.spec.privileged).toBe(false);
    expect(patches).toHaveLength(1);
    expect(patches?.[0]).toMatchObject({ workload: privileged.workload });
    expect(patches?.[0]?.manifest).toContain('privileged');
  });

  it('leaves a workload privileged that needs it', () => {
    const privileged = deployment('web', {
      containers: [container('app', { securityContext: { privileged: true } })],
    });
    const mount = seen({ dimension: 'mount', filesystem: 'ext4', target: '/mnt' }, { pods: 60, days: 30 });
    const device = seen(
      { dimension: 'device', path: '/dev/sda', operation: 'write' },
      { pods: 60, days: 30 },
    );
    const { policy, patches } = withEvidence([privileged], [profileOf(privileged, [root, mount, device])]);
    expect(policy.spec.privileged).toBe(true);
    expect(patches).toBeUndefined();
  });
});
