import { APPARMOR_CONTAINER_ANNOTATION_PREFIX, SECCOMP_POD_ANNOTATION, type Volume } from '#libs/kubernetes';
import {
  APPARMOR_ALLOWED_PROFILES_ANNOTATION,
  APPARMOR_DEFAULT_PROFILE_ANNOTATION,
  type IdStrategyOptions,
  MAX_ID,
  type PodSecurityPolicy,
  type PodSecurityPolicySpec,
  type PolicyFieldName,
  SAFE_SYSCTLS,
  SECCOMP_ALLOWED_PROFILES_ANNOTATION,
  SECCOMP_DEFAULT_PROFILE_ANNOTATION,
  VOLUME_TYPES,
  WILDCARD,
} from '#libs/psp';

import { VOLUME_SAMPLES } from './volume-samples.js';
import { type PodSetting, WITNESS_CONTAINER } from './witness-pod.js';

type Boundaries = (policies: readonly PodSecurityPolicy[]) => PodSetting[];

/** A name that no policy lists. */
const UNLISTED = 'unlisted';

const SECCOMP_UNSET: PodSetting = {
  annotations: { [SECCOMP_POD_ANNOTATION]: undefined },
  pod: { seccompProfile: undefined },
  container: { seccompProfile: undefined },
};

/**
 * For each field, settings on both sides of every boundary that the policies draw: if two policies differ in the field,
 * one of the settings shows it. What is a boundary follows from how the field is evaluated (libs/psp/src/fields): the
 * ends of ranges and their neighbours, each listed name and one that is not, each prefix and a path below it, set and
 * unset.
 */
