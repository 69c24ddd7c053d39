import { type FieldError, invalid, notSupported } from '#libs/kubernetes';

import type { PodDraft } from '../pod-draft.js';
import { groupStrategy, idStrategy, validateIdRanges } from './id-ranges.js';
import { leastGroups } from './id-requirement.js';
import { securityContextPath } from './paths.js';
import { type PolicyField, UNRESTRICTED } from './policy-field.js';
import type { RequireField } from './requirement.js';
import { effectiveUses } from './uses.js';

/** In the order of Kubernetes' message. */
const RULES: readonly string[] = ['MustRunAs', 'RunAsAny', 'MayRunAs'];

/**
 * `runAsGroup`: the primary group of containers. Absent: any. Errors stand at the security context itself.
 * Source: factory.go createRunAsGroupStrategy; provider.go; validation.go validatePSPRunAsGroup, v1.24.17.
 */
export const runAsGroup: PolicyField = {
  name: 'runAsGroup',
  validatePolicy: ({ spec }) => {
    if (spec.runAsGroup === undefined) return [];
    const field = 'spec.runAsGroup';
    const { rule, ranges } = idStrategy(spec.runAsGroup);
    if (!RULES.includes(rule)) return [notSupported(`${field}.rule`, rule, RULES)];
    const errors: FieldError[] = [];
    if (rule === 'RunAsAny') {
      return ranges.length === 0 ? errors : [invalid(`${field}.ranges`, ranges, 'Ranges must be empty')];
    }
    if (ranges.length === 0)
      errors.push(invalid(`${field}.ranges`, ranges, 'must provide at least one range'));
    return [...errors, ...validateIdRanges(`${field}.ranges`, ranges)];
  },
  compile: ({ spec }) => {
    if (spec.runAsGroup === undefined) return UNRESTRICTED;
    const { providerError, generated, problems } = groupStrategy(spec.runAsGroup, 'RunAsGroup');
    if (providerError !== undefined) return { providerError };
    if (problems === undefined) return UNRESTRICTED;
    return {
      ...(generated !== undefined && {
        mutateContainer: (draft, container) => {
          if (effectiveGroup(draft, container) === undefined)
            draft.setContainer(container, 'runAsGroup', generated);
        },
      }),
      validateContainer: (draft, container, errors) => {
        const group = effectiveGroup(draft, container);
        const groups = group === undefined ? [] : [group];
        for (const detail of problems(groups)) {
          errors.push(
            invalid(securityContextPath(draft, container), group === undefined ? null : groups, detail),
          );
        }
      },
    };
  },
};

function effectiveGroup(draft: PodDraft, container: number): number | undefined {
  return draft.container(container).runAsGroup ?? draft.pod.runAsGroup;
}

/** The groups that containers name. */
export const requireRunAsGroup: RequireField = (pods) => {
  const uses = effectiveUses(pods, 'runAsGroup');
  return { uses, least: (options) => leastGroups('runAsGroup', uses, options) };
};
