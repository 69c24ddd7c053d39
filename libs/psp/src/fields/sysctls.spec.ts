import { describe, expect, it } from 'vitest';

import { openPolicy, outcome, podWith } from '../../../../test/fixtures/policies.js';
import { validatePolicy } from '../validate-policy.js';

const podSetting = (...names: string[]) =>
  podWith({}, { sysctls: names.map((name) => ({ name, value: '1' })) });
const policyWith = (allowedUnsafeSysctls: string[], forbiddenSysctls: string[] = []) =>
  openPolicy({ allowedUnsafeSysctls, forbiddenSysctls });

describe('sysctls', () => {
  it('that are safe need no permission, others do', () => {
    expect(outcome(policyWith([]), podSetting('net.ipv4.ip_unprivileged_port_start', 'kernel.sem'))).toEqual({
      errors: ['pod.spec.securityContext.sysctls[1]: Forbidden: unsafe sysctl "kernel.sem" is not allowed'],
    });
    expect(outcome(policyWith(['kernel.s*']), podSetting('kernel.sem'))).toBe('unchanged');
  });

  it('that are forbidden are refused though safe', () => {
    expect(outcome(policyWith([], ['*']), podSetting('kernel.shm_rmid_forced'))).toEqual({
      errors: [
        'pod.spec.securityContext.sysctls[0]: Forbidden: sysctl "kernel.shm_rmid_forced" is not allowed',
      ],
    });
  });

  it('of a policy have to be names or prefixes, and the lists must not overlap', () => {
    const fields = (allowed: string[], forbidden: string[]): unknown =>
      validatePolicy(policyWith(allowed, forbidden)).map(({ field, badValue }) => [field, badValue]);
    expect(fields(['', 'a.*.b', 'A'], [])).toEqual([
      ['spec.allowedUnsafeSysctls[0]', ''],
      ['spec.allowedUnsafeSysctls[1]', 'a.*.b'],
      ['spec.allowedUnsafeSysctls[2]', 'A'],
    ]);
    expect(fields(['*', 'x'], [])).toEqual([['spec.allowedUnsafeSysctls.items', undefined]]);
    expect(fields(['net.*', 'kernel.sem'], ['net.core.*', 'kernel.*'])).toEqual([
      ['spec.forbiddenSysctls[0]', 'net.core.*'],
      ['spec.allowedUnsafeSysctls[1]', 'kernel.sem'],
    ]);
  });
});
