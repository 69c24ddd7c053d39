import { invalid } from '#libs/kubernetes';

import { type PolicyField, UNRESTRICTED } from './policy-field.js';
import { securityContextPath } from './paths.js';

/** `privileged`: may containers be privileged? Source: provider.go validateContainer, v1.24.17. */
export const privileged: PolicyField = {
  name: 'privileged',
  compile: ({ spec }) =>
    spec.privileged === true
      ? UNRESTRICTED
      : {
          validateContainer: (draft, container, errors) => {
            if (draft.containerSecurityContext(container)?.privileged !== true) return;
            const field = `${securityContextPath(draft, container)}.privileged`;
            errors.push(invalid(field, true, 'Privileged containers are not allowed'));
          },
        },
};
