import { APPARMOR_CONTAINER_ANNOTATION_PREFIX, type FieldError, forbidden, invalid } from '#libs/kubernetes';

import { bytewise } from '../bytewise.js';
import { APPARMOR_ALLOWED_PROFILES_ANNOTATION, APPARMOR_DEFAULT_PROFILE_ANNOTATION } from '../policy.js';
import { containerName } from './paths.js';
import { type PolicyField, UNRESTRICTED } from './policy-field.js';
import type { LeastOptions, LeastValue, PodUse, RequireField } from './requirement.js';
import { forEachContainer, textsOf, without } from './uses.js';

/**
 * The annotations for AppArmor: which profiles containers may have, and which they get if they have none. Without the
 * list of allowed profiles anything goes; with any list, an empty one too, each container needs a profile of it.
 * Source: apparmor/strategy.go; validation.go ValidatePodSecurityPolicySpecificAnnotations, v1.24.17.
 */
export const appArmor: PolicyField = {
  name: 'appArmor',
  validatePolicy: ({ metadata }) => {
    const errors: FieldError[] = [];
    const check = (key: string, profiles: readonly string[], value: string): void => {
      for (const profile of profiles) {
        if (isProfileFormat(profile)) continue;
        const detail = `invalid AppArmor profile name: ${JSON.stringify(profile)}`;
        errors.push(invalid(`metadata.annotations[${key}]`, value, detail));
      }
    };
    const byDefault = metadata.annotations?.[APPARMOR_DEFAULT_PROFILE_ANNOTATION] ?? '';
    check(APPARMOR_DEFAULT_PROFILE_ANNOTATION, [byDefault], byDefault);
    const allowed = metadata.annotations?.[APPARMOR_ALLOWED_PROFILES_ANNOTATION] ?? '';
    check(APPARMOR_ALLOWED_PROFILES_ANNOTATION, allowed.split(','), allowed);
    return errors;
  },
  compile: ({ metadata }) => {
    const byDefault = metadata.annotations?.[APPARMOR_DEFAULT_PROFILE_ANNOTATION] ?? '';
    const list = metadata.annotations?.[APPARMOR_ALLOWED_PROFILES_ANNOTATION];
    if (byDefault === '' && list === undefined) return UNRESTRICTED;
    const allowed = new Set(list?.split(','));
    return {
      ...(byDefault !== '' && {
        mutateContainer: (draft, container) => {
          if (draft.container(container).appArmor === '')
            draft.setContainer(container, 'appArmor', byDefault);
        },
      }),
      ...(list !== undefined && {
        validateContainer: (draft, container, errors) => {
          const profile = draft.container(container).appArmor;
          if (profile !== '' && allowed.has(profile)) return;
          const key = APPARMOR_CONTAINER_ANNOTATION_PREFIX + containerName(draft, container);
          const detail =
            profile === ''
              ? 'AppArmor profile must be set'
              : `${profile} is not an allowed profile. Allowed values: ${JSON.stringify(list)}`;
          errors.push(forbidden(`pod.metadata.annotations[${key}]`, detail));
        },
      }),
    };
  },
};

/** Source: pkg/apis/core/validation ValidateAppArmorProfileFormat, v1.24.17. */
export function isProfileFormat(profile: string): boolean {
  return (
    profile === '' ||
    profile === 'runtime/default' ||
    profile === 'unconfined' ||
    profile.startsWith('localhost/')
  );
}

/** The profiles in use, if all containers have one; a policy without a list allows any and none. */
export const requireAppArmor: RequireField = (pods) => {
  const uses: PodUse[] = [];
  forEachContainer(pods, ({ source, view, containerView }) => {
    const container = containerView.container.name;
    const key = APPARMOR_CONTAINER_ANNOTATION_PREFIX + container;
    const value = view.annotations[key] ?? '';
    const path = `metadata.annotations[${key}]`;
    uses.push({ source, podField: 'appArmorProfile', container, path, ...(value !== '' && { value }) });
  });
  return { uses, least: (options) => leastAppArmor(uses, options) };
};

function leastAppArmor(uses: readonly PodUse[], { keep }: LeastOptions): LeastValue {
  const path = `metadata.annotations[${APPARMOR_ALLOWED_PROFILES_ANNOTATION}]`;
  const set = (profiles: readonly string[] | undefined): LeastValue['change'] => ({
    annotations: {
      [APPARMOR_ALLOWED_PROFILES_ANNOTATION]: profiles?.join(','),
      ...(keep.appArmorProfile !== undefined && {
        [APPARMOR_DEFAULT_PROFILE_ANNOTATION]: keep.appArmorProfile,
      }),
    },
  });
  const unset = uses.filter(({ value }) => value === undefined);
  const profiles = [...new Set(textsOf(uses))];
  profiles.sort(bytewise);
  const listable = profiles.filter((profile) => !profile.includes(',') && isProfileFormat(profile));
  if (profiles.length === 0 || unset.length > 0 || listable.length < profiles.length) {
    const list = listable.length === 0 ? ['runtime/default'] : listable;
    const tighter = [{ step: `allow only ${list.join(', ')}`, change: set(list) }];
    return { change: set(undefined), elements: [{ path, because: unset, tighter }] };
  }
  return {
    change: set(profiles),
    elements: profiles.map((profile, position) => ({
      path,
      value: profile,
      because: uses.filter(({ value }) => value === profile),
      tighter: [{ step: `remove ${profile}`, change: set(without(profiles, position)) }],
    })),
  };
}
