import { type FieldError, invalid, notSupported, required } from '#libs/kubernetes';

import type { PodDraft } from '../pod-draft.js';
import { RUN_AS_USER_RULES } from '../policy.js';
import { idRangesText, idStrategy, inIdRanges, validateIdRanges } from './id-ranges.js';
import { securityContextPath } from './paths.js';
import { type CompiledField, type PolicyField, UNRESTRICTED } from './policy-field.js';

/**
 * `runAsUser`: as which user containers run. What counts is the container's own value, else the pod's; defaults are
 * written to the container.
 * Source: user/*.go; provider.go mutateContainer; validation.go validatePSPRunAsUser, v1.24.17.
 */
export const runAsUser: PolicyField = {
  name: 'runAsUser',
  validatePolicy: ({ spec }) => {
    const { rule, ranges } = idStrategy(spec.runAsUser);
    const supported = RUN_AS_USER_RULES.includes(rule);
    const errors = supported ? [] : [notSupported('spec.runAsUser.rule', rule, RUN_AS_USER_RULES)];
    return [...errors, ...validateIdRanges('spec.runAsUser.ranges', ranges)];
  },
  compile: ({ spec }) => {
    const { rule } = idStrategy(spec.runAsUser);
    if (rule === 'RunAsAny') return UNRESTRICTED;
    if (rule === 'MustRunAs') return mustRunAs(idStrategy(spec.runAsUser).ranges);
    if (rule === 'MustRunAsNonRoot') return MUST_RUN_AS_NON_ROOT;
    return { providerError: `Unrecognized RunAsUser strategy type ${rule}` };
  },
};

function mustRunAs(ranges: ReturnType<typeof idStrategy>['ranges']): CompiledField {
  const [first] = ranges;
  if (first === undefined) return { providerError: 'MustRunAs requires at least one range' };
  return {
    mutateContainer: (draft, container) => {
      if (effectiveUser(draft, container) === undefined)
        draft.setContainer(container, 'runAsUser', first.min);
    },
    validateContainer: (draft, container, errors) => {
      const user = effectiveUser(draft, container);
      if (user !== undefined && inIdRanges(user, ranges)) return;
      const field = `${securityContextPath(draft, container)}.runAsUser`;
      errors.push(
        user === undefined
          ? required(field, '')
          : invalid(field, user, `must be in the ranges: ${idRangesText(ranges)}`),
      );
    },
  };
}

/**
 * Sets the marker for the kubelet only if neither it nor a user is set; a user other than 0 is enough, but
 * runAsNonRoot=false is refused even beside one.
 */
const MUST_RUN_AS_NON_ROOT: CompiledField = {
  mutateContainer: (draft, container) => {
    if (effectiveNonRoot(draft, container) !== undefined || effectiveUser(draft, container) !== undefined)
      return;
    draft.setContainer(container, 'runAsNonRoot', true);
  },
  validateContainer: (draft, container, errors) => {
    const nonRoot = effectiveNonRoot(draft, container);
    const user = effectiveUser(draft, container);
    if (nonRoot === false || user === 0 || (nonRoot === undefined && user === undefined)) {
      errors.push(nonRootRefusal(securityContextPath(draft, container), nonRoot, user));
    }
  },
};

function nonRootRefusal(path: string, nonRoot: boolean | undefined, user: number | undefined): FieldError {
  if (nonRoot === undefined && user === undefined) return required(`${path}.runAsNonRoot`, 'must be true');
  if (nonRoot === false) return invalid(`${path}.runAsNonRoot`, false, 'must be true');
  return invalid(`${path}.runAsUser`, user, 'running with the root UID is forbidden');
}

function effectiveUser(draft: PodDraft, container: number): number | undefined {
  return draft.containerSecurityContext(container)?.runAsUser ?? draft.securityContext.runAsUser;
}

function effectiveNonRoot(draft: PodDraft, container: number): boolean | undefined {
  return draft.containerSecurityContext(container)?.runAsNonRoot ?? draft.securityContext.runAsNonRoot;
}
