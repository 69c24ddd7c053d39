import {
  type FieldError,
  forbidden,
  invalid,
  SECCOMP_CONTAINER_ANNOTATION_PREFIX,
  SECCOMP_POD_ANNOTATION,
} from '#libs/kubernetes';

import { bytewise } from '../bytewise.js';
import { PodDraft } from '../pod-draft.js';
import { containerPath } from '../pod-view.js';
import {
  SECCOMP_ALLOWED_PROFILES_ANNOTATION,
  SECCOMP_DEFAULT_PROFILE_ANNOTATION,
  WILDCARD,
} from '../policy.js';
import { containerName } from './paths.js';
import type { CompiledField, PolicyField } from './policy-field.js';
import type {
  LeastOptions,
  LeastValue,
  PodUse,
  PolicyElement,
  RequireField,
  Tightening,
} from './requirement.js';
import { podSecurityContextPath, textsOf, without } from './uses.js';

/**
 * The annotations for seccomp: which profiles the pod and its containers may have, and which the pod gets if it has
 * none. Policies know only the annotations of the alpha version; fields of the security contexts are read as the
 * annotation that says the same. Each policy, also one without any annotation, writes a pod-level field down as the
 * annotation, and that counts as a change. Errors stand at the annotation even if a field is at fault.
 * Source: seccomp/strategy.go; validation.go ValidatePodSecurityPolicySpecificAnnotations, v1.24.17.
 */
export const seccomp: PolicyField = {
  name: 'seccomp',
  validatePolicy: ({ metadata }) => {
    const byDefault = metadata.annotations?.[SECCOMP_DEFAULT_PROFILE_ANNOTATION] ?? '';
    const allowed = metadata.annotations?.[SECCOMP_ALLOWED_PROFILES_ANNOTATION] ?? '';
    return [
      ...(byDefault === '' ? [] : validateProfile(byDefault, SECCOMP_DEFAULT_PROFILE_ANNOTATION)),
      ...(allowed === '' ? [] : allowed.split(','))
        .filter((profile) => profile !== WILDCARD)
        .flatMap((profile) => validateProfile(profile, SECCOMP_ALLOWED_PROFILES_ANNOTATION)),
    ];
  },
  compile: ({ metadata }) => {
    const byDefault = metadata.annotations?.[SECCOMP_DEFAULT_PROFILE_ANNOTATION] ?? '';
    const list = metadata.annotations?.[SECCOMP_ALLOWED_PROFILES_ANNOTATION];
    return byDefault === '' && list === undefined ? NO_ANNOTATIONS : restrict(byDefault, list);
  },
};

const NO_ANNOTATIONS = restrict('', undefined);

function restrict(byDefault: string, list: string | undefined): CompiledField {
  const { allowed, any } = allowedProfiles(list);
  const isAllowed = (profile: string): boolean =>
    allowed.size === 0 ? profile === '' : allowed.has(profile);
  const refuse = (profile: string, key: string, errors: FieldError[]): void => {
    const detail =
      allowed.size === 0
        ? 'seccomp may not be set'
        : `${profile} is not an allowed seccomp profile. Valid values are ${list ?? ''}`;
    errors.push(forbidden(`pod.metadata.annotations[${key}]`, detail));
  };
  const mutatePod: CompiledField['mutatePod'] = (draft) => {
    if (draft.pod.seccompAnnotation !== '') return;
    const profile = draft.pod.seccompField ?? byDefault;
    if (profile !== '') draft.set('seccompAnnotation', profile);
  };
  if (any) return { mutatePod };
  return {
    mutatePod,
    validatePod: (draft, errors) => {
      const profile = podProfile(draft);
      if (!isAllowed(profile)) refuse(profile, SECCOMP_POD_ANNOTATION, errors);
    },
    validateContainer: (draft, container, errors) => {
      const profile = containerProfile(draft, container);
      if (isAllowed(profile)) return;
      refuse(profile, SECCOMP_CONTAINER_ANNOTATION_PREFIX + containerName(draft, container), errors);
    },
  };
}

/** No list and a list of `""` differ: the latter holds one profile, the empty one. */
function allowedProfiles(list: string | undefined): { allowed: ReadonlySet<string>; any: boolean } {
  const allowed = new Set(list?.split(','));
  const any = allowed.delete(WILDCARD);
  if (allowed.has('runtime/default') || allowed.has('docker/default')) {
    allowed.add('runtime/default').add('docker/default');
  }
  return { allowed, any };
}

