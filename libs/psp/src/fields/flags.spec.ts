import { describe, expect, it } from 'vitest';

import { openPolicy, outcome, podOf, podWith } from '../../../../test/fixtures/policies.js';
import { validatePolicy } from '../validate-policy.js';

const path = 'spec.containers[0].securityContext';

describe('privileged', () => {
  it('is refused unless allowed; false and unset are the same', () => {
    const policy = openPolicy({ privileged: false });
    expect(outcome(policy, podWith({ privileged: true }))).toEqual({
      errors: [`${path}.privileged: Invalid value: true: Privileged containers are not allowed`],
    });
    expect([outcome(policy, podWith({ privileged: false })), outcome(policy, podOf())]).toEqual([
      'unchanged',
      'unchanged',
    ]);
    expect(outcome(openPolicy(), podWith({ privileged: true }))).toBe('unchanged');
  });
});

describe('hostNetwork, hostPID, hostIPC', () => {
  it.each([
    ['hostNetwork', 'Host network'],
    ['hostPID', 'Host PID'],
    ['hostIPC', 'Host IPC'],
  ])('%s is refused unless allowed', (field, text) => {
    const policy = openPolicy({ [field]: false });
    expect(outcome(policy, podOf({ [field]: true }))).toEqual({
      errors: [`spec.securityContext.${field}: Invalid value: true: ${text} is not allowed to be used`],
    });
    expect([outcome(policy, podOf()), outcome(openPolicy(), podOf({ [field]: true }))]).toEqual([
      'unchanged',
      'unchanged',
    ]);
  });
});

describe('hostPorts', () => {
  const podBinding = (port: object, more = {}) =>
    podOf({ containers: [{ name: 'app', image: 'i', ports: [port] }], ...more });

  it('are refused outside of the ranges, without an index', () => {
    const policy = openPolicy({
      hostPorts: [
        { min: 80, max: 80 },
        { min: 8000, max: 8080 },
        { min: 9, max: 1 },
      ],
    });
    expect(outcome(policy, podBinding({ containerPort: 1, hostPort: 8080 }))).toBe('unchanged');
    expect(outcome(policy, podBinding({ containerPort: 1, hostPort: 5 }))).toEqual({
      errors: [
        'spec.containers[0].hostPort: Invalid value: 5: Host port 5 is not allowed to be used. Allowed ports: [80,8000-8080,9-1]',
      ],
    });
  });

  it('are implied by hostNetwork', () => {
    const policy = openPolicy({ hostPorts: undefined });
    expect(outcome(policy, podBinding({ containerPort: 80 }))).toBe('unchanged');
    expect(outcome(policy, podBinding({ containerPort: 80 }, { hostNetwork: true }))).toHaveProperty(
      'errors',
    );
  });
});

describe('readOnlyRootFilesystem', () => {
  const policy = openPolicy({ readOnlyRootFilesystem: true });

  it('is filled in where unset, and false is refused', () => {
    expect(outcome(policy, podOf())).toEqual({ container: { readOnlyRootFilesystem: true } });
    expect(outcome(policy, podWith({ readOnlyRootFilesystem: false }))).toEqual({
      errors: [
        `${path}.readOnlyRootFilesystem: Invalid value: false: ReadOnlyRootFilesystem must be set to true`,
      ],
    });
  });
});

describe('allowPrivilegeEscalation', () => {
  it('false is filled in where unset, and true is refused', () => {
    const policy = openPolicy({ allowPrivilegeEscalation: false });
    expect(outcome(policy, podOf())).toEqual({ container: { allowPrivilegeEscalation: false } });
    expect(outcome(policy, podWith({ allowPrivilegeEscalation: true }))).toEqual({
      errors: [
        `${path}.allowPrivilegeEscalation: Invalid value: true: Allowing privilege escalation for containers is not allowed`,
      ],
    });
  });

  it('has a default that is filled in first, and must not contradict it', () => {
    const defaultAllowPrivilegeEscalation = true;
    const allowed = openPolicy({ defaultAllowPrivilegeEscalation });
    expect(outcome(allowed, podOf())).toEqual({ container: { allowPrivilegeEscalation: true } });
    const contradicting = openPolicy({ defaultAllowPrivilegeEscalation, allowPrivilegeEscalation: false });
    expect(validatePolicy(contradicting).map(({ field }) => field)).toEqual([
      'spec.defaultAllowPrivilegeEscalation',
    ]);
    expect(outcome(contradicting, podOf())).toHaveProperty('errors');
  });
});

describe('allowedProcMountTypes', () => {
  const unmasked = podWith({ procMount: 'Unmasked' });
  const policy = openPolicy({ allowedProcMountTypes: ['Unmasked'] });

  it('count only with their feature gate', () => {
    expect(outcome(policy, unmasked)).toEqual({
      errors: [`${path}.procMount: Invalid value: "Unmasked": ProcMountType is not allowed`],
    });
    expect(outcome(policy, unmasked, { ProcMountType: true })).toBe('unchanged');
  });

  it('then refuse Default, also unset, unless they name it', () => {
    expect(outcome(policy, podOf(), { ProcMountType: true })).toHaveProperty('errors');
  });
});

describe('runtimeClass', () => {
  const policy = openPolicy({
    runtimeClass: { allowedRuntimeClassNames: ['kata'], defaultRuntimeClassName: 'kata' },
  });

  it('is filled in where the pod names none, and has to be allowed', () => {
    expect(outcome(policy, podOf())).toEqual({ runtimeClassName: 'kata' });
    expect(outcome(policy, podOf({ runtimeClassName: 'gvisor' }))).toEqual({
      errors: ['spec.runtimeClassName: Invalid value: "gvisor"'],
    });
  });

  it('without names lets only pods through that name none', () => {
    const none = openPolicy({ runtimeClass: {} });
    expect(outcome(none, podOf())).toBe('unchanged');
    expect(outcome(none, podOf({ runtimeClassName: 'kata' }))).toHaveProperty('errors');
  });

  it('of a policy: names once, the default among them, the wildcard alone', () => {
    const fields = (runtimeClass: object): unknown =>
      validatePolicy(openPolicy({ runtimeClass })).map(({ type, field }) => [type, field]);
    const list = 'spec.runtimeClass.allowedRuntimeClassNames';
    expect(fields({ allowedRuntimeClassNames: ['a', 'a'], defaultRuntimeClassName: 'b' })).toEqual([
      ['FieldValueDuplicate', `${list}[1]`],
      ['FieldValueRequired', list],
    ]);
    expect(fields({ allowedRuntimeClassNames: ['*', 'A_'] })).toEqual([
      ['FieldValueInvalid', `${list}[1]`],
      ['FieldValueInvalid', list],
    ]);
  });
});
