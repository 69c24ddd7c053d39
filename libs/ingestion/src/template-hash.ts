import { podOfReplicaSetName } from './workload-resolver.js';

/** What is stored of a pod. */
export interface StoredPod {
  readonly pod_name: string;
  readonly owner_kind: string | null;
  readonly owner_name: string | null;
  readonly template_hash: string | null;
}

/**
 * The hash of the template that a pod was made from: its label, if an agent sent it; else the end of its ReplicaSet's name,
 * which is the label `pod-template-hash` (pkg/controller/deployment/sync.go); undefined where nothing tells.
 */
export function templateHashOf(pod: StoredPod): string | undefined {
  if (pod.template_hash !== null) return pod.template_hash;
  if (pod.owner_kind === 'ReplicaSet') return /-([^-]+)$/.exec(pod.owner_name ?? '')?.[1];
  return pod.owner_kind === null ? podOfReplicaSetName.exec(pod.pod_name)?.[2] : undefined;
}
