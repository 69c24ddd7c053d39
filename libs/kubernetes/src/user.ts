/** Who makes a request (k8s.io/apiserver/pkg/authentication/user.Info). Groups are complete: none is ever added. */
export interface UserInfo {
  readonly name: string;
  readonly groups: readonly string[];
}

/**
 * The identity of a pod's service account as the PodSecurityPolicy plugin builds it (serviceaccount.UserInfo, v0.24.17):
 * without `system:authenticated`.
 */
export function podServiceAccountUser(namespace: string, name: string): UserInfo {
  return {
    name: `system:serviceaccount:${namespace}:${name}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
  };
}

/** The same account as it authenticates with its token: `system:authenticated` is among its groups. */
export function authenticatedServiceAccountUser(namespace: string, name: string): UserInfo {
  const user = podServiceAccountUser(namespace, name);
  return { name: user.name, groups: [...user.groups, 'system:authenticated'] };
}
