import { invalid } from '#libs/kubernetes';

import { groupStrategy, validateGroupStrategy } from './id-ranges.js';
import { type PolicyField, UNRESTRICTED } from './policy-field.js';

/**
 * `fsGroup`: the group that owns the pod's volumes.
 * Source: factory.go createFSGroupStrategy; provider.go; validation.go validatePSPFSGroup, v1.24.17.
 */
export const fsGroup: PolicyField = {
  name: 'fsGroup',
  validatePolicy: ({ spec }) => validateGroupStrategy('spec.fsGroup', spec.fsGroup),
  compile: ({ spec }) => {
    const { providerError, generated, problems } = groupStrategy(spec.fsGroup, 'FSGroup');
    if (providerError !== undefined) return { providerError };
    if (problems === undefined) return UNRESTRICTED;
    return {
      ...(generated !== undefined && {
        mutatePod: (draft) => {
          if (draft.securityContext.fsGroup === undefined) draft.set('fsGroup', generated);
        },
      }),
      validatePod: (draft, errors) => {
        const group = draft.securityContext.fsGroup;
        const groups = group === undefined ? [] : [group];
        for (const detail of problems(groups)) {
          errors.push(invalid('spec.securityContext.fsGroup', group === undefined ? null : groups, detail));
        }
      },
    };
  },
};
