import { describe, expect, it } from 'vitest';
import { decodeRbac } from './decode-rbac.js';
import { decodeError } from './field-error.js';

const rule = { verbs: ['use'], apiGroups: ['policy'], resources: ['podsecuritypolicies'] };
const group = 'rbac.authorization.k8s.io';
const problems = (raw: Parameters<typeof decodeRbac>[0]): unknown => {
  const decoded = decodeRbac(raw);
  return decoded.ok
    ? decoded.invalid.map(({ kind, name, errors }) => [
        kind,
        name,
        ...errors.map(({ type, field }) => `${type} ${field}`),
      ])
    : decoded.errors;
};

describe('RBAC objects', () => {
  it('are decoded and defaulted', () => {
    const subjects = [
      { kind: 'User', name: 'ann' },
      { kind: 'ServiceAccount', name: 'robot' },
    ];
    expect(
      decodeRbac({
        roles: [{ metadata: { name: 'r' }, rules: [rule] }],
        roleBindings: [{ metadata: { name: 'b' }, roleRef: { kind: 'Role', name: 'r' }, subjects }],
        clusterRoles: [
          { apiVersion: `${group}/v1beta1`, kind: 'ClusterRole', metadata: { name: 'c', namespace: 'x' } },
        ],
        clusterRoleBindings: null,
      }),
    ).toEqual({
      ok: true,
      invalid: [],
      objects: {
        roles: [{ metadata: { name: 'r', namespace: 'default' }, rules: [rule] }],
        roleBindings: [
          {
            metadata: { name: 'b', namespace: 'default' },
            roleRef: { apiGroup: group, kind: 'Role', name: 'r' },
            subjects: [
              { kind: 'User', name: 'ann', apiGroup: group },
              { kind: 'ServiceAccount', name: 'robot' },
            ],
          },
        ],
        clusterRoles: [{ apiVersion: `${group}/v1beta1`, kind: 'ClusterRole', metadata: { name: 'c' } }],
        clusterRoleBindings: [],
      },
    });
  });

  it('that are no RBAC objects are refused with their path', () => {
    expect(
      problems({
        roles: [{ metadata: { name: 'r' }, rules: [{ verbs: 'use' }] }],
        clusterRoles: [{ kind: 'Role', apiVersion: 'v1' }, 7],
      }),
    ).toEqual([
      decodeError('roles[0].rules[0].verbs', 'must be array, was string'),
      decodeError('clusterRoles[0].kind', 'must be ClusterRole, was "Role"'),
      decodeError(
        'clusterRoles[0].apiVersion',
        `must be one of ${group}/v1, ${group}/v1beta1, ${group}/v1alpha1, was "v1"`,
      ),
      decodeError('clusterRoles[1]', 'must be object, was number'),
    ]);
  });

  it('that could not have been created are named and left out', () => {
    expect(
      problems({
        roles: [
          {
            metadata: { name: 'a/b' },
            rules: [{}, { verbs: ['get'], nonResourceURLs: ['/x'], resources: ['y'] }],
          },
        ],
        clusterRoles: [
          {
            metadata: { name: '' },
            rules: [{ verbs: ['get'], nonResourceURLs: ['/x'] }],
            aggregationRule: {},
          },
          {
            metadata: { name: 'agg' },
            aggregationRule: { clusterRoleSelectors: [{ matchLabels: { 'a b': '' } }] },
          },
        ],
        roleBindings: [
          {
            metadata: { name: 'b', namespace: 'A' },
            roleRef: { kind: 'User', name: '', apiGroup: 'x' },
            subjects: [
              { kind: 'ServiceAccount', name: 'A', apiGroup: 'x' },
              { kind: 'User' },
              { kind: 'Robot', name: 'r' },
            ],
          },
        ],
        clusterRoleBindings: [
          {
            metadata: { name: 'c' },
            roleRef: { kind: 'Role', name: '..' },
            subjects: [
              { kind: 'ServiceAccount', name: 'a' },
              { kind: 'Group', name: 'g', apiGroup: 'x' },
            ],
          },
        ],
      }),
    ).toEqual([
      [
        'Role',
        'a/b',
        'FieldValueInvalid metadata.name',
        'FieldValueRequired rules[0].verbs',
        'FieldValueRequired rules[0].apiGroups',
        'FieldValueRequired rules[0].resources',
        'FieldValueInvalid rules[1].nonResourceURLs',
        'FieldValueInvalid rules[1].nonResourceURLs',
      ],
      [
        'RoleBinding',
        'b',
        'FieldValueInvalid metadata.namespace',
        'FieldValueNotSupported roleRef.apiGroup',
        'FieldValueNotSupported roleRef.kind',
        'FieldValueRequired roleRef.name',
        'FieldValueInvalid subjects[0].name',
        'FieldValueNotSupported subjects[0].apiGroup',
        'FieldValueRequired subjects[1].name',
        'FieldValueNotSupported subjects[2].kind',
      ],
      [
        'ClusterRole',
        '',
        'FieldValueRequired metadata.name',
        'FieldValueRequired aggregationRule.clusterRoleSelectors',
      ],
      [
        'ClusterRole',
        'agg',
        'FieldValueInvalid aggregationRule.clusterRoleSelectors[0].matchLabels',
        'FieldValueInvalid aggregationRule.clusterRoleSelectors[0]',
      ],
      [
        'ClusterRoleBinding',
        'c',
        'FieldValueNotSupported roleRef.kind',
        'FieldValueInvalid roleRef.name',
        'FieldValueRequired subjects[0].namespace',
        'FieldValueNotSupported subjects[1].apiGroup',
      ],
    ]);
    const raw = { roles: [{ metadata: { name: 'r' }, rules: [{}] }] };
    const dropped = decodeRbac(raw);
    const kept = decodeRbac(raw, { keepInvalid: true });
    expect([dropped.ok && dropped.objects.roles.length, kept.ok && kept.objects.roles.length]).toEqual([
      0, 1,
    ]);
  });

  it('have valid metadata', () => {
    const metadata = {
      name: 'r',
      generateName: 'a/',
      generation: -1,
      clusterName: 'A',
      labels: { a: 'b c' },
      annotations: { 'x y': '', big: 'x'.repeat(300_000), 'Upper/Name': 'fine' },
      finalizers: ['orphan', 'foregroundDeletion', ''],
      ownerReferences: [
        { apiVersion: 'v1', kind: 'Event', name: 'a', uid: 'u', controller: true },
        { apiVersion: '', kind: '', controller: true },
      ],
    };
    expect(problems({ roles: [{ metadata }] })).toEqual([
      [
        'Role',
        'r',
        'FieldValueInvalid metadata.generateName',
        'FieldValueInvalid metadata.clusterName',
        'FieldValueInvalid metadata.generation',
        'FieldValueInvalid metadata.labels',
        'FieldValueInvalid metadata.annotations',
        'FieldValueTooLong metadata.annotations',
        'FieldValueInvalid metadata.ownerReferences',
        'FieldValueInvalid metadata.ownerReferences.apiVersion',
        'FieldValueInvalid metadata.ownerReferences.kind',
        'FieldValueInvalid metadata.ownerReferences.name',
        'FieldValueInvalid metadata.ownerReferences.uid',
        'FieldValueInvalid metadata.ownerReferences',
        'FieldValueInvalid metadata.finalizers',
        'FieldValueInvalid metadata.finalizers',
        'FieldValueInvalid metadata.finalizers',
      ],
    ]);
  });
});