export const BOUNDARY_SETTINGS: Readonly<Record<PolicyFieldName, Boundaries>> = {
  privileged: () => [{ container: { privileged: true } }, { container: { privileged: undefined } }],
  hostNetwork: () => [{ spec: { hostNetwork: true } }, { spec: { hostNetwork: undefined } }],
  hostPID: () => [{ spec: { hostPID: true } }, { spec: { hostPID: undefined } }],
  hostIPC: () => [{ spec: { hostIPC: true } }, { spec: { hostIPC: undefined } }],
  hostPorts: (policies) =>
    around(specs(policies, 'hostPorts').flat(), 1, 65_535).map((port) => ({
      ports: [{ containerPort: port, hostPort: port, protocol: 'TCP' }],
    })),
  // a type may be allowed for some paths or drivers only
  volumes: (policies) => [
    ...[...VOLUME_TYPES.map((type) => VOLUME_SAMPLES[type]), VOLUME_SAMPLES['token']].flatMap(settingOf),
    ...hostPathBoundaries(policies),
    ...flexVolumeBoundaries(policies),
    ...csiDriverBoundaries(policies),
  ],
  allowedHostPaths: hostPathBoundaries,
  allowedFlexVolumes: flexVolumeBoundaries,
  allowedCSIDrivers: csiDriverBoundaries,
  capabilities: capabilityBoundaries,
  seLinux: (policies) => {
    const demanded = specs(policies, 'seLinux').flatMap(({ seLinuxOptions }) =>
      seLinuxOptions === undefined ? [] : [seLinuxOptions],
    );
    return [undefined, ...demanded, { level: 's0:c1022,c1023', type: UNLISTED }].map((seLinuxOptions) => ({
      pod: { seLinuxOptions },
      container: { seLinuxOptions: undefined },
    }));
  },
  runAsUser: (policies) => {
    const users = [undefined, ...aroundIds(policies, 'runAsUser')];
    return users.flatMap((runAsUser) =>
      [undefined, true, false].map((runAsNonRoot) => ({
        pod: { runAsUser: undefined, runAsNonRoot: undefined },
        container: { runAsUser, runAsNonRoot },
      })),
    );
  },
  runAsGroup: (policies) =>
    [undefined, ...aroundIds(policies, 'runAsGroup')].map((runAsGroup) => ({
      pod: { runAsGroup: undefined },
      container: { runAsGroup },
    })),
  supplementalGroups: (policies) => [
    { pod: { supplementalGroups: undefined } },
    { pod: { supplementalGroups: [] } },
    ...aroundIds(policies, 'supplementalGroups').map((group) => ({ pod: { supplementalGroups: [group] } })),
  ],
  fsGroup: (policies) =>
    [undefined, ...aroundIds(policies, 'fsGroup')].map((fsGroup) => ({ pod: { fsGroup } })),
  readOnlyRootFilesystem: () =>
    [false, undefined, true].map((readOnlyRootFilesystem) => ({ container: { readOnlyRootFilesystem } })),
  allowPrivilegeEscalation: () =>
    [true, undefined, false].map((allowPrivilegeEscalation) => ({ container: { allowPrivilegeEscalation } })),
  allowedProcMountTypes: () =>
    ['Unmasked', 'Default', undefined].map((procMount) => ({ container: { procMount } })),
  sysctls: (policies) => {
    const patterns = [
      ...specs(policies, 'allowedUnsafeSysctls').flat(),
      ...specs(policies, 'forbiddenSysctls').flat(),
    ];
    const names = patterns.flatMap((pattern) =>
      pattern.endsWith(WILDCARD)
        ? [`${pattern.slice(0, -1)}${UNLISTED}`]
        : [pattern, `${pattern}${UNLISTED}`],
    );
    return distinct([...names, ...SAFE_SYSCTLS, `kernel.${UNLISTED}`]).map((name) => ({
      pod: { sysctls: [{ name, value: '1' }] },
    }));
  },
  runtimeClass: (policies) => {
    const listed = specs(policies, 'runtimeClass').flatMap(
      ({ allowedRuntimeClassNames }) => allowedRuntimeClassNames,
    );
    const names = [undefined, ...listed.filter((name) => name !== WILDCARD), UNLISTED];
    return distinct(names).map((runtimeClassName) => ({ spec: { runtimeClassName } }));
  },
  seccomp: (policies) => {
    const listed = annotated(policies, [
      SECCOMP_ALLOWED_PROFILES_ANNOTATION,
      SECCOMP_DEFAULT_PROFILE_ANNOTATION,
    ]);
    const profiles = ['runtime/default', 'unconfined', `localhost/${UNLISTED}`, ...listed];
    return [
      SECCOMP_UNSET,
      ...distinct(profiles.filter((profile) => profile !== '' && profile !== WILDCARD)).map((profile) => ({
        ...SECCOMP_UNSET,
        annotations: { [SECCOMP_POD_ANNOTATION]: profile },
      })),
      { ...SECCOMP_UNSET, container: { seccompProfile: { type: 'RuntimeDefault' } } },
    ];
  },
  appArmor: (policies) => {
    const listed = annotated(policies, [
      APPARMOR_ALLOWED_PROFILES_ANNOTATION,
      APPARMOR_DEFAULT_PROFILE_ANNOTATION,
    ]);
    const profiles = [undefined, 'unconfined', 'runtime/default', `localhost/${UNLISTED}`, ...listed];
    return distinct(profiles.filter((profile) => profile !== '')).map((profile) => ({
      annotations: { [APPARMOR_CONTAINER_ANNOTATION_PREFIX + WITNESS_CONTAINER]: profile },
    }));
  },
};

function hostPathBoundaries(policies: readonly PodSecurityPolicy[]): PodSetting[] {
  const prefixes = specs(policies, 'allowedHostPaths').flatMap((list) =>
    list.map(({ pathPrefix = '' }) => pathPrefix),
  );
  const paths = [...prefixes, ...prefixes.map(below), `/${UNLISTED}`, String.raw`\\.\pipe\unlisted`];
  return distinct(paths.filter((path) => path !== '')).flatMap((path) => {
    const volume: Volume = { name: 'v', hostPath: { path, type: '' } };
    return [
      { volume, mountReadOnly: true },
      { volume, mountReadOnly: false },
    ];
  });
}

