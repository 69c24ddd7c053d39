import { describe, expect, it } from 'vitest';

import { openPolicy, outcome, podWith } from '../../../../test/fixtures/policies.js';
import { validatePolicy } from '../validate-policy.js';

const restricted = (spec: object) => openPolicy({ allowedCapabilities: [], ...spec });
const path = 'spec.containers[0].securityContext.capabilities';

describe('capabilities', () => {
  it('may be added if allowed or added by default, letter by letter', () => {
    const policy = restricted({ allowedCapabilities: ['NET_ADMIN'], defaultAddCapabilities: ['CHOWN'] });
    expect(outcome(policy, podWith({ capabilities: { add: ['NET_ADMIN', 'CHOWN'] } }))).toBe('unchanged');
    expect(outcome(policy, podWith({ capabilities: { add: ['CHOWN', 'CAP_NET_ADMIN', 'ALL'] } }))).toEqual({
      errors: [
        `${path}.add: Invalid value: "CAP_NET_ADMIN": capability may not be added`,
        `${path}.add: Invalid value: "ALL": capability may not be added`,
      ],
    });
  });

  it('are sorted and freed of repetitions as soon as anything is filled in', () => {
    const policy = restricted({ requiredDropCapabilities: ['MKNOD'], allowedCapabilities: ['B', 'A'] });
    const capabilities = { add: ['B', 'A', 'B'], drop: ['Z'] };
    expect(outcome(policy, podWith({ capabilities }))).toEqual({
      container: { capabilities: { add: ['A', 'B'], drop: ['MKNOD', 'Z'] } },
    });
  });

  it('stay as they are if nothing is missing', () => {
    const policy = restricted({ requiredDropCapabilities: ['ALL'], allowedCapabilities: ['B', 'A'] });
    const capabilities = { add: ['B', 'A', 'B'], drop: ['Z', 'ALL', 'ALL'] };
    expect(outcome(policy, podWith({ capabilities }))).toBe('unchanged');
  });

  it('are not added by default where the container drops them', () => {
    const policy = restricted({ defaultAddCapabilities: ['CHOWN', 'KILL'] });
    expect(outcome(policy, podWith({ capabilities: { drop: ['CHOWN'] } }))).toEqual({
      container: { capabilities: { add: ['KILL'], drop: ['CHOWN'] } },
    });
  });

  it('are not looked at where the wildcard is allowed, but still filled in', () => {
    const policy = openPolicy({ defaultAddCapabilities: ['KILL'] });
    expect(outcome(policy, podWith({ capabilities: { add: ['SYS_ADMIN'] } }))).toEqual({
      container: { capabilities: { add: ['KILL', 'SYS_ADMIN'] } },
    });
  });

  it('may not be both required to be dropped and allowed', () => {
    const policy = restricted({
      requiredDropCapabilities: ['KILL'],
      allowedCapabilities: ['KILL', '*'],
      defaultAddCapabilities: ['KILL'],
    });
    expect(validatePolicy(policy).map(({ field, badValue }) => [field, badValue])).toEqual([
      ['requiredDropCapabilities', ['KILL']],
      ['defaultAddCapabilities', 'KILL'],
      ['allowedCapabilities', 'KILL'],
    ]);
  });
});
