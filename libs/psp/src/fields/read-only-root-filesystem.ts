import { invalid } from '#libs/kubernetes';

import { securityContextPath } from './paths.js';
import { type CompiledField, type PolicyField, UNRESTRICTED } from './policy-field.js';
import type { LeastValue, RequireField } from './requirement.js';
import { containerUses } from './uses.js';

/**
 * `readOnlyRootFilesystem`: must containers have a read-only root? If so, it is filled in where unset.
 * Source: provider.go mutateContainer, validateContainer, v1.24.17.
 */
export const readOnlyRootFilesystem: PolicyField = {
  name: 'readOnlyRootFilesystem',
  compile: ({ spec }) => (spec.readOnlyRootFilesystem === true ? READ_ONLY : UNRESTRICTED),
};

const READ_ONLY: CompiledField = {
  mutateContainer: (draft, container) => {
    if (draft.container(container).readOnlyRootFilesystem !== undefined) return;
    draft.setContainer(container, 'readOnlyRootFilesystem', true);
  },
  validateContainer: (draft, container, errors) => {
    const readOnly = draft.container(container).readOnlyRootFilesystem;
    if (readOnly === true) return;
    const detail =
      readOnly === undefined
        ? 'ReadOnlyRootFilesystem may not be nil and must be set to true'
        : 'ReadOnlyRootFilesystem must be set to true';
    const field = `${securityContextPath(draft, container)}.readOnlyRootFilesystem`;
    errors.push(invalid(field, readOnly ?? null, detail));
  },
};

/** Can be demanded if every container has it. */
export const requireReadOnlyRootFilesystem: RequireField = (pods) => {
  const uses = containerUses(pods, 'readOnlyRootFilesystem');
  return {
    uses,
    least: (): LeastValue => {
      const writable = uses.filter(({ value }) => value !== true);
      const value = writable.length === 0;
      const set = (to: boolean): LeastValue['change'] => ({ spec: { readOnlyRootFilesystem: to } });
      const tighter = value ? [] : [{ step: 'set true', change: set(true) }];
      const path = 'spec.readOnlyRootFilesystem';
      return { change: set(value), elements: [{ path, value, because: value ? uses : writable, tighter }] };
    },
  };
};
