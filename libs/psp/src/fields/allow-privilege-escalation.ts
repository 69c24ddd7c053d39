import { invalid } from '#libs/kubernetes';

import { securityContextPath } from './paths.js';
import { type CompiledField, type PolicyField, UNRESTRICTED } from './policy-field.js';
import type { LeastValue, RequireField } from './requirement.js';
import { containerUses } from './uses.js';

/**
 * `allowPrivilegeEscalation` and `defaultAllowPrivilegeEscalation`: may processes gain more privileges than their
 * parent, and what is filled in where a container doesn't say. Absent, the former is true by defaulting.
 * Source: provider.go mutateContainer, validateContainer; validation.go validatePSPDefaultAllowPrivilegeEscalation,
 * v1.24.17.
 */
export const allowPrivilegeEscalation: PolicyField = {
  name: 'allowPrivilegeEscalation',
  validatePolicy: ({ spec }) =>
    spec.defaultAllowPrivilegeEscalation === true && spec.allowPrivilegeEscalation === false
      ? [
          invalid(
            'spec.defaultAllowPrivilegeEscalation',
            true,
            'Cannot set DefaultAllowPrivilegeEscalation to true without also setting AllowPrivilegeEscalation to true',
          ),
        ]
      : [],
  compile: ({ spec }) => {
    const allowed = spec.allowPrivilegeEscalation ?? true;
    const byDefault = spec.defaultAllowPrivilegeEscalation ?? (allowed ? undefined : false);
    if (allowed) return byDefault === undefined ? UNRESTRICTED : DEFAULTS[byDefault ? 'true' : 'false'];
    return byDefault === true ? { ...DEFAULTS.true, ...FORBIDDEN } : ALWAYS_FALSE;
  },
};

function fillIn(value: boolean): CompiledField {
  return {
    mutateContainer: (draft, container) => {
      if (draft.container(container).allowPrivilegeEscalation !== undefined) return;
      draft.setContainer(container, 'allowPrivilegeEscalation', value);
    },
  };
}

const DEFAULTS = { true: fillIn(true), false: fillIn(false) };

const FORBIDDEN: CompiledField = {
  validateContainer: (draft, container, errors) => {
    const given = draft.container(container).allowPrivilegeEscalation;
    if (given === false) return;
    const field = `${securityContextPath(draft, container)}.allowPrivilegeEscalation`;
    errors.push(invalid(field, given ?? null, 'Allowing privilege escalation for containers is not allowed'));
  },
};

const ALWAYS_FALSE: CompiledField = { ...DEFAULTS.false, ...FORBIDDEN };

/** Can be forbidden if every container rules it out explicitly. */
export const requirePrivilegeEscalation: RequireField = (pods) => {
  const uses = containerUses(pods, 'allowPrivilegeEscalation');
  return {
    uses,
    least: ({ keep }): LeastValue => {
      const escalating = uses.filter(({ value }) => value !== false);
      const value = escalating.length > 0;
      const set = (to: boolean): LeastValue['change'] => ({ spec: { allowPrivilegeEscalation: to } });
      const tighter = value ? [{ step: 'set false', change: set(false) }] : [];
      const path = 'spec.allowPrivilegeEscalation';
      const byDefault = keep.allowPrivilegeEscalation;
      return {
        change: {
          spec: {
            allowPrivilegeEscalation: value,
            ...(value && byDefault !== undefined && { defaultAllowPrivilegeEscalation: byDefault }),
          },
        },
        elements: [{ path, value, because: value ? escalating : uses, tighter }],
      };
    },
  };
};
