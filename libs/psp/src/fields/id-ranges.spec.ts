import { describe, expect, it } from 'vitest';

import { openPolicy, outcome, podWith } from '../../../../test/fixtures/policies.js';
import { validatePolicy } from '../validate-policy.js';

const ranges = [{ min: 100, max: 200 }];
const texts = { at: 'must be in the ranges: [{100 200}]' };

describe('runAsGroup', () => {
  it('is unrestricted where the policy has none', () => {
    expect(outcome(openPolicy(), podWith({ runAsGroup: 0 }))).toBe('unchanged');
  });

  it('under MustRunAs is filled in per container and reported at the security context', () => {
    const policy = openPolicy({ runAsGroup: { rule: 'MustRunAs', ranges } });
    expect(outcome(policy, podWith({}))).toEqual({ container: { runAsGroup: 100 } });
    expect(outcome(policy, podWith({}, { runAsGroup: 150 }))).toBe('unchanged');
    expect(outcome(policy, podWith({ runAsGroup: 0 }))).toEqual({
      errors: [`spec.containers[0].securityContext: Invalid value: [0]: group 0 ${texts.at}`],
    });
  });

  it('under MayRunAs may be absent, and is checked if present', () => {
    const policy = openPolicy({ runAsGroup: { rule: 'MayRunAs', ranges } });
    expect(outcome(policy, podWith({}))).toBe('unchanged');
    expect(outcome(policy, podWith({ runAsGroup: 99 }))).toEqual({
      errors: [`spec.containers[0].securityContext: Invalid value: [99]: group 99 ${texts.at}`],
    });
  });

  it('needs ranges unless it is RunAsAny, which must have none', () => {
    const fields = (runAsGroup: object): unknown =>
      validatePolicy(openPolicy({ runAsGroup })).map(({ field, detail }) => [field, detail]);
    expect(fields({ rule: 'MayRunAs' })).toEqual([
      ['spec.runAsGroup.ranges', 'must provide at least one range'],
    ]);
    expect(fields({ rule: 'RunAsAny', ranges })).toEqual([
      ['spec.runAsGroup.ranges', 'Ranges must be empty'],
    ]);
    expect(fields({ rule: 'Bogus', ranges: [{ min: 2, max: 1 }] })).toEqual([
      ['spec.runAsGroup.rule', 'supported values: "MustRunAs", "RunAsAny", "MayRunAs"'],
    ]);
  });
});

describe('fsGroup', () => {
  const policy = openPolicy({ fsGroup: { rule: 'MustRunAs', ranges } });

  it('is filled in at the pod', () => {
    expect(outcome(policy, podWith({}))).toEqual({ pod: { fsGroup: 100 }, container: {} });
  });

  it('has to be in a range', () => {
    expect(outcome(policy, podWith({}, { fsGroup: 200 }))).toBe('unchanged');
    expect(outcome(policy, podWith({}, { fsGroup: 201 }))).toEqual({
      errors: [`spec.securityContext.fsGroup: Invalid value: [201]: group 201 ${texts.at}`],
    });
  });

  it('without ranges is valid, and can not be used', () => {
    const without = openPolicy({ fsGroup: { rule: 'MayRunAs' }, supplementalGroups: { rule: 'MustRunAs' } });
    expect(validatePolicy(without)).toEqual([]);
    expect(outcome(without, podWith({}))).toEqual({
      providerError: '[ranges must be supplied for MayRunAs, ranges must be supplied for MustRunAs]',
    });
  });
});

describe('supplementalGroups', () => {
  const policy = openPolicy({ supplementalGroups: { rule: 'MustRunAs', ranges } });

  it('are filled in where absent, not where empty', () => {
    expect(outcome(policy, podWith({}))).toEqual({ pod: { supplementalGroups: [100] }, container: {} });
    expect(outcome(policy, podWith({}, { supplementalGroups: [] }))).toEqual({
      errors: [
        'spec.securityContext.supplementalGroups: Invalid value: []: unable to validate empty groups against required ranges',
      ],
    });
  });

  it('have to be in the ranges one and all', () => {
    const at = 'spec.securityContext.supplementalGroups: Invalid value: [1,150,2]';
    expect(outcome(policy, podWith({}, { supplementalGroups: [1, 150, 2] }))).toEqual({
      errors: [`${at}: group 1 ${texts.at}`, `${at}: group 2 ${texts.at}`],
    });
  });
});
