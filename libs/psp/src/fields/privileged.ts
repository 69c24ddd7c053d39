import { invalid } from '#libs/kubernetes';

import { leastFlag } from './flag-requirement.js';
import { securityContextPath } from './paths.js';
import { type CompiledField, type PolicyField, UNRESTRICTED } from './policy-field.js';
import type { RequireField } from './requirement.js';
import { containerUses } from './uses.js';

/** `privileged`: may containers be privileged? Source: provider.go validateContainer, v1.24.17. */
export const privileged: PolicyField = {
  name: 'privileged',
  compile: ({ spec }) => (spec.privileged === true ? UNRESTRICTED : NOT_PRIVILEGED),
};

const NOT_PRIVILEGED: CompiledField = {
  validateContainer: (draft, container, errors) => {
    if (draft.container(container).privileged !== true) return;
    const field = `${securityContextPath(draft, container)}.privileged`;
    errors.push(invalid(field, true, 'Privileged containers are not allowed'));
  },
};

/** Needed as soon as one container is privileged. */
export const requirePrivileged: RequireField = (pods) => {
  const uses = containerUses(pods, 'privileged').filter(({ value }) => value === true);
  return { uses, least: () => leastFlag('privileged', uses) };
};