function flexVolumeBoundaries(policies: readonly PodSecurityPolicy[]): PodSetting[] {
  const drivers = specs(policies, 'allowedFlexVolumes').flatMap((list) => list.map(({ driver }) => driver));
  return distinct([...drivers, `example.com/${UNLISTED}`]).map((driver) => ({
    volume: { name: 'v', flexVolume: { driver } },
  }));
}

function csiDriverBoundaries(policies: readonly PodSecurityPolicy[]): PodSetting[] {
  const drivers = specs(policies, 'allowedCSIDrivers').flatMap((list) => list.map(({ name }) => name));
  return distinct([...drivers, `${UNLISTED}.example.com`]).map((driver) => ({
    volume: { name: 'v', csi: { driver } },
  }));
}

/** Each name added with what either policy wants dropped, and what is dropped left out name by name. */
function capabilityBoundaries(policies: readonly PodSecurityPolicy[]): PodSetting[] {
  const drops = policies.map(({ spec }) => [...(spec.requiredDropCapabilities ?? [])]);
  const defaults = policies.map(({ spec }) => [...(spec.defaultAddCapabilities ?? [])]);
  const allowed = specs(policies, 'allowedCapabilities').flat();
  const names = distinct([...allowed, ...defaults.flat(), 'SYS_ADMIN', 'UNLISTED']).filter(
    (name) => name !== WILDCARD,
  );
  const settings: PodSetting[] = [{ container: { capabilities: undefined } }];
  const put = (add: readonly string[], drop: readonly string[]): void => {
    settings.push({
      container: { capabilities: { ...(add.length > 0 && { add }), ...(drop.length > 0 && { drop }) } },
    });
  };
  const everyDrop = distinct(drops.flat());
  for (const drop of [...drops, everyDrop]) {
    for (const add of [...defaults, []]) {
      put(add, drop);
      for (const name of names) put(distinct([...add, name]), drop);
      for (const name of everyDrop)
        put(
          add,
          everyDrop.filter((each) => each !== name),
        );
      for (const name of add)
        put(
          add.filter((each) => each !== name),
          drop,
        );
    }
  }
  return settings;
}

function settingOf(volume: Volume | undefined): PodSetting[] {
  return volume === undefined ? [] : [{ volume, mountReadOnly: true }];
}

function specs<K extends keyof PodSecurityPolicySpec>(
  policies: readonly PodSecurityPolicy[],
  field: K,
): NonNullable<PodSecurityPolicySpec[K]>[] {
  return policies.flatMap(({ spec }) => {
    const value = spec[field];
    return value === undefined || value === null ? [] : [value];
  });
}

function annotated(policies: readonly PodSecurityPolicy[], keys: readonly string[]): string[] {
  return policies.flatMap(({ metadata }) =>
    keys.flatMap((key) => metadata.annotations?.[key]?.split(',') ?? []),
  );
}

function aroundIds(
  policies: readonly PodSecurityPolicy[],
  field: 'runAsUser' | 'runAsGroup' | 'supplementalGroups' | 'fsGroup',
): number[] {
  const strategies: readonly IdStrategyOptions[] = specs(policies, field);
  return around(
    strategies.flatMap(({ ranges }) => ranges ?? []),
    0,
    MAX_ID,
  );
}

/** The ends of ranges and their neighbours, and the ends of what there is. */
function around(
  ranges: readonly { readonly min: number; readonly max: number }[],
  least: number,
  most: number,
): number[] {
  const values = ranges.flatMap(({ min, max }) => [min - 1, min, min + 1, max - 1, max, max + 1]);
  return distinct([least, least + 1, most, ...values]).filter((value) => value >= least && value <= most);
}

function below(path: string): string {
  return `${path.endsWith('/') ? path.slice(0, -1) : path}/${UNLISTED}`;
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
