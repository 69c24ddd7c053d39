import type { Pod } from './pod.js';

/**
 * The identity of a workload: the top controller of pods. `kind` is the Kubernetes kind as spelled there
 * (Deployment, StatefulSet, DaemonSet, Job, CronJob, ReplicaSet, ReplicationController, Pod, PodTemplate, or the
 * kind of a custom controller).
 */
export interface WorkloadReference {
  readonly cluster: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
}

/** `cluster/namespace/kind/name`: sortable and unique, as none of the parts may contain a slash. */
export function workloadKey(reference: WorkloadReference): string {
  return `${reference.cluster}/${reference.namespace}/${reference.kind}/${reference.name}`;
}

/**
 * A distinct pod spec of a workload. `template`: the pod that the workload's controller would create from its
 * template, before admission. `live`: a running pod that differs from it (injected sidecars), with what admission
 * filled in taken away again.
 */
export interface PodShape {
  readonly workload: WorkloadReference;
  readonly origin: 'template' | 'live';
  /** Where the pod spec stands in the manifest, e.g. `/spec/template`; empty for a Pod. A JSON Pointer. */
  readonly templatePath: string;
  readonly pod: Pod;
}
