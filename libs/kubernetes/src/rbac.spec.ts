import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alwaysAllow, compileRbac, ruleAllows, type Authorizer } from './rbac.js';
import type { PolicyRule, RbacObjects, Subject } from './rbac-objects.js';
import { podServiceAccountUser, type UserInfo } from './user.js';

const use: PolicyRule = { verbs: ['use'], apiGroups: ['policy'], resources: ['podsecuritypolicies'] };
const user = (name: string, ...groups: string[]): UserInfo => ({ name, groups });
const objects = (given: Partial<RbacObjects>): RbacObjects => ({
  roles: [],
  roleBindings: [],
  clusterRoles: [],
  clusterRoleBindings: [],
  ...given,
});
const role = (name: string, rules: readonly PolicyRule[], namespace = 'shop') => ({
  metadata: { name, namespace },
  rules,
});
const clusterRole = (name: string, rules: readonly PolicyRule[]) => ({ metadata: { name }, rules });
const binding = (
  name: string,
  kind: string,
  roleName: string,
  subjects: readonly Subject[],
  namespace = 'shop',
) => ({
  metadata: { name, namespace },
  roleRef: { kind, name: roleName },
  subjects,
});
const withRule = (rule: PolicyRule): Authorizer =>
  compileRbac(
    objects({
      clusterRoles: [clusterRole('r', [rule])],
      clusterRoleBindings: [binding('b', 'ClusterRole', 'r', [{ kind: 'User', name: 'ann' }])],
    }),
  );

