import type { PodShape } from '#libs/kubernetes';
import {
  APPARMOR_ALLOWED_PROFILES_ANNOTATION,
  APPARMOR_DEFAULT_PROFILE_ANNOTATION,
  bytewise,
  type IDRange,
  type PodSecurityPolicy,
  type PolicyChange,
  type PolicyFieldName,
  SECCOMP_ALLOWED_PROFILES_ANNOTATION,
  SECCOMP_DEFAULT_PROFILE_ANNOTATION,
  WILDCARD,
} from '#libs/psp';

import { CONTAINERD_DEFAULT_CAPABILITIES } from '../effective-permissions/capability-sets.js';
import type { ProfileLookup } from './observed.js';
import type { Source } from './source.js';

/** A default that a policy could fill in, to be taken only if the evidence allows it. */
export interface DefaultStep {
  readonly field: PolicyFieldName;
  /** The change to the policy as it stands; undefined: there is nothing to fill in. */
  readonly change: (policy: PodSecurityPolicy) => PolicyChange | undefined;
}

const RUNTIME_DEFAULT = 'runtime/default';

/**
 * Everything that default-filling may tighten, in the order in which it is tried; of alternatives for one field the
 * tighter one comes first (docs/generation.md, "What runtime evidence may tighten").
 */
export function defaultSteps(sources: readonly Source[], profileOf: ProfileLookup): DefaultStep[] {
  const shapes = sources.map(({ shape }) => shape);
  return [
    { field: 'allowPrivilegeEscalation', change: noEscalation },
    { field: 'readOnlyRootFilesystem', change: readOnlyRoot },
    { field: 'capabilities', change: (policy) => dropping(policy, ['ALL']) },
    ...CONTAINERD_DEFAULT_CAPABILITIES.map((name): DefaultStep => ({
      field: 'capabilities',
      change: (policy) => dropping(policy, [name]),
    })),
    ...onlyOne(observedUsers(shapes, profileOf)).map((user): DefaultStep => ({
      field: 'runAsUser',
      change: (policy) => mustRunAs(policy, user, sources),
    })),
    { field: 'runAsUser', change: nonRoot },
    ...onlyOne(observedGroups(shapes, profileOf)).map((group): DefaultStep => ({
      field: 'runAsGroup',
      change: (policy) => mustRunAsGroup(policy, group),
    })),
    { field: 'seccomp', change: seccompByDefault },
    { field: 'appArmor', change: appArmorByDefault },
  ];
}

function noEscalation({ spec }: PodSecurityPolicy): PolicyChange | undefined {
  return spec.allowPrivilegeEscalation === false ? undefined : { spec: { allowPrivilegeEscalation: false } };
}

function readOnlyRoot({ spec }: PodSecurityPolicy): PolicyChange | undefined {
  return spec.readOnlyRootFilesystem === true ? undefined : { spec: { readOnlyRootFilesystem: true } };
}

/** Never together with names that are added somewhere: those are needed, and a policy may not list a name twice. */
function dropping({ spec }: PodSecurityPolicy, names: readonly string[]): PolicyChange | undefined {
  const { allowedCapabilities = [], requiredDropCapabilities = [] } = spec;
  const listed = [...allowedCapabilities, ...requiredDropCapabilities];
  if (requiredDropCapabilities.includes('ALL') || allowedCapabilities.includes(WILDCARD)) return undefined;
  if (names.some((name) => listed.includes(name))) return undefined;
  return { spec: { requiredDropCapabilities: [...requiredDropCapabilities, ...names].sort(bytewise) } };
}

function nonRoot({ spec }: PodSecurityPolicy): PolicyChange | undefined {
  return spec.runAsUser?.rule === 'RunAsAny'
    ? { spec: { runAsUser: { rule: 'MustRunAsNonRoot' } } }
    : undefined;
}

/** The user that is filled in comes first, as a range of its own; those that containers name follow. */
function mustRunAs(
  { spec }: PodSecurityPolicy,
  user: number,
  sources: readonly Source[],
): PolicyChange | undefined {
  if (spec.runAsUser?.rule === 'MustRunAs') return undefined;
  const named = sources.flatMap(({ view }) =>
    [
      view.securityContext.runAsUser,
      ...view.containerSecurityContexts.map((each) => each?.runAsUser),
    ].flatMap((each) => (each === undefined || each === user ? [] : [each])),
  );
  const others = [...new Set(named)].sort((a, b) => a - b).map((id): IDRange => ({ min: id, max: id }));
  return { spec: { runAsUser: { rule: 'MustRunAs', ranges: [{ min: user, max: user }, ...others] } } };
}

function mustRunAsGroup({ spec }: PodSecurityPolicy, group: number): PolicyChange | undefined {
  if (spec.runAsGroup?.rule === 'MustRunAs') return undefined;
  const others = (spec.runAsGroup?.ranges ?? []).filter(({ min }) => min <= 2_147_483_647);
  return { spec: { runAsGroup: { rule: 'MustRunAs', ranges: [{ min: group, max: group }, ...others] } } };
}

function seccompByDefault({ metadata }: PodSecurityPolicy): PolicyChange | undefined {
  const listed = metadata.annotations?.[SECCOMP_ALLOWED_PROFILES_ANNOTATION];
  if (listed !== undefined && listed !== WILDCARD) return undefined;
  return {
    annotations: {
      [SECCOMP_ALLOWED_PROFILES_ANNOTATION]: listed ?? RUNTIME_DEFAULT,
      [SECCOMP_DEFAULT_PROFILE_ANNOTATION]: RUNTIME_DEFAULT,
    },
  };
}

function appArmorByDefault({ metadata }: PodSecurityPolicy): PolicyChange | undefined {
  if (metadata.annotations?.[APPARMOR_ALLOWED_PROFILES_ANNOTATION] !== undefined) return undefined;
  return { annotations: { [APPARMOR_DEFAULT_PROFILE_ANNOTATION]: RUNTIME_DEFAULT } };
}

/** Users as which the first processes of containers ran, and those that images name by number. */
function observedUsers(shapes: readonly PodShape[], profileOf: ProfileLookup): number[] {
  return profilesOf(shapes, profileOf).flatMap(({ imageUsers, items }) => [
    ...imageUsers.flatMap((user) => {
      const id = /^(\d{1,10})(:|$)/u.exec(user)?.[1];
      return id === undefined ? [] : [Number(id)];
    }),
    ...items.flatMap(({ item }) => (item.dimension === 'identity' && item.firstProcess ? [item.uid] : [])),
  ]);
}

function observedGroups(shapes: readonly PodShape[], profileOf: ProfileLookup): number[] {
  return profilesOf(shapes, profileOf).flatMap(({ items }) =>
    items.flatMap(({ item }) => (item.dimension === 'identity' && item.firstProcess ? [item.gid] : [])),
  );
}

function profilesOf(shapes: readonly PodShape[], profileOf: ProfileLookup) {
  return shapes.flatMap((shape) => profileOf(shape)?.containers ?? []);
}

function onlyOne(ids: readonly number[]): number[] {
  const distinct = [...new Set(ids)];
  return distinct.length === 1 ? distinct : [];
}
