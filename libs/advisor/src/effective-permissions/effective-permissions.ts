import type { NodeFacts } from '#libs/events';
import {
  appArmorProfile,
  type Container,
  type ContainerPort,
  type Pod,
  SECCOMP_CONTAINER_ANNOTATION_PREFIX,
  SECCOMP_POD_ANNOTATION,
  seccompAnnotationForField,
  type SELinuxOptions,
  type VolumeMount,
} from '#libs/kubernetes';
import { volumeType } from '#libs/psp';

import { ALL_CAPABILITIES, boundingSet, containerRuntime } from './capability-sets.js';

/** What is known of a container beside its pod spec: its image, and one node that it may run on. */
export interface ContainerFacts {
  readonly node: NodeFacts;
  /** The image's USER; more than one if images differ; empty: unknown. */
  readonly imageUsers: readonly string[];
  readonly imageVolumes: readonly string[];
}

export const NO_FACTS: ContainerFacts = { node: {}, imageUsers: [], imageVolumes: [] };

/** `init`, `regular` or `ephemeral`, by the list of the pod spec that the container stands in. */
export type ContainerKind = 'init' | 'regular' | 'ephemeral';

/** A seccomp or AppArmor profile in force. `unset`: nothing was asked for, and what that means is resolved already. */
export interface ProfileInForce {
  readonly type: 'Unconfined' | 'RuntimeDefault' | 'Localhost';
  readonly localhostProfile?: string;
}

/** A mount as the container sees it. `writable` counts the mount alone, not permissions of files. */
export interface EffectiveMount {
  readonly mountPath: string;
  readonly volume: string;
  /** As policies spell volume types. */
  readonly volumeType: string;
  readonly writable: boolean;
  readonly hostPath?: string;
  readonly propagation: 'None' | 'HostToContainer' | 'Bidirectional';
}

/**
 * What one container may do on one node: the pod spec, the image and the node resolved to what the kernel will enforce.
 * Two of these, before and after a change, are what narrowings are told from.
 */
export interface EffectivePermissions {
  readonly container: string;
  readonly kind: ContainerKind;
  /** `spec.containers[0]` */
  readonly path: string;
  readonly privileged: boolean;
  /** The bounding set: what a root process holds, and the most that any process can gain. */
  readonly capabilities: ReadonlySet<string>;
  /** The uid of the first process, if the pod spec says so; else what the image says counts. */
  readonly runAsUser?: number;
  /** Values of the image's USER; empty: unknown. */
  readonly imageUsers: readonly string[];
  readonly imageVolumes: readonly string[];
  /** The kubelet refuses to start the container as uid 0, or as a user whose uid it can't tell. */
  readonly runAsNonRoot: boolean;
  readonly runAsGroup?: number;
  readonly supplementalGroups: readonly number[];
  readonly fsGroup?: number;
  readonly noNewPrivileges: boolean;
  readonly readOnlyRootFilesystem: boolean;
  readonly seccomp: ProfileInForce;
  /** Undefined: whether AppArmor is enabled is unknown and nothing was asked for. */
  readonly appArmor: ProfileInForce | 'disabled' | undefined;
  /** What the pod spec asks for; `runtime/default` asked for on a node without AppArmor keeps the container from starting. */
  readonly appArmorRequested: string | undefined;
  readonly seLinuxOptions?: SELinuxOptions;
  readonly hostNetwork: boolean;
  readonly hostPID: boolean;
  readonly hostIPC: boolean;
  readonly hostUsers: boolean;
  readonly mounts: readonly EffectiveMount[];
  /** Raw block devices given by `volumeDevices`. */
  readonly blockDevices: readonly string[];
  readonly hostPorts: readonly ContainerPort[];
  /** Parts of /proc and /sys are masked or read-only. */
  readonly maskedProc: boolean;
  /** Names of the sysctls that the pod spec sets; they are the pod's. */
  readonly sysctls: readonly string[];
  readonly runtimeClassName?: string;
  readonly node: NodeFacts;
}

/** A container of a pod with where it stands. */
export interface PlacedContainer {
  readonly container: Container;
  readonly kind: ContainerKind;
  readonly path: string;
}

const LISTS = [
  ['initContainers', 'init'],
  ['containers', 'regular'],
  ['ephemeralContainers', 'ephemeral'],
] as const;

/** All containers of a pod: init, regular, ephemeral, each in the order of its list. */
export function placedContainers(pod: Pod): PlacedContainer[] {
  const placed: PlacedContainer[] = [];
  for (const [list, kind] of LISTS) {
    for (const [index, container] of (pod.spec[list] ?? []).entries()) {
      placed.push({ container, kind, path: `spec.${list}[${index}]` });
    }
  }
  return placed;
}

/**
 * Derives what a container may do. Sources: Kubernetes v1.24.17 pkg/securitycontext/util.go
 * (DetermineEffectiveSecurityContext, AddNoNewPrivileges), pkg/kubelet/kuberuntime/security_context.go,
 * pkg/kubelet/kuberuntime/helpers.go (getSeccompProfile), pkg/security/apparmor; containerd v1.6 pkg/cri/server.
 */
