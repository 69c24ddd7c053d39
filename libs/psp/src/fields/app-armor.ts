import { APPARMOR_CONTAINER_ANNOTATION_PREFIX, type FieldError, forbidden, invalid } from '#libs/kubernetes';

import { APPARMOR_ALLOWED_PROFILES_ANNOTATION, APPARMOR_DEFAULT_PROFILE_ANNOTATION } from '../policy.js';
import { containerName } from './paths.js';
import type { PolicyField } from './policy-field.js';

/**
 * The annotations for AppArmor: which profiles containers may have, and which they get if they have none. Without the
 * list of allowed profiles anything goes; with any list, an empty one too, each container needs a profile of it.
 * Source: apparmor/strategy.go; validation.go ValidatePodSecurityPolicySpecificAnnotations, v1.24.17.
 */
export const appArmor: PolicyField = {
  name: 'appArmor',
  validatePolicy: ({ metadata }) => {
    const errors: FieldError[] = [];
    const check = (key: string, profiles: readonly string[], value: string): void => {
      for (const profile of profiles) {
        if (isProfileFormat(profile)) continue;
        const detail = `invalid AppArmor profile name: ${JSON.stringify(profile)}`;
        errors.push(invalid(`metadata.annotations[${key}]`, value, detail));
      }
    };
    const byDefault = metadata.annotations?.[APPARMOR_DEFAULT_PROFILE_ANNOTATION] ?? '';
    check(APPARMOR_DEFAULT_PROFILE_ANNOTATION, [byDefault], byDefault);
    const allowed = metadata.annotations?.[APPARMOR_ALLOWED_PROFILES_ANNOTATION] ?? '';
    check(APPARMOR_ALLOWED_PROFILES_ANNOTATION, allowed.split(','), allowed);
    return errors;
  },
  compile: ({ metadata }) => {
    const byDefault = metadata.annotations?.[APPARMOR_DEFAULT_PROFILE_ANNOTATION] ?? '';
    const list = metadata.annotations?.[APPARMOR_ALLOWED_PROFILES_ANNOTATION];
    const allowed = new Set(list?.split(','));
    return {
      ...(byDefault !== '' && {
        mutateContainer: (draft, container) => {
          const key = APPARMOR_CONTAINER_ANNOTATION_PREFIX + containerName(draft, container);
          if ((draft.annotations[key] ?? '') === '') draft.setAnnotation(key, byDefault);
        },
      }),
      ...(list !== undefined && {
        validateContainer: (draft, container, errors) => {
          const key = APPARMOR_CONTAINER_ANNOTATION_PREFIX + containerName(draft, container);
          const profile = draft.annotations[key] ?? '';
          if (profile !== '' && allowed.has(profile)) return;
          const detail =
            profile === ''
              ? 'AppArmor profile must be set'
              : `${profile} is not an allowed profile. Allowed values: ${JSON.stringify(list)}`;
          errors.push(forbidden(`pod.metadata.annotations[${key}]`, detail));
        },
      }),
    };
  },
};

/** Source: pkg/apis/core/validation ValidateAppArmorProfileFormat, v1.24.17. */
function isProfileFormat(profile: string): boolean {
  return (
    profile === '' ||
    profile === 'runtime/default' ||
    profile === 'unconfined' ||
    profile.startsWith('localhost/')
  );
}
