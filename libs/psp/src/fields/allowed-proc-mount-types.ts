import { invalid, notSupported } from '#libs/kubernetes';

import { securityContextPath } from './paths.js';
import type { PolicyField } from './policy-field.js';

const PROC_MOUNT_TYPES: readonly string[] = ['Default', 'Unmasked'];
const DEFAULT = 'Default';

/**
 * `allowedProcMountTypes`: how /proc may be mounted. Absent or empty: Default alone. An unset procMount is Default.
 * With the feature gate ProcMountType off, its default, the field is dropped when a policy is stored.
 * Source: provider.go validateContainer; validation.go validatePSPAllowedProcMountTypes;
 * pkg/api/podsecuritypolicy/util.go, v1.24.17.
 */
export const allowedProcMountTypes: PolicyField = {
  name: 'allowedProcMountTypes',
  validatePolicy: ({ spec }) =>
    (spec.allowedProcMountTypes ?? []).flatMap((type, index) =>
      PROC_MOUNT_TYPES.includes(type)
        ? []
        : [notSupported(`spec.allowedProcMountTypes[${index}]`, type, PROC_MOUNT_TYPES)],
    ),
  compile: ({ spec }) => {
    const given = spec.allowedProcMountTypes ?? [];
    const allowed = new Set(given.length === 0 ? [DEFAULT] : given);
    return {
      validateContainer: (draft, container, errors) => {
        const type = draft.containerSecurityContext(container)?.procMount ?? DEFAULT;
        if (allowed.has(type)) return;
        const field = `${securityContextPath(draft, container)}.procMount`;
        errors.push(invalid(field, type, 'ProcMountType is not allowed'));
      },
    };
  },
};
