import type { LabelSelector } from './label-selector.js';
import { labelSelector, objectMeta } from './metadata-schema.js';
import type { ObjectMeta } from './pod.js';
import { list, object, string, type Schema } from './schema.js';

/** RBAC objects (k8s.io/api/rbac/v1/types.go, v0.24.17). */
export interface PolicyRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

export interface Role {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
  readonly rules?: readonly PolicyRule[];
}

export interface ClusterRole extends Role {
  readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly LabelSelector[] };
}

export interface Subject {
  /** User, Group or ServiceAccount. */
  readonly kind?: string;
  readonly apiGroup?: string;
  readonly name?: string;
  readonly namespace?: string;
}

export interface RoleRef {
  readonly apiGroup?: string;
  readonly kind?: string;
  readonly name?: string;
}

/** A RoleBinding, or a ClusterRoleBinding (then without a namespace). */
export interface RoleBinding {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
  readonly subjects?: readonly Subject[];
  readonly roleRef: RoleRef;
}

export interface RbacObjects {
  readonly roles: readonly Role[];
  readonly roleBindings: readonly RoleBinding[];
  readonly clusterRoles: readonly ClusterRole[];
  readonly clusterRoleBindings: readonly RoleBinding[];
}

const policyRule: Schema<PolicyRule> = object({
  verbs: list(string),
  apiGroups: list(string),
  resources: list(string),
  resourceNames: list(string),
  nonResourceURLs: list(string),
});

export const roleSchema: Schema<Role> = object(
  { kind: string, apiVersion: string, metadata: objectMeta, rules: list(policyRule) },
  ['metadata'],
);

export const clusterRoleSchema: Schema<ClusterRole> = object(
  {
    kind: string,
    apiVersion: string,
    metadata: objectMeta,
    rules: list(policyRule),
    aggregationRule: object({ clusterRoleSelectors: list(labelSelector) }),
  },
  ['metadata'],
);

export const roleBindingSchema: Schema<RoleBinding> = object(
  {
    kind: string,
    apiVersion: string,
    metadata: objectMeta,
    subjects: list(object({ kind: string, apiGroup: string, name: string, namespace: string })),
    roleRef: object({ apiGroup: string, kind: string, name: string }),
  },
  ['metadata', 'roleRef'],
);
