import {
  aggregateClusterRoles,
  type Authorizer,
  type ClusterRole,
  clusterRoleSchema,
  compileRbac,
  decode,
  type FieldError,
  type Role,
  type RoleBinding,
  roleBindingSchema,
  roleSchema,
} from '#libs/kubernetes';

type Document = Readonly<Record<string, unknown>>;

/** The kinds of RBAC objects. */
export const rbacKinds: readonly string[] = ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'];

/** What is wrong with an RBAC object; nothing with other objects. */
export function rbacErrors(document: Document): readonly FieldError[] {
  switch (document['kind']) {
    case 'Role':
      return errorsOf(decode(roleSchema, document));
    case 'ClusterRole':
      return errorsOf(decode(clusterRoleSchema, document));
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return errorsOf(decode(roleBindingSchema, document));
    default:
      return [];
  }
}

function errorsOf(decoded: {
  readonly ok: boolean;
  readonly errors?: readonly FieldError[];
}): readonly FieldError[] {
  return decoded.errors ?? [];
}

/** Who may do what by the RBAC objects among the documents; those that can't be decoded grant nothing. */
export function authorizerOf(documents: readonly Document[]): Authorizer {
  const roles: Role[] = [];
  const clusterRoles: ClusterRole[] = [];
  const roleBindings: RoleBinding[] = [];
  const clusterRoleBindings: RoleBinding[] = [];
  const collect = {
    Role: (document: Document) => push(roles, decode(roleSchema, document)),
    ClusterRole: (document: Document) => push(clusterRoles, decode(clusterRoleSchema, document)),
    RoleBinding: (document: Document) => push(roleBindings, decode(roleBindingSchema, document)),
    ClusterRoleBinding: (document: Document) =>
      push(clusterRoleBindings, decode(roleBindingSchema, document)),
  };
  for (const document of documents) {
    const { kind } = document;
    if (
      kind === 'Role' ||
      kind === 'ClusterRole' ||
      kind === 'RoleBinding' ||
      kind === 'ClusterRoleBinding'
    ) {
      collect[kind](document);
    }
  }
  return compileRbac({
    roles,
    roleBindings,
    clusterRoles: aggregateClusterRoles(clusterRoles),
    clusterRoleBindings,
  });
}

function push<T>(
  list: T[],
  decoded: { readonly ok: true; readonly value: T } | { readonly ok: false },
): void {
  if (decoded.ok) list.push(decoded.value);
}
