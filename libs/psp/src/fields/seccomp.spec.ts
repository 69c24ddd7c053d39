import { describe, expect, it } from 'vitest';

import { openPolicy, outcome, podOf, podWith } from '../../../../test/fixtures/policies.js';
import { validatePolicy } from '../validate-policy.js';

const allowedKey = 'seccomp.security.alpha.kubernetes.io/allowedProfileNames';
const defaultKey = 'seccomp.security.alpha.kubernetes.io/defaultProfileName';
const podKey = 'seccomp.security.alpha.kubernetes.io/pod';
const containerKey = 'container.seccomp.security.alpha.kubernetes.io/app';
const allowing = (list: string, more = {}) => openPolicy({}, { [allowedKey]: list, ...more });
const runtimeDefault = { seccompProfile: { type: 'RuntimeDefault' } };

describe('seccomp', () => {
  it('may not be set at all where the policy has no annotation', () => {
    const policy = openPolicy({}, {});
    expect(outcome(policy, podOf())).toBe('unchanged');
    expect(outcome(policy, podWith(runtimeDefault))).toEqual({
      errors: [`pod.metadata.annotations[${containerKey}]: Forbidden: seccomp may not be set`],
    });
  });

  it('at the pod is written down as an annotation by every policy, which is a change', () => {
    expect(outcome(allowing('*'), podWith({}, runtimeDefault))).toEqual({
      annotations: { [podKey]: 'runtime/default' },
      pod: runtimeDefault,
      container: {},
    });
    expect(outcome(allowing('*'), podWith(runtimeDefault))).toBe('unchanged');
  });

  it('is checked for the pod itself too, even if every container has a profile', () => {
    expect(outcome(allowing('runtime/default'), podWith(runtimeDefault))).toEqual({
      errors: [
        `pod.metadata.annotations[${podKey}]: Forbidden:  is not an allowed seccomp profile. Valid values are runtime/default`,
      ],
    });
  });

  it('takes docker/default and runtime/default for one another', () => {
    const pod = podOf({}, { [podKey]: 'docker/default' });
    expect(outcome(allowing('runtime/default'), pod)).toBe('unchanged');
    expect(outcome(allowing('docker/default'), podWith({}, runtimeDefault))).toMatchObject({ container: {} });
  });

  it('with a list of the empty text may only be unset', () => {
    expect(outcome(allowing(''), podOf())).toBe('unchanged');
    expect(outcome(allowing(''), podOf({}, { [podKey]: 'unconfined' }))).toHaveProperty('errors');
  });

  it('is filled in at the pod by default, unless annotation or field is there', () => {
    const policy = allowing('*', { [defaultKey]: 'localhost/a.json' });
    expect(outcome(policy, podOf())).toEqual({ annotations: { [podKey]: 'localhost/a.json' } });
    expect(outcome(policy, podOf({}, { [podKey]: 'unconfined' }))).toBe('unchanged');
  });

  it('of a container goes by its field, its annotation, the pod’s field, the pod’s annotation', () => {
    const policy = allowing('localhost/wanted');
    const localhost = (localhostProfile: string) => ({
      seccompProfile: { type: 'Localhost', localhostProfile },
    });
    const pod = (container: object, ofPod: object, annotations: Record<string, string>) =>
      podOf(
        { containers: [{ name: 'app', image: 'i', securityContext: container }], securityContext: ofPod },
        { [podKey]: 'localhost/wanted', ...annotations },
      );
    const results = [
      pod(localhost('wanted'), localhost('other'), { [containerKey]: 'localhost/other' }),
      pod({}, localhost('other'), { [containerKey]: 'localhost/wanted' }),
      pod({}, localhost('wanted'), {}),
      pod({}, {}, {}),
      pod({}, localhost('other'), {}),
    ].map((each) => outcome(policy, each) === 'unchanged');
    expect(results).toEqual([true, true, true, true, false]);
  });

  it('annotations of a policy have to name profiles, each for itself and without spaces', () => {
    const policy = allowing('*,runtime/default, unconfined,localhost//abs,localhost/../x,', {
      [defaultKey]: '*',
    });
    expect(validatePolicy(policy).map(({ field, badValue, detail }) => [field, badValue, detail])).toEqual([
      [`metadata.annotations[${defaultKey}]`, '*', 'must be a valid seccomp profile'],
      [`metadata.annotations[${allowedKey}]`, ' unconfined', 'must be a valid seccomp profile'],
      [`metadata.annotations[${allowedKey}]`, '/abs', 'must be a relative path'],
      [`metadata.annotations[${allowedKey}]`, '../x', "must not contain '..'"],
      [`metadata.annotations[${allowedKey}]`, '', 'must be a valid seccomp profile'],
    ]);
  });
});
