import { controllerRequester } from './controller-requester.js';
import type { Pod } from './pod.js';
import { isMirrorPod } from './service-account-admission.js';
import { authenticatedServiceAccountUser, type UserInfo } from './user.js';

/** Somebody who creates pods, as their credentials name them. */
export interface PodCreator {
  readonly user: string;
  /** Beside those that the API server adds by itself. */
  readonly groups?: readonly string[] | undefined;
}

/** Who creates the pods of a cluster, where it is not as by default. */
export interface PodCreators {
  /**
   * All controllers share the credentials of the kube-controller-manager, which runs without
   * --use-service-account-credentials. Off by default, as in kubeadm's clusters.
   */
  readonly sharedControllerCredentials?: boolean | undefined;
  /** Of bare pods; not known by default. */
  readonly barePods?: PodCreator | undefined;
  /** Of the mirrors of static pods; by default the kubelet of the node (`system:node:<name>`). */
  readonly mirrorPods?: PodCreator | undefined;
  /** By the kind of the workload: of custom resources the operator, not known by default; or another controller. */
  readonly kinds?: Readonly<Record<string, PodCreator>> | undefined;
}

/** Nobody in particular: no grant is theirs, so that only the pod's service account counts. */
const NOBODY: UserInfo = { name: '', groups: [] };

/**
 * Who asks the API server to create a pod of a workload of that kind. What is said of a kind goes before the controllers of
 * Kubernetes; a mirror pod is created by a kubelet, whatever kind it is filed under.
 */
export function podRequester(kind: string, pod: Pod | undefined, creators: PodCreators = {}): UserInfo {
  if (pod !== undefined && isMirrorPod(pod))
    return creators.mirrorPods === undefined ? kubelet(pod) : authenticated(creators.mirrorPods);
  const { kinds = {} } = creators;
  const named = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (named !== undefined) return authenticated(named);
  if (kind === 'Pod') return creators.barePods === undefined ? NOBODY : authenticated(creators.barePods);
  return controllerRequester(kind, { shared: creators.sharedControllerCredentials === true }) ?? NOBODY;
}

/**
 * A kubelet as the node authorizer knows it (pkg/auth/nodeidentifier, v1.24.17). A pod that says no node is of some node:
 * what is granted to all of them counts.
 */
function kubelet(pod: Pod): UserInfo {
  const { nodeName = '' } = pod.spec;
  const groups = ['system:nodes', 'system:authenticated'];
  return { name: nodeName === '' ? '' : `system:node:${nodeName}`, groups };
}

const serviceAccountName = /^system:serviceaccount:([^:]+):([^:]+)$/;

// With the groups that every authenticator adds (apiserver/pkg/authentication/group), and the token's for service accounts.
function authenticated({ user, groups = [] }: PodCreator): UserInfo {
  const [, namespace, account] = serviceAccountName.exec(user) ?? [];
  const added =
    namespace === undefined || account === undefined
      ? ['system:authenticated']
      : authenticatedServiceAccountUser(namespace, account).groups;
  return { name: user, groups: [...new Set([...groups, ...added])] };
}
