import { aggregateClusterRoles } from './aggregate-cluster-roles.js';
import { decodeRbac, type RawRbacObjects } from './decode-rbac.js';
import type { FieldError } from './field-error.js';
import { type Authorizer, compileRbac } from './rbac.js';

type Document = Readonly<Record<string, unknown>>;

const lists = {
  Role: 'roles',
  RoleBinding: 'roleBindings',
  ClusterRole: 'clusterRoles',
  ClusterRoleBinding: 'clusterRoleBindings',
} as const satisfies Readonly<Record<string, keyof RawRbacObjects>>;

/** The kinds of RBAC objects. */
export const rbacKinds: readonly string[] = Object.keys(lists);

/** What is wrong with an RBAC object; nothing with other objects. */
export function rbacErrors(document: Document): readonly FieldError[] {
  const list = Object.entries(lists).find(([kind]) => kind === document['kind'])?.[1];
  if (list === undefined) return [];
  const decoded = decodeRbac({ [list]: [document] });
  if (decoded.ok) return decoded.invalid.flatMap(({ errors }) => errors);
  const prefix = new RegExp(`^${list}\\[0\\]\\.?`);
  return decoded.errors.map((error) => ({ ...error, field: error.field.replace(prefix, '') }));
}

/** Who may do what by the RBAC objects among the documents; those that the API server would refuse grant nothing. */
export function authorizerOf(documents: readonly Document[]): Authorizer {
  const valid = documents.filter((document) => rbacErrors(document).length === 0);
  const ofKind = (kind: keyof typeof lists) => valid.filter((document) => document['kind'] === kind);
  const decoded = decodeRbac({
    roles: ofKind('Role'),
    roleBindings: ofKind('RoleBinding'),
    clusterRoles: ofKind('ClusterRole'),
    clusterRoleBindings: ofKind('ClusterRoleBinding'),
  });
  if (!decoded.ok) throw new Error('RBAC objects that were valid one by one are not valid together');
  const { objects } = decoded;
  return compileRbac({ ...objects, clusterRoles: aggregateClusterRoles(objects.clusterRoles) });
}
