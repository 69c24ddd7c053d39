import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Pod } from '#libs/kubernetes';

import { pods, policies } from '../../../test/arbitraries/policies-and-pods.js';
import { admit } from './admit.js';
import { compilePolicy } from './compile-policy.js';
import type { PodSecurityPolicy } from './policy.js';
import { withoutPolicyDefaults } from './without-policy-defaults.js';

const any = { rule: 'RunAsAny' };
const policy: PodSecurityPolicy = {
  metadata: {
    name: 'restricted',
    annotations: { 'seccomp.security.alpha.kubernetes.io/defaultProfileName': 'runtime/default' },
  },
  spec: {
    allowPrivilegeEscalation: false,
    requiredDropCapabilities: ['NET_RAW'],
    defaultAddCapabilities: ['CHOWN'],
    runAsUser: { rule: 'MustRunAs', ranges: [{ min: 1000, max: 2000 }] },
    fsGroup: { rule: 'MustRunAs', ranges: [{ min: 5, max: 9 }] },
    supplementalGroups: any,
    seLinux: any,
  },
};

/** What admission says and does: an empty object or list says as much as none, and the order of lists of names nothing. */
function essence(value: unknown): unknown {
  if (Array.isArray(value)) {
    const all = value.map(essence);
    return all.every((each) => typeof each === 'string') ? all.toSorted() : all;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, each]) => [key, essence(each)] as const)
    .filter(([, each]) => typeof each !== 'object' || Object.keys(each ?? {}).length > 0);
  return Object.fromEntries(entries);
}

describe('an admitted pod without what the policy filled in', () => {
  it('has neither its defaults nor its annotation, and keeps what was asked for', () => {
    const live: Pod = {
      metadata: {
        name: 'web',
        annotations: {
          'kubernetes.io/psp': 'restricted',
          'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default',
          team: 'shop',
        },
      },
      spec: {
        securityContext: { fsGroup: 5, seccompProfile: { type: 'RuntimeDefault' }, runAsGroup: 7 },
        containers: [
          {
            name: 'own',
            securityContext: {
              allowPrivilegeEscalation: false,
              runAsUser: 1000,
              capabilities: { add: ['CHOWN'], drop: ['NET_RAW'] },
            },
          },
          {
            name: 'asked',
            securityContext: { runAsUser: 1500, capabilities: { add: ['CHOWN', 'KILL'], drop: ['NET_RAW'] } },
          },
        ],
      },
    };
    expect(withoutPolicyDefaults(live, policy)).toEqual({
      metadata: { name: 'web', annotations: { team: 'shop' } },
      spec: {
        securityContext: { runAsGroup: 7 },
        containers: [
          { name: 'own' },
          { name: 'asked', securityContext: { runAsUser: 1500, capabilities: { add: ['KILL'] } } },
        ],
      },
    });
  });

  it('is admitted by the same policy to the same pod', { timeout: 60_000 }, () => {
    let held = 0;
    fc.assert(
      fc.property(policies, pods, ([given], pod) => {
        if (given === undefined) return;
        const ask = (asked: Pod) =>
          admit({ policies: [compilePolicy(given)], pod: asked, namespace: 'shop', mayUse: () => true });
        const first = ask(pod);
        if (first.pod === undefined) return;
        held += 1;
        const again = ask(withoutPolicyDefaults(first.pod, given));
        const told = (admitted: Pod | undefined) => essence([admitted?.spec, admitted?.metadata.annotations]);
        expect(told(again.pod)).toEqual(told(first.pod));
      }),
      { seed: 20_26, numRuns: 1000 },
    );
    expect(held).toBeGreaterThan(100);
  });
});
