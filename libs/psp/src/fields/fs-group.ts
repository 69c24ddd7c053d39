import { invalid } from '#libs/kubernetes';

import { groupStrategy, validateGroupStrategy } from './id-ranges.js';
import { leastGroups } from './id-requirement.js';
import { type PolicyField, UNRESTRICTED } from './policy-field.js';
import type { RequireField } from './requirement.js';
import { podSecurityContextPath, use } from './uses.js';

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
          if (draft.pod.fsGroup === undefined) draft.set('fsGroup', generated);
        },
      }),
      validatePod: (draft, errors) => {
        const group = draft.pod.fsGroup;
        const groups = group === undefined ? [] : [group];
        for (const detail of problems(groups)) {
          errors.push(invalid('spec.securityContext.fsGroup', group === undefined ? null : groups, detail));
        }
      },
    };
  },
};

/** The groups that pods name. */
export const requireFSGroup: RequireField = (pods) => {
  const path = podSecurityContextPath('fsGroup');
  const uses = pods.map((view, source) =>
    use({ source, podField: 'fsGroup', path }, view.securityContext.fsGroup),
  );
  return { uses, least: (options) => leastGroups('fsGroup', uses, options) };
};
