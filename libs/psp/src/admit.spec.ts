import { describe, expect, it } from 'vitest';

import { compileRbac } from '#libs/kubernetes';

import { ANY_SECCOMP, openPolicy, podOf, policyOf } from '../../../test/fixtures/policies.js';
import { admit, type AdmissionRequest } from './admit.js';
import { compilePolicy } from './compile-policy.js';
import { policyUse } from './may-use.js';
import type { PodSecurityPolicy } from './policy.js';

const named = (name: string, policy: PodSecurityPolicy) =>
  compilePolicy({ ...policy, metadata: { ...policy.metadata, name } });
const open = (name: string) => named(name, openPolicy());
const mutating = (name: string) => named(name, openPolicy({ readOnlyRootFilesystem: true }));
const refusing = (name: string) => named(name, openPolicy({ hostPID: false }));
const unusable = (name: string) => named(name, openPolicy({ fsGroup: { rule: 'MustRunAs' } }));

const ask = (request: Partial<AdmissionRequest>) =>
  admit({ policies: [], pod: podOf(), namespace: 'shop', mayUse: () => true, ...request });
const summary = (request: Partial<AdmissionRequest>) => {
  const { allowed, stage, psp, validatedBy, mutated, skipped, errors } = ask(request);
  return {
    allowed,
    stage,
    psp,
    validatedBy,
    mutated,
    skipped,
    errors: errors.map(({ psp: of, field }) => `${of} ${field}`),
  };
};
const ADMITTED = { allowed: true, stage: '', skipped: false, errors: [] };

describe('on CREATE', () => {
  it('the first policy that changes nothing wins over an earlier one that does', () => {
    expect(summary({ policies: [mutating('a'), open('b'), open('c')] })).toEqual({
      ...ADMITTED,
      psp: 'b',
      validatedBy: 'b',
      mutated: false,
    });
  });

  it('the first by name wins if all change the pod; names go by bytes', () => {
    const policies = [mutating('ab'), mutating('a.b'), mutating('a-b')];
    expect(summary({ policies })).toEqual({ ...ADMITTED, psp: 'a-b', validatedBy: 'a-b', mutated: true });
  });

  it('a policy that may not be used counts as if it were not there', () => {
    const pod = podOf({ hostPID: true });
    expect(
      summary({ pod, policies: [open('a'), refusing('b'), refusing('c')], mayUse: (name) => name === 'b' }),
    ).toEqual({
      allowed: false,
      stage: 'admit',
      psp: undefined,
      validatedBy: undefined,
      mutated: false,
      skipped: false,
      errors: ['b spec.securityContext.hostPID'],
    });
  });

  it('without a usable policy there is nothing to say but that', () => {
    const answer = ask({ policies: [unusable('a')] });
    expect([answer.message, answer.errors, answer.perPolicy]).toEqual([
      'pods "pod" is forbidden: PodSecurityPolicy: no providers available to validate pod request',
      [],
      [
        {
          name: 'a',
          providerError: 'ranges must be supplied for MustRunAs',
          valid: false,
          mutates: false,
          authorized: true,
          errors: [],
        },
      ],
    ]);
  });

  it('the winner’s name goes into the annotation, and seccomp is brought in line', () => {
    const pod = podOf({ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } });
    const answer = ask({ pod, policies: [open('a')] });
    expect([answer.mutated, answer.pod?.metadata.annotations]).toEqual([
      true,
      { 'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default', 'kubernetes.io/psp': 'a' },
    ]);
  });

  it('a privileged container that gets allowPrivilegeEscalation=false fails as a pod, not by a policy', () => {
    const containers = [{ name: 'app', image: 'i', securityContext: { privileged: true } }];
    const answer = ask({
      pod: podOf({ containers }),
      policies: [named('a', openPolicy({ allowPrivilegeEscalation: false }))],
    });
    expect([answer.stage, answer.psp, answer.podErrors.map(({ field, detail }) => [field, detail])]).toEqual([
      'podValidation',
      'a',
      [
        [
          'spec.containers[0].securityContext',
          'cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
        ],
      ],
    ]);
  });

  it('an id that a policy may hold but a pod may not fails as a pod', () => {
    const ranges = [{ min: 2 ** 31, max: 2 ** 31 }];
    const policy = named('a', openPolicy({ fsGroup: { rule: 'MustRunAs', ranges } }));
    expect(ask({ policies: [policy] }).podErrors.map(({ field }) => field)).toEqual([
      'spec.securityContext.fsGroup',
    ]);
  });

  it('an unknown service account is refused before any policy is asked', () => {
    const { stage, refusedBy, perPolicy } = ask({ policies: [open('a')], serviceAccounts: () => undefined });
    expect({ stage, refusedBy, perPolicy }).toEqual({
      stage: 'admit',
      refusedBy: 'ServiceAccount',
      perPolicy: [],
    });
  });
});

