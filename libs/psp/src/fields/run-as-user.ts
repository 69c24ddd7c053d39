import { type FieldError, invalid, notSupported, required } from '#libs/kubernetes';

import type { PodDraft } from '../pod-draft.js';
import { RUN_AS_USER_RULES } from '../policy.js';
import { idRangesText, idStrategy, inIdRanges, validateIdRanges } from './id-ranges.js';
import { changeIdField, leastRanges, MAX_ID, rangesOf } from './id-requirement.js';
import { securityContextPath } from './paths.js';
import { type CompiledField, type PolicyField, UNRESTRICTED } from './policy-field.js';
import type { LeastValue, PodUse, RequireField, Tightening } from './requirement.js';
import { effectiveUses, numbersOf } from './uses.js';

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
  return draft.container(container).runAsUser ?? draft.pod.runAsUser;
}

function effectiveNonRoot(draft: PodDraft, container: number): boolean | undefined {
  return draft.container(container).runAsNonRoot ?? draft.pod.runAsNonRoot;
}

/** The users if all containers name one; no root if each container rules it out; else any. */
export const requireRunAsUser: RequireField = (pods) => {
  const users = effectiveUses(pods, 'runAsUser');
  const nonRoot = effectiveUses(pods, 'runAsNonRoot');
  return {
    uses: [...users, ...nonRoot],
    least: ({ keep }) => leastRunAsUser(users, nonRoot, keep.runAsUser),
  };
};

const NON_ROOT: Tightening = {
  step: 'set rule MustRunAsNonRoot',
  change: changeIdField('runAsUser', { rule: 'MustRunAsNonRoot' }),
};

function stepToMustRunAs(min: number): Tightening {
  const ranges = [{ min, max: MAX_ID }];
  return { step: 'set rule MustRunAs', change: changeIdField('runAsUser', { rule: 'MustRunAs', ranges }) };
}

function leastRunAsUser(
  users: readonly PodUse[],
  nonRoot: readonly PodUse[],
  kept: number | undefined,
): LeastValue {
  const path = 'spec.runAsUser.rule';
  const ids = numbersOf(users);
  if (ids.length === users.length && ids.length > 0) {
    const least = leastRanges('runAsUser', 'MustRunAs', rangesOf(ids, kept), users);
    return {
      ...least,
      elements: [{ path, value: 'MustRunAs', because: users, tighter: [] }, ...least.elements],
    };
  }
  // both lists go through the containers in the same order
  const rulesOutRoot = (user: PodUse, position: number): boolean => {
    const marker = nonRoot[position]?.value;
    if (marker === false || user.value === 0) return false;
    return marker !== undefined || user.value !== undefined;
  };
  const rooted = users.filter((user, position) => !rulesOutRoot(user, position));
  if (rooted.length === 0) {
    return {
      change: NON_ROOT.change,
      elements: [{ path, value: 'MustRunAsNonRoot', because: unnamed(users), tighter: [stepToMustRunAs(1)] }],
    };
  }
  return {
    change: changeIdField('runAsUser', { rule: 'RunAsAny' }),
    elements: [
      {
        path,
        value: 'RunAsAny',
        because: [...new Set([...rooted, ...unnamed(users)])],
        tighter: [NON_ROOT, stepToMustRunAs(0)],
      },
    ],
  };
}

function unnamed(users: readonly PodUse[]): PodUse[] {
  return users.filter(({ value }) => value === undefined);
}
