import {
  APPARMOR_CONTAINER_ANNOTATION_PREFIX,
  type Container,
  duplicate,
  type FieldError,
  forbidden,
  invalid,
  isDNS1123Label,
  isDNS1123Subdomain,
  notFound,
  type Pod,
  required,
  SECCOMP_CONTAINER_ANNOTATION_PREFIX,
  SECCOMP_POD_ANNOTATION,
  syncSeccomp,
  volumeSourceNames,
} from '#libs/kubernetes';
import { isAppArmorProfileFormat, seccompProfileMistakes, validateAdmittedPod } from '#libs/psp';

/**
 * Mistakes for which the API server refuses to create the pod, whatever the policies say. Those mistakes are looked for
 * that concern what policies read, and those that manifests in the wild have; nothing is reported that the API would
 * accept. The pod has been defaulted and been through service account admission.
 * Source: pkg/apis/core/validation/validation.go, v1.24.17.
 */
export function podMistakes(pod: Pod): FieldError[] {
  const { spec } = pod;
  const errors = [...annotationMistakes(pod), ...volumeMistakes(pod), ...namespaceMistakes(pod)];
  const volumes = new Set((spec.volumes ?? []).map(({ name }) => name));
  const names = new Set<string>();
  const hostPorts = new Set<string>();
  if (spec.containers.length === 0) errors.push(required('spec.containers', ''));
  for (const [index, container] of spec.containers.entries()) {
    const path = `spec.containers[${index}]`;
    errors.push(...containerMistakes(container, path, volumes, names));
    errors.push(...hostPortConflicts(container, path, hostPorts));
  }
  for (const [index, container] of (spec.initContainers ?? []).entries()) {
    const path = `spec.initContainers[${index}]`;
    errors.push(
      ...containerMistakes(container, path, volumes, names),
      ...initContainerMistakes(container, path),
      // init containers run one after another, so that only their own ports conflict
      ...hostPortConflicts(container, path, new Set()),
    );
  }
  if ((spec.ephemeralContainers ?? []).length > 0) {
    errors.push(forbidden('spec.ephemeralContainers', 'cannot be set on create'));
  }
  const { serviceAccountName = '', runtimeClassName } = spec;
  const { namespace = '' } = pod.metadata;
  if (namespace !== '') {
    errors.push(
      ...isDNS1123Label(namespace).map((detail) => invalid('metadata.namespace', namespace, detail)),
    );
  }
  if (serviceAccountName !== '') errors.push(...subdomain('spec.serviceAccountName', serviceAccountName));
  if (runtimeClassName !== undefined) errors.push(...subdomain('spec.runtimeClassName', runtimeClassName));
  return [...errors, ...validateAdmittedPod(syncSeccomp(pod))];
}

function subdomain(field: string, value: string): FieldError[] {
  return isDNS1123Subdomain(value).map((detail) => invalid(field, value, detail));
}

/** ValidateAppArmorPodAnnotations, ValidateSeccompPodAnnotations */
function annotationMistakes({ metadata, spec }: Pod): FieldError[] {
  const containers = new Set([...spec.containers, ...(spec.initContainers ?? [])].map(({ name }) => name));
  return Object.entries(metadata.annotations ?? {}).flatMap(([key, value]): FieldError[] => {
    const field = `metadata.annotations[${key}]`;
    if (key.startsWith(APPARMOR_CONTAINER_ANNOTATION_PREFIX)) {
      const container = key.slice(APPARMOR_CONTAINER_ANNOTATION_PREFIX.length);
      if (!containers.has(container)) return [invalid(field, container, 'container not found')];
      if (!isAppArmorProfileFormat(value)) {
        return [invalid(field, value, `invalid AppArmor profile name: ${JSON.stringify(value)}`)];
      }
    }
    if (key === SECCOMP_POD_ANNOTATION || key.startsWith(SECCOMP_CONTAINER_ANNOTATION_PREFIX)) {
      return seccompProfileMistakes(value, key);
    }
    return [];
  });
}

/** ValidateVolumes, validateHostPathVolumeSource */
function volumeMistakes({ spec }: Pod): FieldError[] {
  const seen = new Set<string>();
  return (spec.volumes ?? []).flatMap((volume, index): FieldError[] => {
    const field = `spec.volumes[${index}]`;
    const errors: FieldError[] = [];
    const sources = volumeSourceNames.filter((name) => volume[name] !== undefined);
    if (sources.length > 1) errors.push(forbidden(field, 'may not specify more than 1 volume type'));
    if (seen.has(volume.name)) errors.push(duplicate(`${field}.name`, volume.name));
    seen.add(volume.name);
    if (volume.hostPath !== undefined) {
      const { path } = volume.hostPath;
      if (path === '') errors.push(required(`${field}.hostPath.path`, ''));
      else if (path.split('/').includes('..')) {
        errors.push(invalid(`${field}.hostPath.path`, path, "must not contain '..'"));
      }
    }
    return errors;
  });
}

