import {
  APPARMOR_CONTAINER_ANNOTATION_PREFIX,
  type Container,
  type Pod,
  type PodSecurityContext,
  SECCOMP_POD_ANNOTATION,
  type SecurityContext,
} from '#libs/kubernetes';

import { ContainerState, type PodState } from './pod-state.js';
import type { ContainerList, PodView } from './pod-view.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What a policy can fill in, by the level at which it does. */
const POD_FIELDS = ['fsGroup', 'supplementalGroups', 'seLinuxOptions'] as const;
const CONTAINER_FIELDS = [
  'runAsUser',
  'runAsGroup',
  'runAsNonRoot',
  'capabilities',
  'readOnlyRootFilesystem',
  'allowPrivilegeEscalation',
] as const;

type PodDefault = (typeof POD_FIELDS)[number] | 'runtimeClassName' | 'seccompAnnotation';
type ContainerDefault = (typeof CONTAINER_FIELDS)[number] | 'appArmor';

const NO_CONTAINER = new ContainerState();

/**
 * A pod with one policy's defaults being filled in. Nothing is copied before something changes, and then only what
 * changes. The pod that was given is never touched.
 */
export class PodDraft {
  /** True as soon as anything was filled in. Setters are called only with a value that differs. */
  mutated = false;
  /** The pod as it now is. */
  pod: Readonly<PodState>;

  readonly view: PodView;
  private ownPod: PodState | undefined = undefined;
  private ownContainers: (ContainerState | undefined)[] | undefined = undefined;
  /** The view's own list until a container changes; then a copy of it with the changed states in their places. */
  private containers: readonly Readonly<ContainerState>[];

  constructor(view: PodView) {
    this.view = view;
    this.pod = view.state;
    this.containers = view.containerStates;
  }

  /** A container as it now is, by its position in `view.containers`. */
  container(position: number): Readonly<ContainerState> {
    return this.containers[position] ?? NO_CONTAINER;
  }

  set<K extends PodDefault>(field: K, value: PodState[K]): void {
    this.ownPod ??= this.pod.copy();
    this.ownPod[field] = value;
    this.pod = this.ownPod;
    this.mutated = true;
  }

  setContainer<K extends ContainerDefault>(position: number, field: K, value: ContainerState[K]): void {
    const own = this.ownContainers?.[position] ?? this.takeContainer(position);
    own[field] = value;
    this.mutated = true;
  }

  private takeContainer(position: number): ContainerState {
    const own = this.container(position).copy();
    (this.ownContainers ??= [])[position] = own;
    this.containers = this.containers.with(position, own);
    return own;
  }

  /**
   * The pod with everything that was filled in, and these annotations besides; the very pod that was given if there is
   * nothing to add.
   */
  toPod(annotations?: Readonly<Record<string, string>>): Pod {
    const { pod } = this.view;
    const added: Record<string, string> = {};
    const spec = this.mutated ? this.filledSpec(added) : pod.spec;
    Object.assign(added, annotations);
    if (Object.keys(added).length === 0) return spec === pod.spec ? pod : { ...pod, spec };
    const metadata = { ...pod.metadata, annotations: { ...pod.metadata.annotations, ...added } };
    return { ...pod, metadata, spec };
  }

  private filledSpec(annotations: Record<string, string>): Pod['spec'] {
    const { pod, state, securityContext } = this.view;
    const spec: Mutable<Pod['spec']> = { ...pod.spec };
    const own = this.ownPod;
    if (own !== undefined) {
      const context: Mutable<PodSecurityContext> = { ...securityContext };
      for (const field of POD_FIELDS) if (own[field] !== state[field]) assign(context, field, own[field]);
      spec.securityContext = context;
      if (own.runtimeClassName !== undefined) spec.runtimeClassName = own.runtimeClassName;
      if (own.seccompAnnotation !== '') annotations[SECCOMP_POD_ANNOTATION] = own.seccompAnnotation;
    }
    if (this.ownContainers !== undefined)
      Object.assign(spec, this.filledContainers(this.ownContainers, annotations));
    return spec;
  }

  private filledContainers(
    owns: readonly (ContainerState | undefined)[],
    annotations: Record<string, string>,
  ): Partial<Record<ContainerList, Container[]>> {
    const { pod, containers, containerStates } = this.view;
    const lists: Partial<Record<ContainerList, Container[]>> = {};
    for (const [position, { list, index, container }] of containers.entries()) {
      const own = owns[position];
      const given = containerStates[position];
      if (own === undefined || given === undefined) continue;
      if (own.appArmor !== given.appArmor) {
        annotations[APPARMOR_CONTAINER_ANNOTATION_PREFIX + container.name] = own.appArmor;
      }
      let context: Mutable<SecurityContext> | undefined;
      for (const field of CONTAINER_FIELDS) {
        if (own[field] !== given[field]) {
          assign((context ??= { ...container.securityContext }), field, own[field]);
        }
      }
      if (context === undefined) continue;
      (lists[list] ??= [...(pod.spec[list] ?? [])])[index] = { ...container, securityContext: context };
    }
    return lists;
  }
}

function assign<T, K extends keyof T>(target: T, field: K, value: T[K] | undefined): void {
  if (value !== undefined) target[field] = value;
}
