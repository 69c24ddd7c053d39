import { invalid } from '#libs/kubernetes';

import { groupStrategy, validateGroupStrategy } from './id-ranges.js';
import { leastGroups } from './id-requirement.js';
import { type PolicyField, UNRESTRICTED } from './policy-field.js';
import type { PodUse, RequireField } from './requirement.js';
import { podSecurityContextPath } from './uses.js';

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
          if (draft.pod.supplementalGroups === undefined) draft.set('supplementalGroups', [generated]);
        },
      }),
      validatePod: (draft, errors) => {
        const groups = draft.pod.supplementalGroups;
        for (const detail of problems(groups ?? NONE)) {
          errors.push(invalid('spec.securityContext.supplementalGroups', groups ?? null, detail));
        }
      },
    };
  },
};

/** The groups that pods name; an empty list names none, like an absent one. */
export const requireSupplementalGroups: RequireField = (pods) => {
  const path = podSecurityContextPath('supplementalGroups');
  const uses = pods.flatMap((view, source): PodUse[] => {
    const groups = view.securityContext.supplementalGroups ?? [];
    if (groups.length === 0) return [{ source, podField: 'supplementalGroups', path }];
    return groups.map((value, index) => ({
      source,
      podField: 'supplementalGroups',
      value,
      path: `${path}[${index}]`,
    }));
  });
  return { uses, least: (options) => leastGroups('supplementalGroups', uses, options) };
};
