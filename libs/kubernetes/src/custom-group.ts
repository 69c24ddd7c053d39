import { rbacKinds } from './rbac-documents.js';
import { workloadKinds } from './workload-kinds.js';

/** Whether an API version is of a group that is none of Kubernetes' own: what it calls a Role or a Job is something else. */
export function isCustomGroup(apiVersion: string): boolean {
  const group = groupOf(apiVersion);
  return group.includes('.') && !group.endsWith('.k8s.io');
}

/** Kinds that are known by their names alone. */
const ownKinds: ReadonlySet<string> = new Set([
  ...workloadKinds.keys(),
  ...rbacKinds,
  'Event',
  'Namespace',
  'Node',
  'PodSecurityPolicy',
  'ServiceAccount',
]);

/**
 * The kind of an object, with its group as kubectl writes it (`StatefulSet.apps.kruise.io`) where that is a custom one and the
 * kind goes by the name of one of Kubernetes. All other kinds are told apart without it.
 */
export function kindWithGroup({
  apiVersion = '',
  kind,
}: {
  readonly apiVersion?: string | undefined;
  readonly kind: string;
}): string {
  return ownKinds.has(kind) && isCustomGroup(apiVersion) ? `${kind}.${groupOf(apiVersion)}` : kind;
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}
