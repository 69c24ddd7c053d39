import type { Container, Pod, SeccompProfile } from './pod.js';

/** Seccomp profile of the pod as a whole (k8s.io/api/core/v1/annotation_key_constants.go, v0.24.17). */
export const SECCOMP_POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
/** Seccomp profile of one container: this prefix and the container's name. */
export const SECCOMP_CONTAINER_ANNOTATION_PREFIX = 'container.seccomp.security.alpha.kubernetes.io/';

/** The annotation value that says the same as the field; undefined if none does (SeccompAnnotationForField). */
export function seccompAnnotationForField(profile: SeccompProfile): string | undefined {
  switch (profile.type ?? '') {
    case 'Unconfined':
      return 'unconfined';
    case 'RuntimeDefault':
      return 'runtime/default';
    case 'Localhost':
      return profile.localhostProfile === undefined ? undefined : `localhost/${profile.localhostProfile}`;
    default:
      return undefined;
  }
}

/** The field that says the same as the annotation; undefined if none does (SeccompFieldForAnnotation). */
export function seccompFieldForAnnotation(annotation: string): SeccompProfile | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default' || annotation === 'docker/default') return { type: 'RuntimeDefault' };
  if (annotation.startsWith('localhost/') && annotation.length > 'localhost/'.length) {
    return { type: 'Localhost', localhostProfile: annotation.slice('localhost/'.length) };
  }
  return undefined;
}

/**
 * Brings annotations and fields of seccomp in line, as the API server does when a pod is created, after mutating
 * admission (applySeccompVersionSkew, pkg/registry/core/pod/strategy.go, v1.24.17): whichever of the two is missing is
 * filled in from the other; where both stand, neither is changed. Returns the very same pod if nothing is missing.
 */
export function syncSeccomp(pod: Pod): Pod {
  let annotations = pod.metadata.annotations;
  const annotate = (key: string, value: string): void => {
    annotations = { ...annotations, [key]: value };
  };

  let securityContext = pod.spec.securityContext;
  const annotation = own(annotations, SECCOMP_POD_ANNOTATION);
  if (securityContext?.seccompProfile !== undefined) {
    const value = seccompAnnotationForField(securityContext.seccompProfile);
    if (annotation === undefined && value !== undefined) annotate(SECCOMP_POD_ANNOTATION, value);
  } else if (annotation !== undefined) {
    const seccompProfile = seccompFieldForAnnotation(annotation);
    if (seccompProfile !== undefined) securityContext = { ...securityContext, seccompProfile };
  }

  const syncContainers = (containers: readonly Container[] | undefined): readonly Container[] | undefined => {
    let copy: Container[] | undefined;
    for (const [index, container] of (containers ?? []).entries()) {
      const key = SECCOMP_CONTAINER_ANNOTATION_PREFIX + container.name;
      const given = own(annotations, key);
      const field = container.securityContext?.seccompProfile;
      if (field !== undefined && given === undefined) {
        const value = seccompAnnotationForField(field);
        if (value !== undefined) annotate(key, value);
      } else if (field === undefined && given !== undefined) {
        const seccompProfile = seccompFieldForAnnotation(given);
        if (seccompProfile === undefined) continue;
        copy ??= [...(containers ?? [])];
        copy[index] = { ...container, securityContext: { ...container.securityContext, seccompProfile } };
      }
    }
    return copy ?? containers;
  };
  const { spec } = pod;
  const initContainers = syncContainers(spec.initContainers);
  const containers = syncContainers(spec.containers) ?? spec.containers;
  const ephemeralContainers = syncContainers(spec.ephemeralContainers);

  const specChanged =
    securityContext !== spec.securityContext ||
    initContainers !== spec.initContainers ||
    containers !== spec.containers ||
    ephemeralContainers !== spec.ephemeralContainers;
  if (annotations === pod.metadata.annotations && !specChanged) return pod;
  return {
    ...pod,
    metadata:
      annotations === pod.metadata.annotations || annotations === undefined
        ? pod.metadata
        : { ...pod.metadata, annotations },
    spec: specChanged
      ? {
          ...spec,
          ...(securityContext === undefined ? {} : { securityContext }),
          ...(initContainers === undefined ? {} : { initContainers }),
          containers,
          ...(ephemeralContainers === undefined ? {} : { ephemeralContainers }),
        }
      : spec,
  };
}

function own(annotations: Readonly<Record<string, string>> | undefined, key: string): string | undefined {
  return annotations !== undefined && Object.hasOwn(annotations, key) ? annotations[key] : undefined;
}
