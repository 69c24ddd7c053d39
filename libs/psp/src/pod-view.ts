import type { Container, Pod, PodSecurityContext, SecurityContext, Volume } from '#libs/kubernetes';

import { ContainerState, PodState } from './pod-state.js';
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
  readonly state: Readonly<PodState>;
  readonly containerStates: readonly Readonly<ContainerState>[];
}

const NO_ANNOTATIONS: Readonly<Record<string, string>> = {};
const NO_SECURITY_CONTEXT: PodSecurityContext = {};
const NO_VOLUMES: readonly VolumeView[] = [];

/** Lays out a pod. The pod is shared, never changed. */
export function viewPod(pod: Pod): PodView {
  const { annotations } = pod.metadata;
  const state = PodState.of(pod, annotations);
  const containers: ContainerView[] = [];
  const containerSecurityContexts: (SecurityContext | undefined)[] = [];
  const containerStates: ContainerState[] = [];
  const add = (list: ContainerList, members: readonly Container[] | undefined): void => {
    if (members === undefined) return;
    for (let index = 0; index < members.length; index += 1) {
      const container = members[index];
      if (container === undefined) continue;
      const containerState = ContainerState.of(container, annotations);
      containers.push({ container, list, index });
      containerSecurityContexts.push(containerState.securityContext);
      containerStates.push(containerState);
    }
  };
  add('initContainers', state.initContainers);
  add('containers', state.containers);
  add('ephemeralContainers', state.ephemeralContainers);
  return {
    pod,
    annotations: annotations ?? NO_ANNOTATIONS,
    securityContext: state.securityContext ?? NO_SECURITY_CONTEXT,
    containers,
    containerSecurityContexts,
    volumes: viewVolumes(state.volumes),
    state,
    containerStates,
  };
}

function viewVolumes(volumes: readonly Volume[] | undefined): readonly VolumeView[] {
  if (volumes === undefined) return NO_VOLUMES;
  const views: VolumeView[] = [];
  for (const volume of volumes) views.push({ volume, type: volumeType(volume), index: views.length });
  return views;
}

/** `spec.initContainers[0]` */
export function containerPath(view: ContainerView): string {
  return `spec.${view.list}[${view.index}]`;
}

/** `spec.volumes[0]` */
export function volumePath(view: VolumeView): string {
  return `spec.volumes[${view.index}]`;
}
