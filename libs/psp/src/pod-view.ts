import type { Container, Pod, PodSecurityContext, SecurityContext, Volume } from '#libs/kubernetes';

import { volumeType } from './volume-types.js';

export type ContainerList = 'initContainers' | 'containers' | 'ephemeralContainers';

/** A container and where it stands in the pod. */
export interface ContainerView {
  readonly container: Container;
  readonly list: ContainerList;
  readonly index: number;
}

/** A volume with its type as policies spell it. */
export interface VolumeView {
  readonly volume: Volume;
  readonly type: string;
  readonly index: number;
}

/**
 * A pod laid out for evaluation: what does not depend on the policy is worked out once, however many policies are
 * tried. Containers stand in the order in which Kubernetes visits them: init, regular, ephemeral
 * (pkg/api/pod/util.go VisitContainers, v1.24.17).
 */
export interface PodView {
  readonly pod: Pod;
  readonly annotations: Readonly<Record<string, string>>;
  readonly securityContext: PodSecurityContext;
  readonly containers: readonly ContainerView[];
  readonly containerSecurityContexts: readonly (SecurityContext | undefined)[];
  readonly volumes: readonly VolumeView[];
}

const NO_ANNOTATIONS: Readonly<Record<string, string>> = {};
const NO_SECURITY_CONTEXT: PodSecurityContext = {};
const CONTAINER_LISTS: readonly ContainerList[] = ['initContainers', 'containers', 'ephemeralContainers'];

/** Lays out a pod. The pod is shared, never changed. */
export function viewPod(pod: Pod): PodView {
  const containers: ContainerView[] = [];
  const containerSecurityContexts: (SecurityContext | undefined)[] = [];
  for (const list of CONTAINER_LISTS) {
    const members = pod.spec[list];
    if (members === undefined) continue;
    for (const [index, container] of members.entries()) {
      containers.push({ container, list, index });
      containerSecurityContexts.push(container.securityContext);
    }
  }
  return {
    pod,
    annotations: pod.metadata.annotations ?? NO_ANNOTATIONS,
    securityContext: pod.spec.securityContext ?? NO_SECURITY_CONTEXT,
    containers,
    containerSecurityContexts,
    volumes: (pod.spec.volumes ?? []).map((volume, index) => ({ volume, type: volumeType(volume), index })),
  };
}

/** `spec.initContainers[0]` */
export function containerPath(view: ContainerView): string {
  return `spec.${view.list}[${view.index}]`;
}

/** `spec.volumes[0]` */
export function volumePath(view: VolumeView): string {
  return `spec.volumes[${view.index}]`;
}
