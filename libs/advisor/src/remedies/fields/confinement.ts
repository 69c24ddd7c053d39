import {
  APPARMOR_CONTAINER_ANNOTATION_PREFIX,
  appArmorProfile,
  type Pod,
  SECCOMP_CONTAINER_ANNOTATION_PREFIX,
  SECCOMP_POD_ANNOTATION,
  seccompAnnotationForField,
  seccompFieldForAnnotation,
  type SELinuxOptions,
} from '#libs/kubernetes';
import {
  APPARMOR_ALLOWED_PROFILES_ANNOTATION,
  APPARMOR_DEFAULT_PROFILE_ANNOTATION,
  type PodSecurityPolicy,
  SECCOMP_ALLOWED_PROFILES_ANNOTATION,
  SECCOMP_DEFAULT_PROFILE_ANNOTATION,
  WILDCARD,
} from '#libs/psp';

import { editAnnotation, editPodSecurityContext, editSecurityContext, editSpec } from '../edit-pod.js';
import { annotatePolicy, editPolicy, type FieldRemedy } from '../field-remedy.js';

/**
 * Seccomp. Broaden: the profile beside the allowed ones; everything, where an unset profile has to be admitted. Reduce:
 * the policy's default or first allowed profile, for the pod and for the container that was refused; none, where none
 * may be set.
 */
export const seccomp: FieldRemedy = {
  fields: ['seccomp'],
  broaden: (policy, refusal, pod) => {
    const { annotations = {} } = policy.metadata;
    // What the policy itself fills in comes first: a default that is not allowed refuses every pod without a profile.
    const profile = seccompOf(pod, refusal.container) ?? annotations[SECCOMP_DEFAULT_PROFILE_ANNOTATION];
    const allowed = annotations[SECCOMP_ALLOWED_PROFILES_ANNOTATION];
    const list = profile === undefined ? WILDCARD : listWith(allowed, profile);
    return annotatePolicy(policy, SECCOMP_ALLOWED_PROFILES_ANNOTATION, list);
  },
  reduce: (pod, { container }, { policy }) => {
    const wanted =
      policy === undefined
        ? undefined
        : allowedProfile(policy, SECCOMP_DEFAULT_PROFILE_ANNOTATION, SECCOMP_ALLOWED_PROFILES_ANNOTATION);
    const profile = wanted === undefined ? undefined : seccompFieldForAnnotation(wanted);
    if (container !== undefined) {
      const plain = editAnnotation(pod, SECCOMP_CONTAINER_ANNOTATION_PREFIX + container, undefined);
      const edited = editSecurityContext(plain, container, (context) =>
        context.seccompProfile === undefined && profile === undefined ? {} : { seccompProfile: undefined },
      );
      // The pod's own profile is then in force for the container.
      if (seccompOf(edited, undefined) === wanted) return edited;
      return editPodSecurityContext(editAnnotation(edited, SECCOMP_POD_ANNOTATION, undefined), {
        seccompProfile: profile,
      });
    }
    return editPodSecurityContext(editAnnotation(pod, SECCOMP_POD_ANNOTATION, undefined), {
      seccompProfile: profile,
    });
  },
  relax: (policy) => {
    const plain = annotatePolicy(policy, SECCOMP_DEFAULT_PROFILE_ANNOTATION, undefined);
    const allowed = plain.metadata.annotations?.[SECCOMP_ALLOWED_PROFILES_ANNOTATION];
    return allowed === undefined
      ? plain
      : annotatePolicy(plain, SECCOMP_ALLOWED_PROFILES_ANNOTATION, WILDCARD);
  },
};

