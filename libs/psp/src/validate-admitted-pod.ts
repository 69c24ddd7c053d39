import {
  type FieldError,
  forbidden,
  invalid,
  type Pod,
  type SeccompProfile,
  type SecurityContext,
} from '#libs/kubernetes';
import { SECCOMP_CONTAINER_ANNOTATION_PREFIX, SECCOMP_POD_ANNOTATION } from '#libs/kubernetes';

import { containerPath, type PodView, viewPod } from './pod-view.js';

/**
 * The part of API validation that finds conflicts which admission itself can create by filling in defaults:
 * - `allowPrivilegeEscalation: false` in a container that is privileged or adds CAP_SYS_ADMIN (that very spelling);
 * - ids beyond 2^31 - 1, which policies may hold but pods may not;
 * - on CREATE, a seccomp annotation that contradicts the field, once the two have been brought in line.
 * The rest of API validation of pods is a subject of its own and not done here: the pods that are judged exist, or come
 * from templates that an API server has accepted or will check itself.
 * Source: pkg/apis/core/validation/validation.go ValidateSecurityContext, ValidatePodSecurityContext, and of
 * ValidatePodCreate validateSeccompAnnotationsAndFields, v1.24.17.
 */
export function validateAdmittedPod(pod: Pod, operation: 'CREATE' | 'UPDATE' = 'CREATE'): FieldError[] {
  const view = viewPod(pod);
  const errors: FieldError[] = [];
  validateSecurityContexts(view, errors);
  if (operation === 'CREATE') validateSeccomp(view, errors);
  return errors;
}

function validateSecurityContexts({ securityContext, containers }: PodView, errors: FieldError[]): void {
  const path = 'spec.securityContext';
  validateId(securityContext.fsGroup, `${path}.fsGroup`, errors);
  validateId(securityContext.runAsUser, `${path}.runAsUser`, errors);
  validateId(securityContext.runAsGroup, `${path}.runAsGroup`, errors);
  for (const [index, group] of (securityContext.supplementalGroups ?? []).entries()) {
    validateId(group, `${path}.supplementalGroups[${index}]`, errors);
  }
  for (const view of containers) {
    const context = view.container.securityContext;
    if (context === undefined) continue;
    const field = `${containerPath(view)}.securityContext`;
    validateId(context.runAsUser, `${field}.runAsUser`, errors);
    validateId(context.runAsGroup, `${field}.runAsGroup`, errors);
    validateEscalation(context, field, errors);
  }
}

function validateSeccomp({ annotations, securityContext, containers }: PodView, errors: FieldError[]): void {
  const { seccompProfile } = securityContext;
  validateSeccompProfile(annotations[SECCOMP_POD_ANNOTATION], seccompProfile, 'spec.securityContext', errors);
  for (const view of containers) {
    const profile = view.container.securityContext?.seccompProfile;
    const annotation = annotations[SECCOMP_CONTAINER_ANNOTATION_PREFIX + view.container.name];
    validateSeccompProfile(annotation, profile, `${containerPath(view)}.securityContext`, errors);
  }
}

function validateEscalation(context: SecurityContext, field: string, errors: FieldError[]): void {
  if (context.allowPrivilegeEscalation !== false) return;
  if (context.privileged === true) {
    errors.push(
      invalid(field, context, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'),
    );
  }
  for (const name of context.capabilities?.add ?? []) {
    if (name !== 'CAP_SYS_ADMIN') continue;
    const detail = 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN';
    errors.push(invalid(field, context, detail));
  }
}

function validateSeccompProfile(
  annotation: string | undefined,
  profile: SeccompProfile | undefined,
  securityContext: string,
  errors: FieldError[],
): void {
  if (annotation === undefined || profile === undefined) return;
  const path = `${securityContext}.seccompProfile`;
  const differentType = forbidden(`${path}.type`, 'seccomp type in annotation and field must match');
  switch (profile.type ?? '') {
    case 'Unconfined':
      if (annotation !== 'unconfined') errors.push(differentType);
      return;
    case 'RuntimeDefault':
      if (annotation !== 'runtime/default' && annotation !== 'docker/default') errors.push(differentType);
      return;
    case 'Localhost':
      if (!annotation.startsWith('localhost/')) errors.push(differentType);
      else if (annotation.slice('localhost/'.length) !== profile.localhostProfile) {
        const detail = 'seccomp profile in annotation and field must match';
        errors.push(forbidden(`${path}.localhostProfile`, detail));
      }
      return;
    default:
  }
}

const MAX_ID = 2 ** 31 - 1;

function validateId(id: number | undefined, field: string, errors: FieldError[]): void {
  if (id === undefined || (id >= 0 && id <= MAX_ID)) return;
  errors.push(invalid(field, id, `must be between 0 and ${MAX_ID}, inclusive`));
}
