import {
  APPARMOR_CONTAINER_ANNOTATION_PREFIX,
  type Capabilities,
  type Container,
  type Pod,
  SECCOMP_CONTAINER_ANNOTATION_PREFIX,
  SECCOMP_POD_ANNOTATION,
  type SeccompProfile,
  seccompAnnotationForField,
  type SELinuxOptions,
  type Sysctl,
} from '#libs/kubernetes';

const NO_PORTS: readonly number[] = [];

/**
 * What policies look at in a container and may fill in: its security context, and what annotations of the pod say of
 * it. Every state has the same fields in the same order, whatever the pod's JSON looked like, and is read once for all
 * policies; that makes evaluation several times as fast as reading the pod over and over.
 */
export class ContainerState {
  privileged: boolean | undefined;
  allowPrivilegeEscalation: boolean | undefined;
  readOnlyRootFilesystem: boolean | undefined;
  runAsUser: number | undefined;
  runAsGroup: number | undefined;
  runAsNonRoot: boolean | undefined;
  capabilities: Capabilities | undefined;
  seLinuxOptions: SELinuxOptions | undefined;
  procMount: string | undefined;
  /** The container's own profile as an annotation says it, "" for none; undefined: it has the pod's. */
  seccomp: string | undefined;
  /** "" for none. */
  appArmor = '';
  /** Those above 0. */
  hostPorts: readonly number[] = NO_PORTS;

  static of(container: Container, annotations: Readonly<Record<string, string>> | undefined): ContainerState {
    const state = new ContainerState();
    const context = container.securityContext;
    if (context !== undefined) {
      state.privileged = context.privileged;
      state.allowPrivilegeEscalation = context.allowPrivilegeEscalation;
      state.readOnlyRootFilesystem = context.readOnlyRootFilesystem;
      state.runAsUser = context.runAsUser;
      state.runAsGroup = context.runAsGroup;
      state.runAsNonRoot = context.runAsNonRoot;
      state.capabilities = context.capabilities;
      state.seLinuxOptions = context.seLinuxOptions;
      state.procMount = context.procMount;
      state.seccomp = fieldText(context.seccompProfile);
    }
    if (annotations !== undefined) {
      state.seccomp ??= annotations[SECCOMP_CONTAINER_ANNOTATION_PREFIX + container.name];
      state.appArmor = annotations[APPARMOR_CONTAINER_ANNOTATION_PREFIX + container.name] ?? '';
    }
    if (container.ports !== undefined) state.hostPorts = hostPorts(container.ports);
    return state;
  }

  copy(): ContainerState {
    const copy = new ContainerState();
    copy.privileged = this.privileged;
    copy.allowPrivilegeEscalation = this.allowPrivilegeEscalation;
    copy.readOnlyRootFilesystem = this.readOnlyRootFilesystem;
    copy.runAsUser = this.runAsUser;
    copy.runAsGroup = this.runAsGroup;
    copy.runAsNonRoot = this.runAsNonRoot;
    copy.capabilities = this.capabilities;
    copy.seLinuxOptions = this.seLinuxOptions;
    copy.procMount = this.procMount;
    copy.seccomp = this.seccomp;
    copy.appArmor = this.appArmor;
    copy.hostPorts = this.hostPorts;
    return copy;
  }
}

/** The like for the pod as a whole. */
export class PodState {
  runAsUser: number | undefined;
  runAsGroup: number | undefined;
  runAsNonRoot: boolean | undefined;
  fsGroup: number | undefined;
  supplementalGroups: readonly number[] | undefined;
  seLinuxOptions: SELinuxOptions | undefined;
  sysctls: readonly Sysctl[] | undefined;
  runtimeClassName: string | undefined;
  hostNetwork = false;
  hostPID = false;
  hostIPC = false;
  /** The field as an annotation says it, "" if none does; undefined: there is no field. */
  seccompField: string | undefined;
  /** "" for none. */
  seccompAnnotation = '';

  static of(pod: Pod): PodState {
    const state = new PodState();
    const { spec } = pod;
    const context = spec.securityContext;
    if (context !== undefined) {
      state.runAsUser = context.runAsUser;
      state.runAsGroup = context.runAsGroup;
      state.runAsNonRoot = context.runAsNonRoot;
      state.fsGroup = context.fsGroup;
      state.supplementalGroups = context.supplementalGroups;
      state.seLinuxOptions = context.seLinuxOptions;
      state.sysctls = context.sysctls;
      state.seccompField = fieldText(context.seccompProfile);
    }
    state.runtimeClassName = spec.runtimeClassName;
    state.hostNetwork = spec.hostNetwork === true;
    state.hostPID = spec.hostPID === true;
    state.hostIPC = spec.hostIPC === true;
    state.seccompAnnotation = pod.metadata.annotations?.[SECCOMP_POD_ANNOTATION] ?? '';
    return state;
  }

  copy(): PodState {
    const copy = new PodState();
    copy.runAsUser = this.runAsUser;
    copy.runAsGroup = this.runAsGroup;
    copy.runAsNonRoot = this.runAsNonRoot;
    copy.fsGroup = this.fsGroup;
    copy.supplementalGroups = this.supplementalGroups;
    copy.seLinuxOptions = this.seLinuxOptions;
    copy.sysctls = this.sysctls;
    copy.runtimeClassName = this.runtimeClassName;
    copy.hostNetwork = this.hostNetwork;
    copy.hostPID = this.hostPID;
    copy.hostIPC = this.hostIPC;
    copy.seccompField = this.seccompField;
    copy.seccompAnnotation = this.seccompAnnotation;
    return copy;
  }
}

function fieldText(profile: SeccompProfile | undefined): string | undefined {
  return profile === undefined ? undefined : (seccompAnnotationForField(profile) ?? '');
}

function hostPorts(ports: NonNullable<Container['ports']>): readonly number[] {
  let found: number[] | undefined;
  for (const { hostPort } of ports) if (hostPort !== undefined && hostPort > 0) (found ??= []).push(hostPort);
  return found ?? NO_PORTS;
}