/** ValidatePodSecurityContext: what the host's namespaces, sysctls and Windows host processes go with. */
function namespaceMistakes({ spec }: Pod): FieldError[] {
  const errors: FieldError[] = [];
  if (spec.shareProcessNamespace === true && spec.hostPID === true) {
    const detail = 'ShareProcessNamespace and HostPID cannot both be enabled';
    errors.push(invalid('spec.shareProcessNamespace', true, detail));
  }
  if (spec.hostNetwork === true) {
    for (const [index, { ports }] of spec.containers.entries()) {
      for (const [position, { hostPort, containerPort }] of (ports ?? []).entries()) {
        if (hostPort === containerPort) continue;
        const field = `spec.containers[${index}].ports[${position}].containerPort`;
        errors.push(
          invalid(field, containerPort ?? null, 'must match `hostPort` when `hostNetwork` is true'),
        );
      }
    }
  }
  const seen = new Set<string>();
  for (const [index, { name }] of (spec.securityContext?.sysctls ?? []).entries()) {
    const field = `spec.securityContext.sysctls[${index}].name`;
    if (name === '') errors.push(required(field, ''));
    else if (name.length > 253 || !SYSCTL.test(name)) {
      errors.push(invalid(field, name, `must have at most 253 characters and match regex ${SYSCTL.source}`));
    } else if (seen.has(name)) errors.push(duplicate(field, name));
    seen.add(name);
  }
  return errors;
}

const SYSCTL = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?\.)*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/u;

/** IsValidPortName, apimachinery pkg/util/validation/validation.go, v0.24.17. */
const PORT_NAME = /^(?=.{1,15}$)(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/u;
const PORT_NAME_TEXT =
  "must be 1 to 15 lower case alphanumeric characters or '-', with a letter, without '--', '-' neither first nor last";

/** validateContainer, validateContainerPorts, ValidateVolumeMounts */
function containerMistakes(
  container: Container,
  path: string,
  volumes: ReadonlySet<string>,
  names: Set<string>,
): FieldError[] {
  const { name, ports = [], volumeMounts = [] } = container;
  const errors = name === '' ? [required(`${path}.name`, '')] : [];
  if (name !== '')
    errors.push(...isDNS1123Label(name).map((detail) => invalid(`${path}.name`, name, detail)));
  if (names.has(name)) errors.push(duplicate(`${path}.name`, name));
  names.add(name);
  if ((container.image ?? '') === '') errors.push(required(`${path}.image`, ''));
  const portNames = new Set<string>();
  for (const [index, { name: portName = '', containerPort = 0, hostPort = 0 }] of ports.entries()) {
    const field = `${path}.ports[${index}]`;
    if (portName !== '') {
      if (!PORT_NAME.test(portName)) errors.push(invalid(`${field}.name`, portName, PORT_NAME_TEXT));
      else if (portNames.has(portName)) errors.push(duplicate(`${field}.name`, portName));
      portNames.add(portName);
    }
    if (containerPort === 0) errors.push(required(`${field}.containerPort`, ''));
    for (const [member, port] of Object.entries({ containerPort, hostPort })) {
      if (port === 0 || (port > 0 && port <= 65_535)) continue;
      errors.push(invalid(`${field}.${member}`, port, 'must be between 1 and 65535, inclusive'));
    }
  }
  const mountPaths = new Set<string>();
  for (const [index, mount] of volumeMounts.entries()) {
    const field = `${path}.volumeMounts[${index}]`;
    if (mount.name === '') errors.push(required(`${field}.name`, ''));
    else if (!volumes.has(mount.name)) errors.push(notFound(`${field}.name`, mount.name));
    if (mount.mountPath === '') errors.push(required(`${field}.mountPath`, ''));
    if (mountPaths.has(mount.mountPath)) {
      errors.push(invalid(`${field}.mountPath`, mount.mountPath, 'must be unique'));
    }
    mountPaths.add(mount.mountPath);
  }
  return errors;
}

/** AccumulateUniqueHostPorts: the same port, protocol and address of the node twice. */
function hostPortConflicts({ ports = [] }: Container, path: string, taken: Set<string>): FieldError[] {
  return ports.flatMap(({ hostPort = 0, protocol = '', hostIP = '' }, index): FieldError[] => {
    if (hostPort === 0) return [];
    const key = `${protocol}/${hostIP}/${hostPort}`;
    if (taken.has(key)) return [duplicate(`${path}.ports[${index}].hostPort`, key)];
    taken.add(key);
    return [];
  });
}

const NOT_FOR_INIT_CONTAINERS = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;

function initContainerMistakes(container: Container, path: string): FieldError[] {
  return NOT_FOR_INIT_CONTAINERS.flatMap((field) =>
    container[field] === undefined
      ? []
      : [invalid(`${path}.${field}`, container[field], 'must not be set for init containers')],
  );
}
