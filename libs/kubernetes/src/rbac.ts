import type { PolicyRule, RbacObjects, RoleBinding, Subject } from './rbac-objects.js';
import type { UserInfo } from './user.js';

/** A request for a resource, as the authorizer sees it. Empty `name`, `namespace`, `subresource`: not given. */
export interface ResourceAttributes {
  readonly verb: string;
  readonly apiGroup: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** Decides who may do what. Built once, asked often. */
export interface Authorizer {
  /** Whether any rule that applies to the user allows the request. */
  readonly authorize: (user: UserInfo, attributes: ResourceAttributes) => boolean;
  /**
   * Whether the user may `use` the PodSecurityPolicy of that name in the namespace, through API group `policy` or
   * `extensions` (isAuthorizedForPolicy, plugin/pkg/admission/security/podsecuritypolicy, v1.24.17).
   */
  readonly mayUse: (user: UserInfo, namespace: string, policyName: string) => boolean;
}

/** Everybody may do everything: nothing is known about RBAC. */
export const alwaysAllow: Authorizer = { authorize: () => true, mayUse: () => true };

/** All that one subject holds in one scope. */
interface Grant {
  readonly rules: PolicyRule[];
  usesAllPolicies: boolean;
  readonly policies: Set<string>;
}

/** Subject (see `userKey`, `groupKey`) → grant, in one namespace or cluster-wide. */
type Scope = Map<string, Grant>;

/**
 * Compiles RBAC objects to an authorizer that answers as the RBAC authorizer does (plugin/pkg/auth/authorizer/rbac and
 * pkg/registry/rbac/validation/rule.go, v1.24.17). `rules` count as given: see `aggregateClusterRoles`. Objects are not
 * validated here: see `validateRbac`. Roles and role bindings without a namespace stand in `default`; of two objects of
 * one name the later one counts; a binding to a role that does not exist grants nothing.
 */
export function compileRbac(objects: RbacObjects): Authorizer {
  const roles = new Map<string, readonly PolicyRule[]>();
  for (const role of objects.roles) {
    roles.set(`${role.metadata.namespace || 'default'}/${role.metadata.name ?? ''}`, role.rules ?? []);
  }
  const clusterRoles = new Map<string, readonly PolicyRule[]>();
  for (const role of objects.clusterRoles) clusterRoles.set(role.metadata.name ?? '', role.rules ?? []);

  const clusterWide: Scope = new Map();
  for (const binding of lastByKey(objects.clusterRoleBindings, () => '')) {
    const rules =
      binding.roleRef.kind === 'ClusterRole' ? clusterRoles.get(binding.roleRef.name ?? '') : undefined;
    if (rules !== undefined) grant(clusterWide, binding, '', rules);
  }
  const namespaces = new Map<string, Scope>();
  for (const binding of lastByKey(objects.roleBindings, bindingNamespace)) {
    const namespace = bindingNamespace(binding);
    const { kind, name = '' } = binding.roleRef;
    const rules =
      kind === 'Role'
        ? roles.get(`${namespace}/${name}`)
        : kind === 'ClusterRole'
          ? clusterRoles.get(name)
          : undefined;
    if (rules === undefined) continue;
    let scope = namespaces.get(namespace);
    if (scope === undefined) namespaces.set(namespace, (scope = new Map()));
    grant(scope, binding, namespace, rules);
  }

  return {
    authorize: (user, attributes) => {
      const allowed = (held: Grant): boolean => held.rules.some((rule) => ruleAllows(rule, attributes));
      return (
        someGrant(clusterWide, user, allowed) ||
        someGrant(namespaces.get(attributes.namespace ?? ''), user, allowed)
      );
    },
    mayUse: (user, namespace, policyName) => {
      const allowed = (held: Grant): boolean => held.usesAllPolicies || held.policies.has(policyName);
      return someGrant(clusterWide, user, allowed) || someGrant(namespaces.get(namespace), user, allowed);
    },
  };
}

/** Whether one rule allows a request for a resource (RuleAllows, plugin/pkg/auth/authorizer/rbac/rbac.go). */
export function ruleAllows(rule: PolicyRule, attributes: ResourceAttributes): boolean {
  const { verb, apiGroup, resource, subresource = '', name = '' } = attributes;
  const combined = subresource === '' ? resource : `${resource}/${subresource}`;
  return (
    includesOrAll(rule.verbs, verb) &&
    includesOrAll(rule.apiGroups, apiGroup) &&
    (includesOrAll(rule.resources, combined) ||
      (subresource !== '' && (rule.resources ?? []).includes(`*/${subresource}`))) &&
    // No wildcard here: `*` is a name like others.
    ((rule.resourceNames ?? []).length === 0 || (rule.resourceNames ?? []).includes(name))
  );
}

function includesOrAll(values: readonly string[] | undefined, value: string): boolean {
  return values !== undefined && (values.includes('*') || values.includes(value));
}

function bindingNamespace(binding: RoleBinding): string {
  return binding.metadata.namespace || 'default';
}

function lastByKey(
  bindings: readonly RoleBinding[],
  namespace: (binding: RoleBinding) => string,
): RoleBinding[] {
  const byKey = new Map<string, RoleBinding>();
  for (const binding of bindings) byKey.set(`${namespace(binding)}/${binding.metadata.name ?? ''}`, binding);
  return [...byKey.values()];
}

function grant(scope: Scope, binding: RoleBinding, namespace: string, rules: readonly PolicyRule[]): void {
  for (const subject of binding.subjects ?? []) {
    const key = subjectKey(subject, namespace);
    if (key === undefined) continue;
    let held = scope.get(key);
    if (held === undefined)
      scope.set(key, (held = { rules: [], usesAllPolicies: false, policies: new Set() }));
    for (const rule of rules) {
      held.rules.push(rule);
      if (!letsUsePolicies(rule)) continue;
      const names = rule.resourceNames ?? [];
      if (names.length === 0) held.usesAllPolicies = true;
      for (const name of names) held.policies.add(name);
    }
  }
}

function letsUsePolicies(rule: PolicyRule): boolean {
  return (
    includesOrAll(rule.verbs, 'use') &&
    (includesOrAll(rule.apiGroups, 'policy') || includesOrAll(rule.apiGroups, 'extensions')) &&
    includesOrAll(rule.resources, 'podsecuritypolicies')
  );
}

function subjectKey(subject: Subject, namespace: string): string | undefined {
  const name = subject.name ?? '';
  switch (subject.kind ?? '') {
    case 'User':
      return userKey(name);
    case 'Group':
      return groupKey(name);
    case 'ServiceAccount': {
      const accountNamespace = subject.namespace || namespace;
      return accountNamespace === ''
        ? undefined
        : userKey(`system:serviceaccount:${accountNamespace}:${name}`);
    }
    default:
      return undefined;
  }
}

const userKey = (name: string): string => `user ${name}`;
const groupKey = (name: string): string => `group ${name}`;

function someGrant(scope: Scope | undefined, user: UserInfo, allowed: (held: Grant) => boolean): boolean {
  if (scope === undefined || scope.size === 0) return false;
  const own = scope.get(userKey(user.name));
  if (own !== undefined && allowed(own)) return true;
  return user.groups.some((group) => {
    const held = scope.get(groupKey(group));
    return held !== undefined && allowed(held);
  });
}
