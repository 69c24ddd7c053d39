import { invalid } from '#libs/kubernetes';

import { groupStrategy, validateGroupStrategy } from './id-ranges.js';
import { type PolicyField, UNRESTRICTED } from './policy-field.js';

const NONE: readonly number[] = [];

/**
 * `supplementalGroups`: further groups of the containers' processes. An absent list is filled in, an empty one is not,
 * and then is refused by MustRunAs.
 * Source: factory.go createSupplementalGroupStrategy; provider.go; validation.go validatePSPSupplementalGroup, v1.24.17.
 */
export const supplementalGroups: PolicyField = {
  name: 'supplementalGroups',
  validatePolicy: ({ spec }) => validateGroupStrategy('spec.supplementalGroups', spec.supplementalGroups),
  compile: ({ spec }) => {
    const { providerError, generated, problems } = groupStrategy(
      spec.supplementalGroups,
      'SupplementalGroups',
    );
    if (providerError !== undefined) return { providerError };
    if (problems === undefined) return UNRESTRICTED;
    return {
      ...(generated !== undefined && {
        mutatePod: (draft) => {
          if (draft.securityContext.supplementalGroups === undefined)
            draft.set('supplementalGroups', [generated]);
        },
      }),
      validatePod: (draft, errors) => {
        const groups = draft.securityContext.supplementalGroups;
        for (const detail of problems(groups ?? NONE)) {
          errors.push(invalid('spec.securityContext.supplementalGroups', groups ?? null, detail));
        }
      },
    };
  },
};
