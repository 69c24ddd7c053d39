import type { PodSecurityContext, SecurityContext } from '#libs/kubernetes';

import { containerPath, type ContainerView, type PodView } from '../pod-view.js';
import type { PodField, PodUse, UseValue } from './requirement.js';

/** A container of one of several pods. */
export interface SourceContainer {
  readonly source: number;
  readonly view: PodView;
  readonly containerView: ContainerView;
  readonly securityContext: SecurityContext | undefined;
}

/** Visits every container of the pods: init, regular and ephemeral ones, pod by pod. */
export function forEachContainer(
  pods: readonly PodView[],
  visit: (container: SourceContainer) => void,
): void {
  for (const [source, view] of pods.entries()) {
    for (const [position, containerView] of view.containers.entries()) {
      visit({ source, view, containerView, securityContext: view.containerSecurityContexts[position] });
    }
  }
}

type ContainerOnlyField = 'privileged' | 'allowPrivilegeEscalation' | 'readOnlyRootFilesystem' | 'procMount';
type SharedField = 'runAsUser' | 'runAsNonRoot' | 'runAsGroup';

/** What each container has in a field that stands in its own security context only. */
export function containerUses(pods: readonly PodView[], podField: ContainerOnlyField): PodUse[] {
  const uses: PodUse[] = [];
  forEachContainer(pods, ({ source, containerView, securityContext }) => {
    const path = `${containerPath(containerView)}.securityContext.${podField}`;
    const container = containerView.container.name;
    uses.push(use({ source, podField, container, path }, securityContext?.[podField]));
  });
  return uses;
}

/** What each container has in a field that it may inherit from the pod; the path says from where. */
export function effectiveUses(pods: readonly PodView[], podField: SharedField): PodUse[] {
  const uses: PodUse[] = [];
  forEachContainer(pods, ({ source, view, containerView, securityContext }) => {
    const own = securityContext?.[podField];
    const inherited = own === undefined ? view.securityContext[podField] : undefined;
    const path =
      inherited === undefined
        ? `${containerPath(containerView)}.securityContext.${podField}`
        : podSecurityContextPath(podField);
    uses.push(use({ source, podField, container: containerView.container.name, path }, own ?? inherited));
  });
  return uses;
}

/** `spec.securityContext.fsGroup` */
export function podSecurityContextPath(field: keyof PodSecurityContext & string): string {
  return `spec.securityContext.${field}`;
}

/** A use, with its value if there is one. */
export function use(
  where: { source: number; podField: PodField; container?: string; path: string },
  value: UseValue | undefined,
): PodUse {
  return value === undefined ? where : { ...where, value };
}

/** The values that are text, one for each use that has one. */
export function textsOf(uses: readonly PodUse[]): string[] {
  return uses.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}

/** The values that are numbers, one for each use that has one. */
export function numbersOf(uses: readonly PodUse[]): number[] {
  return uses.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
}

/** The distinct values, in order of first appearance. */
export function distinct<T>(values: Iterable<T>): T[] {
  return [...new Set(values)];
}

/** A list without the element at a position. */
export function without<T>(list: readonly T[], position: number): T[] {
  return list.filter((_, index) => index !== position);
}