describe('on UPDATE', () => {
  const update = (change: object, more: Partial<AdmissionRequest> = {}) => {
    const oldPod = podOf({
      containers: [{ name: 'app', image: 'example.com/app:1', resources: { limits: { cpu: 1 } } }],
    });
    return summary({ operation: 'UPDATE', oldPod, pod: { ...oldPod, ...change }, ...more });
  };
  const metadata = { name: 'pod', namespace: 'shop' };
  const skipped = { ...ADMITTED, psp: undefined, validatedBy: undefined, mutated: false, skipped: true };

  it('that changes only owners and finalizers, policies are not asked', () => {
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ReplicaSet', name: 'r', uid: 'u' }];
    expect(update({ metadata: { ...metadata, ownerReferences, finalizers: ['a/b'] } })).toEqual(skipped);
  });

  it('absent and empty, and amounts however written, are no change', () => {
    const containers = [
      {
        name: 'app',
        image: 'example.com/app:1',
        tty: false,
        env: [],
        resources: { limits: { cpu: '1000m' } },
      },
    ];
    const spec = { ...podOf().spec, containers, nodeSelector: {} };
    expect(update({ metadata: { ...metadata, labels: {} }, spec })).toEqual(skipped);
  });

  it('a policy that would change the pod is passed over, without an error', () => {
    expect(update({ metadata: { ...metadata, labels: { a: 'b' } } }, { policies: [mutating('a')] })).toEqual({
      allowed: false,
      stage: 'validate',
      psp: undefined,
      validatedBy: undefined,
      mutated: false,
      skipped: false,
      errors: [],
    });
  });

  it('the annotated policy is tried first, and the annotation stays', () => {
    const annotations = { 'kubernetes.io/psp': 'z' };
    const answer = ask({
      operation: 'UPDATE',
      oldPod: podOf(),
      pod: podOf({}, annotations),
      policies: [open('a'), open('z')],
    });
    expect([answer.validatedBy, answer.pod?.metadata.annotations]).toEqual(['z', annotations]);
  });
});

describe('who may use a policy', () => {
  const rules = [
    { apiGroups: ['policy'], resources: ['podsecuritypolicies'], verbs: ['use'], resourceNames: ['a'] },
  ];
  const clusterRoles = [{ metadata: { name: 'use-a' }, rules }];
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'use-a' };
  const bind = (subject: object) =>
    compileRbac({
      roles: [],
      roleBindings: [{ metadata: { name: 'b', namespace: 'shop' }, roleRef, subjects: [subject] }],
      clusterRoles,
      clusterRoleBindings: [],
    });
  const nobody = { name: '', groups: [] };

  it('is the pod’s service account, or whoever asks', () => {
    const account = bind({ kind: 'ServiceAccount', name: 'default' });
    const user = bind({ kind: 'User', name: 'alice' });
    const use = policyUse(account, 'shop', nobody);
    expect([use('a', 'default'), use('b', 'default'), use('a', 'other'), use('a', undefined)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(policyUse(user, 'shop', { name: 'alice', groups: [] })('a', 'default')).toBe(true);
    expect(policyUse(user, 'elsewhere', { name: 'alice', groups: [] })('a', 'default')).toBe(false);
  });

  it('the account is the one that admission has filled in', () => {
    const mayUse = policyUse(bind({ kind: 'ServiceAccount', name: 'default' }), 'shop', nobody);
    expect(summary({ policies: [open('a')], mayUse })).toMatchObject({ allowed: true, psp: 'a' });
  });
});

describe('a policy that admits its pods only after a seccomp default', () => {
  it('needs the list of allowed profiles besides', () => {
    const defaultOnly = { 'seccomp.security.alpha.kubernetes.io/defaultProfileName': 'runtime/default' };
    expect(summary({ policies: [named('a', openPolicy({}, defaultOnly))] })).toMatchObject({
      allowed: false,
    });
    const both = { ...defaultOnly, ...ANY_SECCOMP };
    expect(summary({ policies: [named('a', openPolicy({}, both))] })).toMatchObject({
      allowed: true,
      mutated: true,
    });
  });
});

describe('a policy without rules', () => {
  it('can not be used, for all the reasons there are', () => {
    const policy = compilePolicy(policyOf({ metadata: { name: 'empty' } }));
    expect(policy.providerError).toBe(
      '[Unrecognized RunAsUser strategy type , Unrecognized SELinuxContext strategy type , Unrecognized FSGroup strategy type , Unrecognized SupplementalGroups strategy type ]',
    );
  });
});
