/** How a kind of Kubernetes holds the template of its pods. */
export interface WorkloadKind {
  readonly kind: string;
  /** The API versions that have or had it, present ones first. */
  readonly apiVersions: readonly string[];
  /** Where the pod template stands; empty: the object is the pod. */
  readonly templatePath: readonly string[];
  /** The kind that owns the pods, if it is not the workload itself: its objects are made by the workload. */
  readonly owner?: { readonly apiVersion: string; readonly kind: string };
}

const template = ['spec', 'template'];

/** The kinds of Kubernetes from which pods come, retired API groups included. One entry a kind. */
export const workloadKinds: ReadonlyMap<string, WorkloadKind> = new Map(
  [
    {
      kind: 'Deployment',
      apiVersions: ['apps/v1', 'apps/v1beta2', 'apps/v1beta1', 'extensions/v1beta1'],
      templatePath: template,
      owner: { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
    },
    { kind: 'StatefulSet', apiVersions: ['apps/v1', 'apps/v1beta2', 'apps/v1beta1'], templatePath: template },
    {
      kind: 'DaemonSet',
      apiVersions: ['apps/v1', 'apps/v1beta2', 'extensions/v1beta1'],
      templatePath: template,
    },
    {
      kind: 'ReplicaSet',
      apiVersions: ['apps/v1', 'apps/v1beta2', 'extensions/v1beta1'],
      templatePath: template,
    },
    { kind: 'ReplicationController', apiVersions: ['v1'], templatePath: template },
    { kind: 'Job', apiVersions: ['batch/v1', 'extensions/v1beta1'], templatePath: template },
    {
      kind: 'CronJob',
      apiVersions: ['batch/v1', 'batch/v1beta1', 'batch/v2alpha1'],
      templatePath: ['spec', 'jobTemplate', 'spec', 'template'],
      owner: { apiVersion: 'batch/v1', kind: 'Job' },
    },
    { kind: 'Pod', apiVersions: ['v1'], templatePath: [] },
    { kind: 'PodTemplate', apiVersions: ['v1'], templatePath: ['template'] },
  ].map((workloadKind) => [workloadKind.kind, workloadKind]),
);