export const appArmor: FieldRemedy = {
  fields: ['appArmor'],
  broaden: (policy, { container }, pod) => {
    const profile = container === undefined ? '' : appArmorProfile(pod.metadata, container);
    // An unset profile is only admitted by a policy without a list.
    if (profile === '') return annotatePolicy(policy, APPARMOR_ALLOWED_PROFILES_ANNOTATION, undefined);
    const allowed = policy.metadata.annotations?.[APPARMOR_ALLOWED_PROFILES_ANNOTATION];
    return annotatePolicy(policy, APPARMOR_ALLOWED_PROFILES_ANNOTATION, listWith(allowed, profile));
  },
  reduce: (pod, { container }, { policy }) => {
    if (container === undefined) return pod;
    const wanted =
      policy === undefined
        ? undefined
        : allowedProfile(policy, APPARMOR_DEFAULT_PROFILE_ANNOTATION, APPARMOR_ALLOWED_PROFILES_ANNOTATION);
    return editAnnotation(pod, APPARMOR_CONTAINER_ANNOTATION_PREFIX + container, wanted);
  },
  relax: (policy) =>
    annotatePolicy(
      annotatePolicy(policy, APPARMOR_DEFAULT_PROFILE_ANNOTATION, undefined),
      APPARMOR_ALLOWED_PROFILES_ANNOTATION,
      undefined,
    ),
};

/** SELinux: any label, or the policy's own at pod level and wherever a container sets another. */
export const seLinux: FieldRemedy = {
  fields: ['seLinux'],
  broaden: (policy) => editPolicy(policy, { seLinux: { rule: 'RunAsAny' } }),
  reduce: (pod, { container }, { policy }) => {
    const options: SELinuxOptions | undefined = policy?.spec.seLinux?.seLinuxOptions;
    return container === undefined
      ? editPodSecurityContext(pod, { seLinuxOptions: options })
      : editSecurityContext(pod, container, () => ({ seLinuxOptions: options }));
  },
  relax: (policy) => editPolicy(policy, { seLinux: { rule: 'RunAsAny' } }),
};

export const runtimeClass: FieldRemedy = {
  fields: ['runtimeClass'],
  broaden: (policy, _, pod) => {
    const { runtimeClassName } = pod.spec;
    const { runtimeClass: strategy } = policy.spec;
    if (strategy === undefined || runtimeClassName === undefined) return policy;
    return editPolicy(policy, {
      runtimeClass: {
        ...strategy,
        allowedRuntimeClassNames: [...strategy.allowedRuntimeClassNames, runtimeClassName],
      },
    });
  },
  reduce: (pod, _, { policy }) =>
    editSpec(pod, { runtimeClassName: policy?.spec.runtimeClass?.defaultRuntimeClassName }),
  relax: (policy) => {
    const { runtimeClass: strategy } = policy.spec;
    if (strategy === undefined) return policy;
    const { defaultRuntimeClassName: _, ...rest } = strategy;
    return editPolicy(policy, { runtimeClass: rest });
  },
};

/** The default, else the first that is a profile; undefined: none may or need be set. */
function allowedProfile(
  policy: PodSecurityPolicy,
  defaultKey: string,
  allowedKey: string,
): string | undefined {
  const annotations = policy.metadata.annotations ?? {};
  const allowed = (annotations[allowedKey] ?? '')
    .split(',')
    .filter((each) => each !== '' && each !== WILDCARD);
  const fallback = annotations[defaultKey];
  if (fallback !== undefined && (allowed.length === 0 || allowed.includes(fallback))) return fallback;
  return allowed.find((each) => each === 'runtime/default' || each === 'docker/default') ?? allowed[0];
}

function listWith(allowed: string | undefined, profile: string): string {
  const list = (allowed ?? '').split(',').filter((each) => each !== '');
  return [...new Set([...list, profile])].join(',');
}

function seccompOf(pod: Pod, container: string | undefined): string | undefined {
  const annotations = pod.metadata.annotations ?? {};
  const ofPod = pod.spec.securityContext?.seccompProfile;
  const own = annotations[SECCOMP_POD_ANNOTATION] ?? (ofPod && seccompAnnotationForField(ofPod));
  if (container === undefined) return own;
  const containers = [
    ...(pod.spec.initContainers ?? []),
    ...pod.spec.containers,
    ...(pod.spec.ephemeralContainers ?? []),
  ];
  const field = containers.find(({ name }) => name === container)?.securityContext?.seccompProfile;
  return (
    annotations[SECCOMP_CONTAINER_ANNOTATION_PREFIX + container] ??
    (field && seccompAnnotationForField(field)) ??
    own
  );
}
