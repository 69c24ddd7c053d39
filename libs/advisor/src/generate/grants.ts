import type { WorkloadReference } from '#libs/kubernetes';
import { bytewise } from '#libs/psp';

import { validName } from './names.js';

/** A service account that is to use a policy. */
export interface PolicyUser {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** `role`: a Role in each namespace; `cluster-role`: one ClusterRole, still bound namespace by namespace. */
export type GrantStyle = 'role' | 'cluster-role';

interface RbacObject {
  readonly apiVersion: 'rbac.authorization.k8s.io/v1';
  readonly kind: 'Role' | 'ClusterRole' | 'RoleBinding';
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

export interface GrantRole extends RbacObject {
  readonly kind: 'Role' | 'ClusterRole';
  readonly rules: readonly {
    readonly apiGroups: readonly ['policy'];
    readonly resources: readonly ['podsecuritypolicies'];
    readonly resourceNames: readonly [string];
    readonly verbs: readonly ['use'];
  }[];
}

export interface GrantBinding extends RbacObject {
  readonly kind: 'RoleBinding';
  readonly roleRef: {
    readonly apiGroup: 'rbac.authorization.k8s.io';
    readonly kind: 'Role' | 'ClusterRole';
    readonly name: string;
  };
  readonly subjects: readonly {
    readonly kind: 'ServiceAccount';
    readonly name: string;
    readonly namespace: string;
  }[];
}

export type GrantObject = GrantRole | GrantBinding;

/**
 * The RBAC objects that let exactly these service accounts use a policy, in the namespaces of their pods and nowhere
 * else: a policy may be used where the pod is, so that a RoleBinding is enough, also to a ClusterRole. Sorted, each
 * user once.
 */
export function grantsFor(
  policyName: string,
  users: readonly PolicyUser[],
  style: GrantStyle,
): GrantObject[] {
  const byNamespace = new Map<string, Set<string>>();
  for (const { namespace, serviceAccount } of users) {
    const accounts = byNamespace.get(namespace);
    if (accounts === undefined) byNamespace.set(namespace, new Set([serviceAccount]));
    else accounts.add(serviceAccount);
  }
  const name = validName(`psp.${policyName}`);
  const kind = style === 'role' ? 'Role' : 'ClusterRole';
  const namespaces = [...byNamespace].sort(([a], [b]) => bytewise(a, b));
  const bindings = namespaces.map(([namespace, accounts]): GrantBinding => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name },
    subjects: [...accounts]
      .sort(bytewise)
      .map((account) => ({ kind: 'ServiceAccount', name: account, namespace })),
  }));
  if (kind === 'ClusterRole') return [useRole(kind, { name }, policyName), ...bindings];
  return bindings.flatMap((binding): GrantObject[] => [useRole(kind, binding.metadata, policyName), binding]);
}

function useRole(kind: GrantRole['kind'], metadata: GrantRole['metadata'], policyName: string): GrantRole {
  const rule: GrantRole['rules'][number] = {
    apiGroups: ['policy'],
    resources: ['podsecuritypolicies'],
    resourceNames: [policyName],
    verbs: ['use'],
  };
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata, rules: [rule] };
}

/** `kubectl` arguments that name an object: `rolebinding/psp.web -n shop`. */
export function objectArguments({
  kind,
  metadata,
}: {
  kind: string;
  metadata: GrantRole['metadata'];
}): string {
  const object = `${kind.toLowerCase()}/${metadata.name}`;
  return metadata.namespace === undefined ? object : `${object} -n ${metadata.namespace}`;
}

/** `Deployment shop/web` */
export function workloadText({ kind, namespace, name }: WorkloadReference): string {
  return `${kind} ${namespace}/${name}`;
}
