import type { ObjectMeta } from './pod.js';

/** AppArmor profile of one container: this prefix and the container's name (pkg/apis/core, v1.24.17). */
export const APPARMOR_CONTAINER_ANNOTATION_PREFIX = 'container.apparmor.security.beta.kubernetes.io/';

/**
 * The AppArmor profile that a pod's annotations give a container; `''` if none, as apparmor.GetProfileName does: an
 * empty annotation and an absent one are the same.
 */
export function appArmorProfile(metadata: ObjectMeta, container: string): string {
  const { annotations } = metadata;
  const key = APPARMOR_CONTAINER_ANNOTATION_PREFIX + container;
  return annotations !== undefined && Object.hasOwn(annotations, key) ? (annotations[key] ?? '') : '';
}
