import {
  APPARMOR_CONTAINER_ANNOTATION_PREFIX,
  type Capabilities,
  type Container,
  type Pod,
  type PodSecurityContext,
  SECCOMP_CONTAINER_ANNOTATION_PREFIX,
  SECCOMP_POD_ANNOTATION,
  type SeccompProfile,
  seccompAnnotationForField,
  type SecurityContext,
  type SELinuxOptions,
  type Sysctl,
  type Volume,
} from '#libs/kubernetes';

const NO_PORTS: readonly number[] = [];
const NO_SECURITY_CONTEXT: SecurityContext = {};
const NO_POD_SECURITY_CONTEXT: PodSecurityContext = {};

/**
 * What policies look at in a container and may fill in: its security context, and what annotations of the pod say of
 * it. Every state has the same fields in the same order, whatever the pod's JSON looked like, and is read once for all
 * policies; that makes evaluation several times as fast as reading the pod over and over.
 */
export class ContainerState {
  /** As it stands in the pod. */
  securityContext: SecurityContext | undefined;
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

  /** Reads a container. One pass over what is there, as in `PodState.of`. */
  static of(container: Container, annotations: Readonly<Record<string, string>> | undefined): ContainerState {
    const state = new ContainerState();
    let name = '';
    for (const key in container) {
      switch (key) {
        case 'name':
          name = container[key];
          break;
        case 'securityContext':
          state.securityContext = container[key];
          state.read(container[key] ?? NO_SECURITY_CONTEXT);
          break;
        case 'ports':
          state.hostPorts = hostPorts(container[key] ?? []);
          break;
      }
    }
    if (annotations !== undefined) {
      state.seccomp ??= annotations[SECCOMP_CONTAINER_ANNOTATION_PREFIX + name];
      state.appArmor = annotations[APPARMOR_CONTAINER_ANNOTATION_PREFIX + name] ?? '';
    }
    return state;
  }

  private read(context: SecurityContext): void {
    for (const key in context) {
      switch (key) {
        case 'privileged':
          this.privileged = context[key];
          break;
        case 'allowPrivilegeEscalation':
          this.allowPrivilegeEscalation = context[key];
          break;
        case 'readOnlyRootFilesystem':
          this.readOnlyRootFilesystem = context[key];
          break;
        case 'runAsUser':
          this.runAsUser = context[key];
          break;
        case 'runAsGroup':
          this.runAsGroup = context[key];
          break;
        case 'runAsNonRoot':
          this.runAsNonRoot = context[key];
          break;
        case 'capabilities':
          this.capabilities = context[key];
          break;
        case 'seLinuxOptions':
          this.seLinuxOptions = context[key];
          break;
        case 'procMount':
          this.procMount = context[key];
          break;
        case 'seccompProfile':
          this.seccomp = fieldText(context[key]);
          break;
      }
    }
  }

  copy(): ContainerState {
    const copy = new ContainerState();
    copy.securityContext = this.securityContext;
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
  /** As it stands in the pod. */
  securityContext: PodSecurityContext | undefined;
  volumes: readonly Volume[] | undefined;
  initContainers: readonly Container[] | undefined;
  containers: readonly Container[] | undefined;
  ephemeralContainers: readonly Container[] | undefined;
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

  /**
   * Reads a pod. One pass over the fields that are there: pods come in thousands of shapes, for which a loop over the
   * keys takes a tenth of the time of asking for one field after the other.
   */
  static of({ spec }: Pod, annotations: Readonly<Record<string, string>> | undefined): PodState {
    const state = new PodState();
    for (const key in spec) {
      switch (key) {
        case 'securityContext':
          state.securityContext = spec[key];
          state.read(spec[key] ?? NO_POD_SECURITY_CONTEXT);
          break;
        case 'volumes':
          state.volumes = spec[key];
          break;
        case 'initContainers':
          state.initContainers = spec[key];
          break;
        case 'containers':
          state.containers = spec[key];
          break;
        case 'ephemeralContainers':
          state.ephemeralContainers = spec[key];
          break;
        case 'runtimeClassName':
          state.runtimeClassName = spec[key];
          break;
        case 'hostNetwork':
          state.hostNetwork = spec[key] === true;
          break;
        case 'hostPID':
          state.hostPID = spec[key] === true;
          break;
        case 'hostIPC':
          state.hostIPC = spec[key] === true;
          break;
      }
    }
    state.seccompAnnotation = annotations?.[SECCOMP_POD_ANNOTATION] ?? '';
    return state;
  }

  private read(context: PodSecurityContext): void {
    for (const key in context) {
      switch (key) {
        case 'runAsUser':
          this.runAsUser = context[key];
          break;
        case 'runAsGroup':
          this.runAsGroup = context[key];
          break;
        case 'runAsNonRoot':
          this.runAsNonRoot = context[key];
          break;
        case 'fsGroup':
          this.fsGroup = context[key];
          break;
        case 'supplementalGroups':
          this.supplementalGroups = context[key];
          break;
        case 'seLinuxOptions':
          this.seLinuxOptions = context[key];
          break;
        case 'sysctls':
          this.sysctls = context[key];
          break;
        case 'seccompProfile':
          this.seccompField = fieldText(context[key]);
          break;
      }
    }
  }

  copy(): PodState {
    const copy = new PodState();
    copy.securityContext = this.securityContext;
    copy.volumes = this.volumes;
    copy.initContainers = this.initContainers;
    copy.containers = this.containers;
    copy.ephemeralContainers = this.ephemeralContainers;
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
