/** A kind of objects that is watched. */
export interface WatchedResource {
  /** As `kubectl api-resources` names it, with its group: `deployments.apps`. Names the resource in status and metrics. */
  readonly resource: string;
  readonly kind: string;
  /** Where it is listed, by API version, present ones first: an older one counts where a cluster lacks the newer. */
  readonly versions: readonly { readonly apiVersion: string; readonly path: string }[];
  /** Only objects that match it are listed and watched. */
  readonly fieldSelector?: string;
  /** The inventory is complete without it: a watcher that was not granted it yet does the rest. */
  readonly optional?: boolean;
  /** There are clusters without it. Elsewhere a server that does not know it is not the API server. */
  readonly mayBeAbsent?: boolean;
  /** The API server keeps no watch cache of it, and so sends no bookmarks: a watch of it may be silent for any time. */
  readonly withoutBookmarks?: boolean;
}

function core(kind: string, plural: string): WatchedResource {
  return { resource: plural, kind, versions: [{ apiVersion: 'v1', path: `/api/v1/${plural}` }] };
}

function grouped(
  kind: string,
  plural: string,
  ...apiVersions: readonly [string, ...string[]]
): WatchedResource {
  return {
    resource: `${plural}.${apiVersions[0].split('/')[0] ?? ''}`,
    kind,
    versions: apiVersions.map((apiVersion) => ({ apiVersion, path: `/apis/${apiVersion}/${plural}` })),
  };
}

const rbac = 'rbac.authorization.k8s.io/v1';

/**
 * Everything that is watched, in the order in which it is listed at first: what owns pods before the pods. Keep in step
 * with deploy/kubernetes/watcher-rbac.yaml.
 */
export const watchedResources: readonly WatchedResource[] = [
  core('Namespace', 'namespaces'),
  core('ServiceAccount', 'serviceaccounts'),
  grouped('ClusterRole', 'clusterroles', rbac),
  grouped('ClusterRoleBinding', 'clusterrolebindings', rbac),
  grouped('Role', 'roles', rbac),
  grouped('RoleBinding', 'rolebindings', rbac),
  // Until Kubernetes 1.24.
  { ...grouped('PodSecurityPolicy', 'podsecuritypolicies', 'policy/v1beta1'), mayBeAbsent: true },
  grouped('Deployment', 'deployments', 'apps/v1'),
  grouped('StatefulSet', 'statefulsets', 'apps/v1'),
  grouped('DaemonSet', 'daemonsets', 'apps/v1'),
  grouped('CronJob', 'cronjobs', 'batch/v1', 'batch/v1beta1'),
  core('ReplicationController', 'replicationcontrollers'),
  grouped('ReplicaSet', 'replicasets', 'apps/v1'),
  grouped('Job', 'jobs', 'batch/v1'),
  core('Pod', 'pods'),
  // What keeps pods from being created, and containers from starting.
  { ...core('Event', 'events'), fieldSelector: 'type=Warning', optional: true, withoutBookmarks: true },
];
