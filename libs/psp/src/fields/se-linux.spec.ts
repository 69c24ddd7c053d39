import { describe, expect, it } from 'vitest';

import { openPolicy, outcome, podWith } from '../../../../test/fixtures/policies.js';
import { validatePolicy } from '../validate-policy.js';
import { equalSELinuxLevels } from './se-linux.js';

const seLinuxOptions = { level: 's0:c1,c2', type: 'container_t' };
const policy = openPolicy({ seLinux: { rule: 'MustRunAs', seLinuxOptions } });

describe('seLinux MustRunAs', () => {
  it('fills in the pod, even if every container has options', () => {
    expect(outcome(policy, podWith({}))).toEqual({ pod: { seLinuxOptions }, container: {} });
    expect(outcome(policy, podWith({ seLinuxOptions }))).toEqual({
      pod: { seLinuxOptions },
      container: { seLinuxOptions },
    });
  });

  it('demands the same of pod and containers, and what the policy leaves open to be unset', () => {
    const other = { level: 's0:c2,c1', type: 'spc_t', user: 'u' };
    expect(outcome(policy, podWith({ seLinuxOptions: other }, { seLinuxOptions }))).toEqual({
      errors: [
        'spec.containers[0].securityContext.seLinuxOptions.type: Invalid value: "spc_t": must be container_t',
        'spec.containers[0].securityContext.seLinuxOptions.user: Invalid value: "u": must be ',
      ],
    });
  });

  it('takes levels for equal whose categories are, in any order', () => {
    const pairs = [
      ['s0', 's0', true],
      ['s0', 's0:', false],
      ['s0:c1,c2', 's0:c2,c1', true],
      ['s0:c1', 's1:c1', false],
      ['s0:c1,c1', 's0:c1', false],
      ['s0:c1:c2', 's0:c1:c2', true],
    ] as const;
    expect(pairs.map(([a, b]) => [a, b, equalSELinuxLevels(a, b)])).toEqual(pairs);
  });

  it('can not be used without options, and a policy needs a rule', () => {
    const without = openPolicy({ seLinux: { rule: 'MustRunAs' } });
    expect([validatePolicy(without), outcome(without, podWith({}))]).toEqual([
      [],
      { providerError: 'MustRunAs requires SELinuxOptions' },
    ]);
    expect(validatePolicy(openPolicy({ seLinux: {} })).map(({ field }) => field)).toEqual([
      'spec.seLinux.rule',
    ]);
  });
});
