import type { WorkloadReference } from './workload.js';

/** The kind of the place where is kept what a pod was seen to do before it is known whose it is. Never shown. */
export const UNKNOWN_POD = 'UnknownPod';

/** The place of a pod by its UID, whatever that consists of. */
export function unknownPod(cluster: string, namespace: string, uid: string): WorkloadReference {
  return { cluster, namespace, kind: UNKNOWN_POD, name: encodeURIComponent(uid) };
}

/** The UID of the pod whose place it is. */
export function uidOfUnknownPod({ name }: Pick<WorkloadReference, 'name'>): string {
  return decodeURIComponent(name);
}
