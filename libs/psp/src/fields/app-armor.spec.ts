import { describe, expect, it } from 'vitest';

import { ANY_SECCOMP, openPolicy, outcome, podOf } from '../../../../test/fixtures/policies.js';
import { validatePolicy } from '../validate-policy.js';

const allowedKey = 'apparmor.security.beta.kubernetes.io/allowedProfileNames';
const defaultKey = 'apparmor.security.beta.kubernetes.io/defaultProfileName';
const podKey = 'container.apparmor.security.beta.kubernetes.io/app';
const policyWith = (annotations: Record<string, string>) =>
  openPolicy({}, { ...ANY_SECCOMP, ...annotations });

describe('AppArmor', () => {
  it('is unrestricted where the policy has no list', () => {
    expect(outcome(policyWith({}), podOf({}, { [podKey]: 'unconfined' }))).toBe('unchanged');
  });

  it('has to be set under any list, also an empty one', () => {
    expect(outcome(policyWith({ [allowedKey]: '' }), podOf())).toEqual({
      errors: [`pod.metadata.annotations[${podKey}]: Forbidden: AppArmor profile must be set`],
    });
  });

  it('has to be one of the list, which has no wildcard', () => {
    expect(
      outcome(policyWith({ [allowedKey]: 'localhost/a,*' }), podOf({}, { [podKey]: 'unconfined' })),
    ).toEqual({
      errors: [
        `pod.metadata.annotations[${podKey}]: Forbidden: unconfined is not an allowed profile. Allowed values: "localhost/a,*"`,
      ],
    });
  });

  it('is filled in for each container without a profile, init containers too', () => {
    const policy = policyWith({ [defaultKey]: 'runtime/default' });
    const pod = podOf({ initContainers: [{ name: 'init', image: 'i' }] }, { [podKey]: 'localhost/a' });
    expect(outcome(policy, pod)).toEqual({
      annotations: {
        [podKey]: 'localhost/a',
        'container.apparmor.security.beta.kubernetes.io/init': 'runtime/default',
      },
    });
  });

  it('profiles of a policy have to have a form that Kubernetes knows', () => {
    const policy = policyWith({
      [defaultKey]: 'bogus',
      [allowedKey]: 'runtime/default,localhost/x, unconfined',
    });
    expect(validatePolicy(policy).map(({ field, detail }) => [field, detail])).toEqual([
      [`metadata.annotations[${defaultKey}]`, 'invalid AppArmor profile name: "bogus"'],
      [`metadata.annotations[${allowedKey}]`, 'invalid AppArmor profile name: " unconfined"'],
    ]);
  });
});