/** The annotation, or else the field; the other way round than for containers. */
export function podProfile(draft: PodDraft): string {
  const { seccompAnnotation, seccompField } = draft.pod;
  return seccompAnnotation !== '' ? seccompAnnotation : (seccompField ?? '');
}

export function containerProfile(draft: PodDraft, container: number): string {
  return draft.container(container).seccomp ?? draft.pod.seccompField ?? draft.pod.seccompAnnotation;
}

/** Source: pkg/apis/core/validation ValidateSeccompProfile, v1.24.17. */
export function validateProfile(profile: string, key: string): FieldError[] {
  const field = `metadata.annotations[${key}]`;
  if (profile === 'runtime/default' || profile === 'docker/default' || profile === 'unconfined') return [];
  if (!profile.startsWith('localhost/')) return [invalid(field, profile, 'must be a valid seccomp profile')];
  const path = profile.slice('localhost/'.length);
  return [
    ...(path.startsWith('/') ? [invalid(field, path, 'must be a relative path')] : []),
    ...(path.split('/').includes('..') ? [invalid(field, path, "must not contain '..'")] : []),
  ];
}

/** The profiles in use, of pods and of containers. Lists can't hold "none", so where some have none it is any or none. */
export const requireSeccomp: RequireField = (pods) => {
  const uses: PodUse[] = [];
  const add = (where: Omit<PodUse, 'podField' | 'value'>, profile: string): void => {
    const value = profile === 'docker/default' ? 'runtime/default' : profile;
    uses.push({ ...where, podField: 'seccompProfile', ...(value !== '' && { value }) });
  };
  for (const [source, view] of pods.entries()) {
    const draft = new PodDraft(view);
    const annotated = (view.annotations[SECCOMP_POD_ANNOTATION] ?? '') !== '';
    const inPod = podSecurityContextPath('seccompProfile');
    const podPath = annotated ? `metadata.annotations[${SECCOMP_POD_ANNOTATION}]` : inPod;
    add({ source, path: podPath }, podProfile(draft));
    for (const [position, each] of view.containers.entries()) {
      const { name } = each.container;
      const key = SECCOMP_CONTAINER_ANNOTATION_PREFIX + name;
      const own = `${containerPath(each)}.securityContext.seccompProfile`;
      const profile = containerProfile(draft, position);
      const path =
        each.container.securityContext?.seccompProfile !== undefined
          ? own
          : view.annotations[key] !== undefined
            ? `metadata.annotations[${key}]`
            : profile === ''
              ? own
              : podPath;
      add({ source, container: name, path }, profile);
    }
  }
  return { uses, least: (options) => leastSeccomp(uses, options) };
};

function leastSeccomp(uses: readonly PodUse[], { keep }: LeastOptions): LeastValue {
  const path = `metadata.annotations[${SECCOMP_ALLOWED_PROFILES_ANNOTATION}]`;
  const set = (profiles: readonly string[]): LeastValue['change'] => ({
    annotations: {
      [SECCOMP_ALLOWED_PROFILES_ANNOTATION]: profiles.length === 0 ? undefined : profiles.join(','),
      ...(keep.seccompProfile !== undefined && { [SECCOMP_DEFAULT_PROFILE_ANNOTATION]: keep.seccompProfile }),
    },
  });
  const unset = uses.filter(({ value }) => value === undefined);
  const profiles = [...new Set(textsOf(uses))];
  profiles.sort(bytewise);
  if (profiles.length === 0) return { change: set([]), elements: [{ path, because: unset, tighter: [] }] };

  const forbid: Tightening = { step: 'allow no profile', change: set([]) };
  const listable = profiles.filter(
    (profile) => !profile.includes(',') && validateProfile(profile, '').length === 0,
  );
  if (unset.length > 0 || listable.length < profiles.length) {
    const list = listable.length === 0 ? [] : [{ step: 'list the profiles in use', change: set(listable) }];
    const element: PolicyElement = { path, value: WILDCARD, because: uses, tighter: [forbid, ...list] };
    return { change: set([WILDCARD]), elements: [element] };
  }
  return {
    change: set(profiles),
    elements: profiles.map((profile, position) => ({
      path,
      value: profile,
      because: uses.filter(({ value }) => value === profile),
      tighter:
        profiles.length === 1
          ? [forbid]
          : [{ step: `remove ${profile}`, change: set(without(profiles, position)) }],
    })),
  };
}
