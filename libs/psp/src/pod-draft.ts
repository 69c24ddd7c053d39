import type { Container, Pod, PodSecurityContext, SecurityContext } from '#libs/kubernetes';

import type { ContainerList, PodView } from './pod-view.js';

/** The fields that the type names, without those that it merely carries. */
type Known<T> = { -readonly [K in keyof T as string extends K ? never : K]: T[K] };
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * A pod with one policy's defaults being filled in. Nothing is copied before something changes, and then only what
 * changes: the pod-level security context, the annotations, single containers' security contexts. The pod that was
 * given is never touched.
 */
export class PodDraft {
  /** True as soon as anything was filled in. Setters are called only with a value that differs. */
  mutated = false;

  #securityContext: PodSecurityContext;
  #ownSecurityContext: Mutable<PodSecurityContext> | undefined;
  #annotations: Readonly<Record<string, string>>;
  #ownAnnotations: Record<string, string> | undefined;
  #ownContainers: (Mutable<SecurityContext> | undefined)[] | undefined;
  #runtimeClassName: string | undefined;

  constructor(readonly view: PodView) {
    this.#securityContext = view.securityContext;
    this.#annotations = view.annotations;
    this.#runtimeClassName = view.pod.spec.runtimeClassName;
  }

  /** The pod-level security context; an absent one reads as empty. */
  get securityContext(): PodSecurityContext {
    return this.#securityContext;
  }

  get annotations(): Readonly<Record<string, string>> {
    return this.#annotations;
  }

  get runtimeClassName(): string | undefined {
    return this.#runtimeClassName;
  }

  /** The security context of a container, by its position in `view.containers`. */
  containerSecurityContext(container: number): SecurityContext | undefined {
    return this.#ownContainers?.[container] ?? this.view.containerSecurityContexts[container];
  }

  set<K extends keyof Known<PodSecurityContext>>(field: K, value: NonNullable<PodSecurityContext[K]>): void {
    this.#ownSecurityContext ??= { ...this.#securityContext };
    this.#ownSecurityContext[field] = value;
    this.#securityContext = this.#ownSecurityContext;
    this.mutated = true;
  }

  setContainer<K extends keyof Known<SecurityContext>>(
    container: number,
    field: K,
    value: NonNullable<SecurityContext[K]>,
  ): void {
    this.#ownContainers ??= [];
    const own = (this.#ownContainers[container] ??= { ...this.view.containerSecurityContexts[container] });
    own[field] = value;
    this.mutated = true;
  }

  setAnnotation(key: string, value: string): void {
    this.#ownAnnotations ??= { ...this.#annotations };
    this.#ownAnnotations[key] = value;
    this.#annotations = this.#ownAnnotations;
    this.mutated = true;
  }

  setRuntimeClassName(name: string): void {
    this.#runtimeClassName = name;
    this.mutated = true;
  }

  /** The pod with everything that was filled in; the very pod that was given if nothing was. */
  toPod(): Pod {
    const { pod } = this.view;
    if (!this.mutated) return pod;
    const spec: Mutable<Pod['spec']> = { ...pod.spec };
    if (this.#ownSecurityContext !== undefined) spec.securityContext = this.#ownSecurityContext;
    if (this.#runtimeClassName !== undefined) spec.runtimeClassName = this.#runtimeClassName;
    const own = this.#ownContainers;
    if (own !== undefined) {
      const copies: Partial<Record<ContainerList, Container[]>> = {};
      for (const [position, { list, index, container }] of this.view.containers.entries()) {
        const securityContext = own[position];
        if (securityContext === undefined) continue;
        const copy = (copies[list] ??= [...(pod.spec[list] ?? [])]);
        copy[index] = { ...container, securityContext };
      }
      Object.assign(spec, copies);
    }
    if (this.#ownAnnotations === undefined) return { ...pod, spec };
    return { ...pod, metadata: { ...pod.metadata, annotations: this.#ownAnnotations }, spec };
  }
}
