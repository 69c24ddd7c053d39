import { invalid } from '#libs/kubernetes';

import { securityContextPath } from './paths.js';
import { type PolicyField, UNRESTRICTED } from './policy-field.js';

/**
 * `readOnlyRootFilesystem`: must containers have a read-only root? If so, it is filled in where unset.
 * Source: provider.go mutateContainer, validateContainer, v1.24.17.
 */
export const readOnlyRootFilesystem: PolicyField = {
  name: 'readOnlyRootFilesystem',
  compile: ({ spec }) =>
    spec.readOnlyRootFilesystem === true
      ? {
          mutateContainer: (draft, container) => {
            if (draft.containerSecurityContext(container)?.readOnlyRootFilesystem !== undefined) return;
            draft.setContainer(container, 'readOnlyRootFilesystem', true);
          },
          validateContainer: (draft, container, errors) => {
            const readOnly = draft.containerSecurityContext(container)?.readOnlyRootFilesystem;
            if (readOnly === true) return;
            const detail =
              readOnly === undefined
                ? 'ReadOnlyRootFilesystem may not be nil and must be set to true'
                : 'ReadOnlyRootFilesystem must be set to true';
            const field = `${securityContextPath(draft, container)}.readOnlyRootFilesystem`;
            errors.push(invalid(field, readOnly ?? null, detail));
          },
        }
      : UNRESTRICTED,
};
