import type { Pod } from '#libs/kubernetes';
import {
  APPARMOR_DEFAULT_PROFILE_ANNOTATION,
  type IdStrategyOptions,
  type KeptDefaults,
  type PodSecurityPolicy,
  SECCOMP_DEFAULT_PROFILE_ANNOTATION,
} from '#libs/psp';

/** What the policy fills in, and what the pods get from it: a tighter policy has to go on filling it in. */
export function keptDefaults({ metadata, spec }: PodSecurityPolicy, pods: readonly Pod[]): KeptDefaults {
  const used = <T>(value: T | undefined, isUnset: (pod: Pod) => boolean): T | undefined =>
    value !== undefined && pods.some(isUnset) ? value : undefined;
  const contexts = ({ spec: { initContainers = [], containers, ephemeralContainers = [] } }: Pod) =>
    [...initContainers, ...containers, ...ephemeralContainers].map(({ securityContext }) => securityContext);
  const unset = (field: 'runAsUser' | 'runAsGroup') => (pod: Pod) =>
    pod.spec.securityContext?.[field] === undefined &&
    contexts(pod).some((each) => each?.[field] === undefined);

  return present({
    runAsUser: used(filledIn(spec.runAsUser), unset('runAsUser')),
    runAsGroup: used(filledIn(spec.runAsGroup), unset('runAsGroup')),
    supplementalGroups: used(
      filledIn(spec.supplementalGroups),
      (pod) => pod.spec.securityContext?.supplementalGroups === undefined,
    ),
    fsGroup: used(filledIn(spec.fsGroup), (pod) => pod.spec.securityContext?.fsGroup === undefined),
    seccompProfile: metadata.annotations?.[SECCOMP_DEFAULT_PROFILE_ANNOTATION],
    appArmorProfile: metadata.annotations?.[APPARMOR_DEFAULT_PROFILE_ANNOTATION],
    runtimeClassName: used(
      spec.runtimeClass?.defaultRuntimeClassName,
      (pod) => pod.spec.runtimeClassName === undefined,
    ),
    addCapabilities: spec.defaultAddCapabilities,
    allowPrivilegeEscalation: used(spec.defaultAllowPrivilegeEscalation, (pod) =>
      contexts(pod).some((each) => each?.allowPrivilegeEscalation === undefined),
    ),
  });
}

/** MustRunAs fills in the first of its first range. */
function filledIn(strategy: IdStrategyOptions | undefined): number | undefined {
  return strategy?.rule === 'MustRunAs' ? strategy.ranges?.[0]?.min : undefined;
}

function present(defaults: {
  readonly [K in keyof KeptDefaults]: KeptDefaults[K] | undefined;
}): KeptDefaults {
  const { runAsUser, runAsGroup, supplementalGroups, fsGroup, seccompProfile, appArmorProfile } = defaults;
  const { runtimeClassName, addCapabilities, allowPrivilegeEscalation } = defaults;
  return {
    ...(runAsUser !== undefined && { runAsUser }),
    ...(runAsGroup !== undefined && { runAsGroup }),
    ...(supplementalGroups !== undefined && { supplementalGroups }),
    ...(fsGroup !== undefined && { fsGroup }),
    ...(seccompProfile !== undefined && { seccompProfile }),
    ...(appArmorProfile !== undefined && { appArmorProfile }),
    ...(runtimeClassName !== undefined && { runtimeClassName }),
    ...(addCapabilities !== undefined && addCapabilities.length > 0 && { addCapabilities }),
    ...(allowPrivilegeEscalation !== undefined && { allowPrivilegeEscalation }),
  };
}
