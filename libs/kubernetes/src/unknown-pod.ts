import type { WorkloadReference } from './workload.js';

/**
 * The kind of the place where is kept what a pod was seen to do before it is known whose it is. Never shown. No kind
 * of Kubernetes, and so none that a cluster or an agent could name.
 */
export const UNKNOWN_POD = ':unknown-pod';

/** The place of a pod by its UID, whatever that consists of. */
export function unknownPod(cluster: string, namespace: string, uid: string): WorkloadReference {
  return { cluster, namespace, kind: UNKNOWN_POD, name: encodeURIComponent(uid) };
}

/** The UID of the pod whose place it is. */
export function uidOfUnknownPod({ name }: Pick<WorkloadReference, 'name'>): string {
  return decodeURIComponent(name);
}
