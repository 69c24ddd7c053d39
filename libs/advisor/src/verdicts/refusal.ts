import type { FieldError, Pod } from '#libs/kubernetes';

/** One error of admission, told in the terms of policies and containers. */
export interface Refusal {
  /** The policy field as PodSecurityPolicy spells it, or `seccomp`, `appArmor`. */
  readonly field: string;
  /** Absent: the pod as a whole. */
  readonly container?: string;
  /** Where in the pod; Kubernetes reports some errors at paths that do not exist there. */
  readonly path: string;
  readonly error: FieldError;
}

/** Path of an error (without the place of its container) → policy field. The first that matches counts. */
const FIELDS: readonly (readonly [RegExp, string])[] = [
  [/^pod\.metadata\.annotations\[.*seccomp/, 'seccomp'],
  [/^pod\.metadata\.annotations\[.*apparmor/, 'appArmor'],
  [/\.privileged$/, 'privileged'],
  [/\.hostNetwork$/, 'hostNetwork'],
  [/\.hostPID$/, 'hostPID'],
  [/\.hostIPC$/, 'hostIPC'],
  [/\.hostPort$/, 'hostPorts'],
  [/\.capabilities\.add$/, 'allowedCapabilities'],
  [/\.capabilities(\.drop)?$/, 'requiredDropCapabilities'],
  [/\.allowPrivilegeEscalation$/, 'allowPrivilegeEscalation'],
  [/\.readOnlyRootFilesystem$/, 'readOnlyRootFilesystem'],
  [/\.procMount$/, 'allowedProcMountTypes'],
  [/\.(runAsUser|runAsNonRoot)$/, 'runAsUser'],
  [/\.runAsGroup$/, 'runAsGroup'],
  [/\.seLinuxOptions(\.|$)/, 'seLinux'],
  [/\.fsGroup$/, 'fsGroup'],
  [/\.supplementalGroups(\[|$)/, 'supplementalGroups'],
  [/\.hostPath\.pathPrefix$/, 'allowedHostPaths'],
  [/\.volumeMounts\[\d+\]\.readOnly$/, 'allowedHostPaths'],
  [/\.csi\.driver$/, 'allowedCSIDrivers'],
  [/^spec\.volumes\[\d+\]\.driver$/, 'allowedFlexVolumes'],
  [/^spec\.volumes\[\d+\]$/, 'volumes'],
  [/\.runtimeClassName$/, 'runtimeClass'],
];

const CONTAINER = /^spec\.(containers|initContainers|ephemeralContainers)\[(\d+)\]/;
const ANNOTATION = /^pod\.metadata\.annotations\[container\.[a-z.]+\.kubernetes\.io\/(.*)\]$/;

/** Reads an error of admission. Error paths are those of v1.24.17 (libs/psp/src/fields). */
export function refusalOf(error: FieldError, pod: Pod): Refusal {
  const container = containerOf(error.field, pod);
  return {
    field: fieldOf(error),
    ...(container !== undefined && { container }),
    path: pathOf(error.field),
    error,
  };
}

function fieldOf({ field, detail = '' }: FieldError): string {
  if (field.startsWith('pod.spec.securityContext.sysctls')) {
    return detail.startsWith('unsafe') ? 'allowedUnsafeSysctls' : 'forbiddenSysctls';
  }
  for (const [pattern, name] of FIELDS) if (pattern.test(field)) return name;
  // Groups of containers are reported at their security context, as is a conflict that admission itself created.
  if (field.endsWith('.securityContext'))
    return detail.includes('group') ? 'runAsGroup' : 'allowPrivilegeEscalation';
  return field;
}

function containerOf(field: string, pod: Pod): string | undefined {
  const annotated = ANNOTATION.exec(field)?.[1];
  if (annotated !== undefined) return annotated;
  const placed = CONTAINER.exec(field);
  if (placed === null) return undefined;
  const [, list, index] = placed;
  const containers =
    list === 'containers'
      ? pod.spec.containers
      : list === 'initContainers'
        ? pod.spec.initContainers
        : pod.spec.ephemeralContainers;
  return containers?.[Number(index)]?.name;
}

function pathOf(field: string): string {
  return field
    .replace(/^pod\./, '')
    .replace(/^spec\.securityContext\.(host(Network|PID|IPC))$/, 'spec.$1')
    .replace(/\.hostPath\.pathPrefix$/, '.hostPath.path')
    .replace(/^(spec\.volumes\[\d+\])\.driver$/, '$1.flexVolume.driver')
    .replace(/\.hostPort$/, '.ports');
}
