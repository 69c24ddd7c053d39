import { describe, expect, it } from 'vitest';

import { openPolicy, outcome, podWith } from '../../../../test/fixtures/policies.js';
import { validatePolicy } from '../validate-policy.js';

const mustRunAs = openPolicy({
  runAsUser: {
    rule: 'MustRunAs',
    ranges: [
      { min: 1000, max: 1999 },
      { min: 5000, max: 5000 },
    ],
  },
});
const nonRoot = openPolicy({ runAsUser: { rule: 'MustRunAsNonRoot' } });

describe('runAsUser MustRunAs', () => {
  it('fills in the first id of the first range, in the container', () => {
    expect(outcome(mustRunAs, podWith({}))).toEqual({ container: { runAsUser: 1000 } });
  });

  it("leaves a container alone that has the pod's user", () => {
    expect(outcome(mustRunAs, podWith({}, { runAsUser: 5000 }))).toBe('unchanged');
  });

  it('accepts both ends of each range and nothing beside them', () => {
    const refused = [999, 1000, 1999, 2000, 5000, 5001].filter(
      (runAsUser) => outcome(mustRunAs, podWith({ runAsUser })) !== 'unchanged',
    );
    expect(refused).toEqual([999, 2000, 5001]);
  });

  it('refuses with the ranges in the text', () => {
    expect(outcome(mustRunAs, podWith({ runAsUser: 0 }))).toEqual({
      errors: [
        'spec.containers[0].securityContext.runAsUser: Invalid value: 0: must be in the ranges: [{1000 1999} {5000 5000}]',
      ],
    });
  });

  it('can not be used without ranges, though it is valid', () => {
    const policy = openPolicy({ runAsUser: { rule: 'MustRunAs' } });
    expect(validatePolicy(policy)).toEqual([]);
    expect(outcome(policy, podWith({}))).toEqual({ providerError: 'MustRunAs requires at least one range' });
  });
});

describe('runAsUser MustRunAsNonRoot', () => {
  it('sets runAsNonRoot only where neither it nor a user is set', () => {
    expect(outcome(nonRoot, podWith({}))).toEqual({ container: { runAsNonRoot: true } });
    expect(outcome(nonRoot, podWith({ runAsUser: 1 }))).toBe('unchanged');
    expect(outcome(nonRoot, podWith({}, { runAsNonRoot: true }))).toBe('unchanged');
  });

  it('refuses uid 0, and runAsNonRoot=false even beside another user', () => {
    const path = 'spec.containers[0].securityContext';
    expect(outcome(nonRoot, podWith({ runAsUser: 0 }))).toEqual({
      errors: [`${path}.runAsUser: Invalid value: 0: running with the root UID is forbidden`],
    });
    expect(outcome(nonRoot, podWith({ runAsUser: 7, runAsNonRoot: false }))).toEqual({
      errors: [`${path}.runAsNonRoot: Invalid value: false: must be true`],
    });
  });
});

describe('runAsUser of a policy', () => {
  it('has to have a known rule and ranges with 0 ≤ min ≤ max', () => {
    const policy = openPolicy({ runAsUser: { rule: 'Bogus', ranges: [{ min: -1, max: -2 }] } });
    expect(validatePolicy(policy).map(({ type, field }) => [type, field])).toEqual([
      ['FieldValueNotSupported', 'spec.runAsUser.rule'],
      ['FieldValueInvalid', 'spec.runAsUser.ranges[0].min'],
      ['FieldValueInvalid', 'spec.runAsUser.ranges[0].max'],
      ['FieldValueInvalid', 'spec.runAsUser.ranges[0].min'],
    ]);
    expect(outcome(policy, podWith({}))).toEqual({
      providerError: 'Unrecognized RunAsUser strategy type Bogus',
    });
  });
});
