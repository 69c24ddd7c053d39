import {
  type FieldError,
  forbidden,
  invalid,
  SECCOMP_CONTAINER_ANNOTATION_PREFIX,
  SECCOMP_POD_ANNOTATION,
  seccompAnnotationForField,
} from '#libs/kubernetes';

import type { PodDraft } from '../pod-draft.js';
import {
  SECCOMP_ALLOWED_PROFILES_ANNOTATION,
  SECCOMP_DEFAULT_PROFILE_ANNOTATION,
  WILDCARD,
} from '../policy.js';
import { containerName } from './paths.js';
import type { PolicyField } from './policy-field.js';

/**
 * The annotations for seccomp: which profiles the pod and its containers may have, and which the pod gets if it has
 * none. Policies know only the annotations of the alpha version; fields of the security contexts are read as the
 * annotation that says the same. Each policy, also one without any annotation, writes a pod-level field down as the
 * annotation, and that counts as a change. Errors stand at the annotation even if a field is at fault.
 * Source: seccomp/strategy.go; validation.go ValidatePodSecurityPolicySpecificAnnotations, v1.24.17.
 */
export const seccomp: PolicyField = {
  name: 'seccomp',
  validatePolicy: ({ metadata }) => {
    const byDefault = metadata.annotations?.[SECCOMP_DEFAULT_PROFILE_ANNOTATION] ?? '';
    const allowed = metadata.annotations?.[SECCOMP_ALLOWED_PROFILES_ANNOTATION] ?? '';
    return [
      ...(byDefault === '' ? [] : validateProfile(byDefault, SECCOMP_DEFAULT_PROFILE_ANNOTATION)),
      ...(allowed === '' ? [] : allowed.split(','))
        .filter((profile) => profile !== WILDCARD)
        .flatMap((profile) => validateProfile(profile, SECCOMP_ALLOWED_PROFILES_ANNOTATION)),
    ];
  },
  compile: ({ metadata }) => {
    const byDefault = metadata.annotations?.[SECCOMP_DEFAULT_PROFILE_ANNOTATION] ?? '';
    const list = metadata.annotations?.[SECCOMP_ALLOWED_PROFILES_ANNOTATION];
    const { allowed, any } = allowedProfiles(list);
    const isAllowed = (profile: string): boolean =>
      any || (allowed.size === 0 ? profile === '' : allowed.has(profile));
    const refuse = (profile: string, key: string, errors: FieldError[]): void => {
      const detail =
        allowed.size === 0
          ? 'seccomp may not be set'
          : `${profile} is not an allowed seccomp profile. Valid values are ${list ?? ''}`;
      errors.push(forbidden(`pod.metadata.annotations[${key}]`, detail));
    };
    return {
      mutatePod: (draft) => {
        if ((draft.annotations[SECCOMP_POD_ANNOTATION] ?? '') !== '') return;
        const field = draft.securityContext.seccompProfile;
        const profile = field === undefined ? byDefault : (seccompAnnotationForField(field) ?? '');
        if (profile !== '') draft.setAnnotation(SECCOMP_POD_ANNOTATION, profile);
      },
      ...(!any && {
        validatePod: (draft, errors) => {
          const profile = podProfile(draft);
          if (!isAllowed(profile)) refuse(profile, SECCOMP_POD_ANNOTATION, errors);
        },
        validateContainer: (draft, container, errors) => {
          const profile = containerProfile(draft, container);
          if (isAllowed(profile)) return;
          refuse(profile, SECCOMP_CONTAINER_ANNOTATION_PREFIX + containerName(draft, container), errors);
        },
      }),
    };
  },
};

/** No list and a list of `""` differ: the latter holds one profile, the empty one. */
function allowedProfiles(list: string | undefined): { allowed: ReadonlySet<string>; any: boolean } {
  const allowed = new Set(list?.split(','));
  const any = allowed.delete(WILDCARD);
  if (allowed.has('runtime/default') || allowed.has('docker/default')) {
    allowed.add('runtime/default').add('docker/default');
  }
  return { allowed, any };
}

/** The annotation, or else the field; the other way round than for containers. */
function podProfile(draft: PodDraft): string {
  const annotation = draft.annotations[SECCOMP_POD_ANNOTATION] ?? '';
  const field = draft.securityContext.seccompProfile;
  return annotation !== '' || field === undefined ? annotation : (seccompAnnotationForField(field) ?? '');
}

function containerProfile(draft: PodDraft, container: number): string {
  const own = draft.containerSecurityContext(container)?.seccompProfile;
  if (own !== undefined) return seccompAnnotationForField(own) ?? '';
  const { annotations } = draft;
  const annotation = annotations[SECCOMP_CONTAINER_ANNOTATION_PREFIX + containerName(draft, container)];
  if (annotation !== undefined) return annotation;
  const ofPod = draft.securityContext.seccompProfile;
  if (ofPod !== undefined) return seccompAnnotationForField(ofPod) ?? '';
  return annotations[SECCOMP_POD_ANNOTATION] ?? '';
}

/** Source: pkg/apis/core/validation ValidateSeccompProfile, v1.24.17. */
function validateProfile(profile: string, key: string): FieldError[] {
  const field = `metadata.annotations[${key}]`;
  if (profile === 'runtime/default' || profile === 'docker/default' || profile === 'unconfined') return [];
  if (!profile.startsWith('localhost/')) return [invalid(field, profile, 'must be a valid seccomp profile')];
  const path = profile.slice('localhost/'.length);
  return [
    ...(path.startsWith('/') ? [invalid(field, path, 'must be a relative path')] : []),
    ...(path.split('/').includes('..') ? [invalid(field, path, "must not contain '..'")] : []),
  ];
}
