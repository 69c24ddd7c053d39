import type { PodDraft } from '../pod-draft.js';
import { containerPath } from '../pod-view.js';

/** `spec.containers[0]`, for a position in `draft.view.containers`. */
export function pathOfContainer(draft: PodDraft, container: number): string {
  const view = draft.view.containers[container];
  return view === undefined ? 'spec' : containerPath(view);
}

/** `spec.containers[0].securityContext` */
export function securityContextPath(draft: PodDraft, container: number): string {
  return `${pathOfContainer(draft, container)}.securityContext`;
}

/** The name of a container; annotations are keyed by it. */
export function containerName(draft: PodDraft, container: number): string {
  return draft.view.containers[container]?.container.name ?? '';
}
