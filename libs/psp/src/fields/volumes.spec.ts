import { describe, expect, it } from 'vitest';

import { openPolicy, outcome, podOf } from '../../../../test/fixtures/policies.js';
import { validatePolicy } from '../validate-policy.js';

const podWithVolume = (source: object) => podOf({ volumes: [{ name: 'v', ...source }] });
const refusal = (type: string) => ({
  errors: [`spec.volumes[0]: Invalid value: "${type}": ${type} volumes are not allowed to be used`],
});

describe('volumes', () => {
  it('are all refused where the policy lists none, though a pod without volumes passes', () => {
    const policy = openPolicy({ volumes: [] });
    expect(outcome(policy, podOf())).toBe('unchanged');
    expect(outcome(policy, podWithVolume({ secret: { secretName: 's' } }))).toEqual(refusal('secret'));
  });

  it('go by the name that policies have for them', () => {
    const policy = openPolicy({ volumes: ['cephFS', 'storageos'] });
    expect(outcome(policy, podWithVolume({ cephfs: { monitors: ['m'] } }))).toBe('unchanged');
    expect(outcome(policy, podWithVolume({ storageos: {} }))).toBe('unchanged');
    expect(outcome(policy, podWithVolume({ rbd: {} }))).toEqual(refusal('rbd'));
  });

  it('without a source are an emptyDir', () => {
    expect(outcome(openPolicy({ volumes: ['emptyDir'] }), podWithVolume({}))).toBe('unchanged');
    expect(outcome(openPolicy({ volumes: ['secret'] }), podWithVolume({}))).toEqual(refusal('emptyDir'));
  });

  it('of a type that Kubernetes does not know make the policy invalid', () => {
    const policy = openPolicy({ volumes: ['cephfs', '*', ''] });
    expect(validatePolicy(policy).map(({ type, field, badValue }) => [type, field, badValue])).toEqual([
      ['FieldValueNotSupported', 'spec.volumes', 'cephfs'],
      ['FieldValueNotSupported', 'spec.volumes', ''],
    ]);
  });
});

describe('a projected volume', () => {
  const token = { serviceAccountToken: { path: 'token', expirationSeconds: 3607 } };
  const root = { configMap: { name: 'kube-root-ca.crt' } };
  const namespace = (fieldRef: object) => ({ downwardAPI: { items: [{ path: 'namespace', fieldRef }] } });
  const ofNamespace = namespace({ fieldPath: 'metadata.namespace' });
  const secretOnly = openPolicy({ volumes: ['secret'] });

  it('that holds what service account admission puts there passes as a secret', () => {
    expect(outcome(secretOnly, podWithVolume({ projected: { sources: [token, root, ofNamespace] } }))).toBe(
      'unchanged',
    );
  });

  it.each([
    ['an audience', { serviceAccountToken: { path: 'token', audience: 'vault' } }],
    ['another path', { serviceAccountToken: { path: 'other' } }],
    ['another config map', { configMap: { name: 'mine' } }],
    ['another field', namespace({ fieldPath: 'metadata.name' })],
    ['a secret', { secret: { name: 's' } }],
  ])('does not, with %s', (_name, source) => {
    const pod = podWithVolume({ projected: { sources: [token, source] } });
    expect(outcome(secretOnly, pod)).toEqual(refusal('projected'));
  });
});