export function effectivePermissions(
  pod: Pod,
  placed: PlacedContainer,
  facts: ContainerFacts,
): EffectivePermissions {
  const { container, kind, path } = placed;
  const { spec } = pod;
  const podContext = spec.securityContext ?? {};
  const context = container.securityContext ?? {};
  const privileged = context.privileged === true;
  const runAsUser = context.runAsUser ?? podContext.runAsUser;
  const runAsGroup = context.runAsGroup ?? podContext.runAsGroup;
  const seLinuxOptions = context.seLinuxOptions ?? podContext.seLinuxOptions;
  const appArmorRequested = appArmorProfile(pod.metadata, container.name) || undefined;
  return {
    container: container.name,
    kind,
    path,
    privileged,
    capabilities: privileged
      ? EVERY_CAPABILITY
      : boundingSet(
          containerRuntime(facts.node.runtime),
          context.capabilities?.add ?? [],
          context.capabilities?.drop ?? [],
        ),
    ...(runAsUser !== undefined && { runAsUser }),
    imageUsers: facts.imageUsers,
    imageVolumes: facts.imageVolumes,
    runAsNonRoot: context.runAsNonRoot ?? podContext.runAsNonRoot ?? false,
    ...(runAsGroup !== undefined && { runAsGroup }),
    supplementalGroups: podContext.supplementalGroups ?? [],
    ...(podContext.fsGroup !== undefined && { fsGroup: podContext.fsGroup }),
    noNewPrivileges: context.allowPrivilegeEscalation === false,
    readOnlyRootFilesystem: context.readOnlyRootFilesystem === true,
    seccomp: privileged ? UNCONFINED : seccompInForce(pod, container, facts.node),
    appArmor:
      privileged && appArmorRequested === undefined
        ? UNCONFINED
        : appArmorInForce(appArmorRequested, facts.node),
    appArmorRequested,
    ...(seLinuxOptions !== undefined && { seLinuxOptions }),
    hostNetwork: spec.hostNetwork === true,
    hostPID: spec.hostPID === true,
    hostIPC: spec.hostIPC === true,
    hostUsers: spec.hostUsers !== false,
    mounts: (container.volumeMounts ?? []).map((mount) => effectiveMount(pod, mount)),
    blockDevices: blockDevices(container),
    hostPorts: (container.ports ?? []).filter((port) => (port.hostPort ?? 0) > 0),
    maskedProc: !privileged && context.procMount !== 'Unmasked',
    sysctls: (podContext.sysctls ?? []).map((each) => each.name),
    ...(spec.runtimeClassName !== undefined && { runtimeClassName: spec.runtimeClassName }),
    node: facts.node,
  };
}

const EVERY_CAPABILITY: ReadonlySet<string> = new Set(ALL_CAPABILITIES);
const UNCONFINED: ProfileInForce = { type: 'Unconfined' };
const RUNTIME_DEFAULT: ProfileInForce = { type: 'RuntimeDefault' };

/** Field before annotation, container before pod; unset is Unconfined unless the kubelet says otherwise. */
function seccompInForce(pod: Pod, container: Container, node: NodeFacts): ProfileInForce {
  const annotations = pod.metadata.annotations ?? {};
  const ofContainer = container.securityContext?.seccompProfile;
  const ofPod = pod.spec.securityContext?.seccompProfile;
  const name =
    (ofContainer && seccompAnnotationForField(ofContainer)) ??
    annotations[SECCOMP_CONTAINER_ANNOTATION_PREFIX + container.name] ??
    (ofPod && seccompAnnotationForField(ofPod)) ??
    annotations[SECCOMP_POD_ANNOTATION];
  return profileInForce(name) ?? (node.seccompDefault === true ? RUNTIME_DEFAULT : UNCONFINED);
}

function profileInForce(name: string | undefined): ProfileInForce | undefined {
  if (name === 'runtime/default' || name === 'docker/default') return RUNTIME_DEFAULT;
  if (name === 'unconfined') return UNCONFINED;
  if (name?.startsWith('localhost/') === true) {
    return { type: 'Localhost', localhostProfile: name.slice('localhost/'.length) };
  }
  return undefined;
}

/** Unset is the runtime's own default where AppArmor is enabled; a profile without AppArmor is no confinement. */
function appArmorInForce(requested: string | undefined, node: NodeFacts): EffectivePermissions['appArmor'] {
  if (node.apparmor === false) return 'disabled';
  if (requested !== undefined) return profileInForce(requested);
  return node.apparmor === true ? RUNTIME_DEFAULT : undefined;
}

function effectiveMount(pod: Pod, mount: VolumeMount): EffectiveMount {
  const volume = pod.spec.volumes?.find((each) => each.name === mount.name);
  const hostPath = volume?.hostPath?.path;
  return {
    mountPath: trimSlash(mount.mountPath),
    volume: mount.name,
    volumeType: volume === undefined ? 'emptyDir' : volumeType(volume),
    writable: mount.readOnly !== true,
    ...(hostPath !== undefined && { hostPath: trimSlash(hostPath) + subPath(mount) }),
    propagation:
      mount.mountPropagation === 'Bidirectional' || mount.mountPropagation === 'HostToContainer'
        ? mount.mountPropagation
        : 'None',
  };
}

function subPath(mount: VolumeMount): string {
  return mount.subPath === undefined || mount.subPath === '' ? '' : `/${mount.subPath}`;
}

function trimSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function blockDevices(container: Container): string[] {
  const given = container['volumeDevices'];
  if (!Array.isArray(given)) return [];
  return given.flatMap((each: unknown) =>
    typeof each === 'object' && each !== null && 'devicePath' in each && typeof each.devicePath === 'string'
      ? [each.devicePath]
      : [],
  );
}
