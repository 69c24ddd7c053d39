import { authenticatedServiceAccountUser, type UserInfo } from './user.js';

/**
 * The service accounts, in kube-system, of the controllers that create pods (kube-controller-manager with
 * --use-service-account-credentials; pkg/controller, v1.24.17). The pods of a Deployment are created by its
 * ReplicaSets' controller, those of a CronJob by the controller of its Jobs.
 */
const podCreators: ReadonlyMap<string, string> = new Map([
  ['Deployment', 'replicaset-controller'],
  ['ReplicaSet', 'replicaset-controller'],
  ['StatefulSet', 'statefulset-controller'],
  ['DaemonSet', 'daemon-set-controller'],
  ['Job', 'job-controller'],
  ['CronJob', 'job-controller'],
  ['ReplicationController', 'replication-controller'],
]);

export interface ControllerCredentials {
  /** All controllers share the credentials of the kube-controller-manager. Off by default, as in kubeadm's clusters. */
  readonly shared?: boolean;
}

/**
 * The user who creates the pods of a workload of that kind; undefined for kinds whose pods no controller of Kubernetes
 * creates (bare pods, custom resources).
 */
export function controllerRequester(
  kind: string,
  credentials: ControllerCredentials = {},
): UserInfo | undefined {
  const account = podCreators.get(kind);
  if (account === undefined) return undefined;
  if (credentials.shared === true)
    return { name: 'system:kube-controller-manager', groups: ['system:authenticated'] };
  return authenticatedServiceAccountUser('kube-system', account);
}
