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
  const { spec } = pod;
  const { annotations } = pod.metadata;
  const containers: ContainerView[] = [];
  const containerSecurityContexts: (SecurityContext | undefined)[] = [];
  const containerStates: ContainerState[] = [];
  const add = (list: ContainerList, members: readonly Container[] | undefined): void => {
    if (members === undefined) return;
    let index = 0;
    for (const container of members) {
      containers.push({ container, list, index });
      containerSecurityContexts.push(container.securityContext);
      containerStates.push(ContainerState.of(container, annotations));
      index += 1;
    }
  };
  add('initContainers', spec.initContainers);
  add('containers', spec.containers);
  add('ephemeralContainers', spec.ephemeralContainers);
  return {
    pod,
    annotations: annotations ?? NO_ANNOTATIONS,
    securityContext: spec.securityContext ?? NO_SECURITY_CONTEXT,
    containers,
    containerSecurityContexts,
    volumes: viewVolumes(spec.volumes),
    state: PodState.of(pod),
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
