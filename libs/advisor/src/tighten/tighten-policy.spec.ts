import { describe, expect, it } from 'vitest';

import { changePolicy, type PodSecurityPolicy, type PolicyChange } from '#libs/psp';

import { container, deployment } from '../../../../test/data/advisor/pods.js';
import { WIDEST_POLICY } from '../generate/widest-policy.js';
import { tightenPolicy, type TightenResult } from './tighten-policy.js';

const plain = deployment('web', { containers: [container('web')] });

function policyWith(...changes: PolicyChange[]): PodSecurityPolicy {
  return changes.reduce(changePolicy, {
    ...WIDEST_POLICY,
    metadata: { ...WIDEST_POLICY.metadata, name: 'restricted' },
  });
}

function excessFields({ excess }: TightenResult): string[] {
  return excess.map(({ field }) => field);
}

describe('tightening a policy', () => {
  it('takes away everything that the scope does not need, and shows each excess with a pod', () => {
    const result = tightenPolicy({ policy: policyWith(), sources: [plain] });
    expect(result.verified).toEqual({
      sound: true,
      minimal: true,
      sources: 1,
      tightenings: result.verified.tightenings,
    });
    expect(result.comparison.order).toBe('narrower');
    expect(excessFields(result)).toEqual([
      'privileged',
      'hostNetwork',
      'hostPID',
      'hostIPC',
      'hostPorts',
      'volumes',
      'capabilities',
      'runAsGroup',
      'supplementalGroups',
      'fsGroup',
      'sysctls',
      'runtimeClass',
      'seccomp',
    ]);
    expect(result.excess[0]?.witness).toMatchObject({ admittedBy: 'second', otherwise: 'refused' });
    expect(result.policy.metadata.name).toBe('restricted');
  });

  it('finds nothing to tighten in its own result', () => {
    const { policy } = tightenPolicy({ policy: policyWith(), sources: [plain] });
    const again = tightenPolicy({ policy, sources: [plain] });
    expect(again.policy).toEqual(policy);
    expect(again.excess).toEqual([]);
  });

  it('goes on filling in what the policy fills in, with the same values', () => {
    const policy = policyWith(
      {
        spec: {
          runAsUser: {
            rule: 'MustRunAs',
            ranges: [
              { min: 2000, max: 3000 },
              { min: 1, max: 999 },
            ],
          },
          fsGroup: { rule: 'MustRunAs', ranges: [{ min: 5, max: 9 }] },
          allowedCapabilities: ['NET_ADMIN'],
          defaultAddCapabilities: ['CHOWN'],
          requiredDropCapabilities: ['NET_RAW'],
          allowPrivilegeEscalation: false,
          runtimeClass: { allowedRuntimeClassNames: ['gvisor', 'kata'], defaultRuntimeClassName: 'gvisor' },
        },
      },
      {
        annotations: {
          'seccomp.security.alpha.kubernetes.io/defaultProfileName': 'runtime/default',
          'apparmor.security.beta.kubernetes.io/defaultProfileName': 'runtime/default',
        },
      },
    );
    const user = deployment('user', {
      containers: [container('a', { securityContext: { runAsUser: 500 } })],
    });
    const result = tightenPolicy({ policy, sources: [plain, user] });
    expect(result.verified).toMatchObject({ sound: true, minimal: true, sources: 2 });
    expect(result.policy.metadata.annotations).toEqual({
      'seccomp.security.alpha.kubernetes.io/allowedProfileNames': 'runtime/default',
      'seccomp.security.alpha.kubernetes.io/defaultProfileName': 'runtime/default',
      'apparmor.security.beta.kubernetes.io/allowedProfileNames': 'runtime/default',
      'apparmor.security.beta.kubernetes.io/defaultProfileName': 'runtime/default',
    });
    expect(result.policy.spec).toMatchObject({
      runAsUser: {
        rule: 'MustRunAs',
        ranges: [
          { min: 2000, max: 2000 },
          { min: 500, max: 500 },
        ],
      },
      fsGroup: { rule: 'MustRunAs', ranges: [{ min: 5, max: 5 }] },
      defaultAddCapabilities: ['CHOWN'],
      requiredDropCapabilities: ['NET_RAW'],
      allowPrivilegeEscalation: false,
      runtimeClass: { allowedRuntimeClassNames: ['gvisor'], defaultRuntimeClassName: 'gvisor' },
    });
    expect(result.policy.spec.allowedCapabilities).toBeUndefined();
  });

  it('leaves out, and reports, what the policy refuses as it is', () => {
    const policy = policyWith({ spec: { privileged: false } });
    const privileged = deployment('root', {
      containers: [container('a', { securityContext: { privileged: true } })],
    });
    const result = tightenPolicy({ policy, sources: [plain, privileged] });
    expect(result.refused).toMatchObject([
      {
        workload: { name: 'root' },
        errors: [{ field: 'spec.containers[0].securityContext.privileged' }],
      },
    ]);
    expect(result.verified).toMatchObject({ sound: true, minimal: true, sources: 1 });
  });

  it('keeps the policy as it is where nothing of the scope works', () => {
    const policy = policyWith({ spec: { runAsUser: { rule: 'MustRunAsNonRoot' } } });
    const root = deployment('root', { containers: [container('a', { securityContext: { runAsUser: 0 } })] });
    const result = tightenPolicy({ policy, sources: [root] });
    expect(result.policy).toBe(policy);
    expect(result.excess).toEqual([]);
    expect(result.verified.sources).toBe(0);
  });
});
