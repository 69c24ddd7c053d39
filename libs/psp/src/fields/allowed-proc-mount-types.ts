import { invalid, notSupported } from '#libs/kubernetes';

import { bytewise } from '../bytewise.js';
import { securityContextPath } from './paths.js';
import type { CompiledField, PolicyField } from './policy-field.js';
import type { LeastValue, RequireField } from './requirement.js';
import { containerUses, distinct, without } from './uses.js';

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
    return given.length === 0 ? ONLY_DEFAULT : onlyOf(given);
  },
};

const ONLY_DEFAULT = onlyOf([DEFAULT]);

function onlyOf(allowed: readonly string[]): CompiledField {
  return {
    validateContainer: (draft, container, errors) => {
      const type = draft.container(container).procMount ?? DEFAULT;
      if (allowed.includes(type)) return;
      const field = `${securityContextPath(draft, container)}.procMount`;
      errors.push(invalid(field, type, 'ProcMountType is not allowed'));
    },
  };
}

/** Left out where every container has the default, which is what a policy without the field allows. */
export const requireProcMount: RequireField = (pods) => {
  const uses = containerUses(pods, 'procMount');
  return {
    uses,
    least: ({ featureGates }): LeastValue => {
      const path = 'spec.allowedProcMountTypes';
      const types = distinct(uses.map(({ value }) => (typeof value === 'string' ? value : 'Default'))).sort(
        bytewise,
      );
      if (featureGates.ProcMountType !== true || types.every((type) => type === 'Default')) {
        return {
          change: { spec: { allowedProcMountTypes: undefined } },
          elements: [{ path, because: [], tighter: [] }],
        };
      }
      return {
        change: { spec: { allowedProcMountTypes: types } },
        elements: types.map((type, position) => ({
          path: `${path}[${position}]`,
          value: type,
          because: uses.filter(({ value = 'Default' }) => value === type),
          tighter:
            types.length === 1
              ? [{ step: 'leave out', change: { spec: { allowedProcMountTypes: undefined } } }]
              : [
                  {
                    step: `remove ${type}`,
                    change: { spec: { allowedProcMountTypes: without(types, position) } },
                  },
                ],
        })),
      };
    },
  };
};