describe('RBAC', () => {
  it('grants nothing without objects', () => {
    expect(compileRbac(objects({})).mayUse(user('ann', 'system:masters'), 'shop', 'p')).toBe(false);
    expect(alwaysAllow.mayUse(user(''), 'shop', 'p')).toBe(true);
  });

  it.each<[string, PolicyRule, boolean]>([
    ['no names: all policies', use, true],
    ['its name', { ...use, resourceNames: ['q', 'p'] }, true],
    ['another name', { ...use, resourceNames: ['q'] }, false],
    ['* is a name like others', { ...use, resourceNames: ['*'] }, false],
    ['all verbs', { ...use, verbs: ['*'] }, true],
    ['another verb', { ...use, verbs: ['get', 'Use'] }, false],
    ['the old group', { ...use, apiGroups: ['extensions'] }, true],
    ['all groups', { ...use, apiGroups: ['*'] }, true],
    ['another group', { ...use, apiGroups: ['', 'apps'] }, false],
    ['all resources', { ...use, resources: ['*'] }, true],
    ['a subresource', { ...use, resources: ['podsecuritypolicies/status', '*/podsecuritypolicies'] }, false],
    ['nothing', {}, false],
  ])('lets a policy be used by %s', (_case, rule, allowed) => {
    expect(withRule(rule).mayUse(user('ann'), 'shop', 'p')).toBe(allowed);
    expect(withRule(rule).mayUse(user('bob'), 'shop', 'p')).toBe(false);
  });

  it('knows subresources and their wildcard', () => {
    const rule = { verbs: ['get'], apiGroups: [''], resources: ['pods', '*/scale'] };
    const asks = (resource: string, subresource = ''): boolean =>
      ruleAllows(rule, { verb: 'get', apiGroup: '', resource, subresource });
    expect([asks('pods'), asks('pods', 'log'), asks('pods', 'scale'), asks('nodes')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('binds roles in their namespace, cluster roles there or everywhere', () => {
    const ann: Subject = { kind: 'User', name: 'ann' };
    const authorizer = compileRbac(
      objects({
        roles: [role('local', [{ ...use, resourceNames: ['local'] }])],
        clusterRoles: [
          clusterRole('wide', [{ ...use, resourceNames: ['wide'] }]),
          clusterRole('all', [{ ...use, resourceNames: ['all'] }]),
        ],
        roleBindings: [
          binding('a', 'Role', 'local', [ann]),
          binding('b', 'ClusterRole', 'wide', [ann]),
          binding('c', 'Role', 'missing', [ann]),
          binding('d', 'Role', 'local', [ann], 'other'),
          binding('e', 'Group', 'local', [ann]),
        ],
        clusterRoleBindings: [
          binding('f', 'ClusterRole', 'all', [ann]),
          binding('g', 'Role', 'local', [ann]),
        ],
      }),
    );
    const usable = (namespace: string): string[] =>
      ['local', 'wide', 'all'].filter((policy) => authorizer.mayUse(user('ann'), namespace, policy));
    expect(usable('shop')).toEqual(['local', 'wide', 'all']);
    expect(usable('other')).toEqual(['all']);
    expect(usable('')).toEqual(['all']);
  });

  it('knows users, groups and service accounts', () => {
    const bound = (subject: Subject, who: UserInfo): boolean =>
      compileRbac(
        objects({
          clusterRoles: [clusterRole('r', [use])],
          roleBindings: [binding('b', 'ClusterRole', 'r', [subject])],
        }),
      ).mayUse(who, 'shop', 'p');
    const robot = podServiceAccountUser('shop', 'robot');
    expect(bound({ kind: 'User', name: 'system:serviceaccount:shop:robot' }, robot)).toBe(true);
    expect(bound({ kind: 'Group', name: 'system:serviceaccounts:shop' }, robot)).toBe(true);
    expect(bound({ kind: 'Group', name: 'system:authenticated' }, robot)).toBe(false);
    expect(bound({ kind: 'Group', name: '*' }, robot)).toBe(false);
    expect(bound({ kind: 'ServiceAccount', name: 'robot', namespace: 'shop' }, robot)).toBe(true);
    expect(bound({ kind: 'ServiceAccount', name: 'robot' }, robot)).toBe(true);
    expect(bound({ kind: 'ServiceAccount', name: 'robot', namespace: 'other' }, robot)).toBe(false);
    expect(bound({ kind: 'Robot', name: 'robot' }, robot)).toBe(false);
    const everywhere = compileRbac(
      objects({
        clusterRoles: [clusterRole('r', [use])],
        clusterRoleBindings: [binding('b', 'ClusterRole', 'r', [{ kind: 'ServiceAccount', name: 'robot' }])],
      }),
    );
    expect(everywhere.mayUse(robot, 'shop', 'p')).toBe(false);
  });

  it('keeps the last of several objects of one name', () => {
    const subjects = [{ kind: 'User', name: 'ann' }];
    const authorizer = compileRbac(
      objects({
        clusterRoles: [clusterRole('r', [use]), clusterRole('r', [{ ...use, resourceNames: ['q'] }])],
        clusterRoleBindings: [
          binding('b', 'ClusterRole', 'r', []),
          binding('b', 'ClusterRole', 'r', subjects),
        ],
      }),
    );
    expect([authorizer.mayUse(user('ann'), 's', 'p'), authorizer.mayUse(user('ann'), 's', 'q')]).toEqual([
      false,
      true,
    ]);
  });

  it('answers mayUse as authorize does', () => {
    const some = (...values: string[]) => fc.subarray(values);
    const rule = fc.record({
      verbs: some('use', 'get', '*'),
      apiGroups: some('policy', 'extensions', 'apps', '*'),
      resources: some('podsecuritypolicies', 'pods', '*'),
      resourceNames: some('p', 'q', '*'),
    });
    const subject = fc.record({
      kind: fc.constantFrom('User', 'Group', 'ServiceAccount'),
      name: fc.constantFrom('a', 'b'),
    });
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 3 }),
        fc.array(subject, { maxLength: 3 }),
        fc.boolean(),
        (rules, subjects, wide) => {
          const bindings = [binding('b', 'ClusterRole', 'r', subjects)];
          const authorizer = compileRbac(
            objects({
              clusterRoles: [clusterRole('r', rules)],
              ...(wide ? { clusterRoleBindings: bindings } : { roleBindings: bindings }),
            }),
          );
          for (const who of [user('a', 'b'), podServiceAccountUser('shop', 'a')]) {
            for (const name of ['p', 'q']) {
              const asked = ['policy', 'extensions'].some((apiGroup) =>
                authorizer.authorize(who, {
                  verb: 'use',
                  apiGroup,
                  resource: 'podsecuritypolicies',
                  name,
                  namespace: 'shop',
                }),
              );
              expect(authorizer.mayUse(who, 'shop', name)).toBe(asked);
            }
          }
        },
      ),
      { seed: 1 },
    );
  });
});
