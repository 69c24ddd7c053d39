import {
  APPARMOR_CONTAINER_ANNOTATION_PREFIX,
  type Container,
  type ContainerPort,
  defaultPod,
  type Pod,
  type PodSecurityContext,
  type PodSpec,
  SECCOMP_POD_ANNOTATION,
  type SecurityContext,
  seccompAnnotationForField,
  type Volume,
  type VolumeMount,
} from '#libs/kubernetes';
import {
  APPARMOR_ALLOWED_PROFILES_ANNOTATION,
  type CompiledPolicy,
  evaluatePolicy,
  SECCOMP_ALLOWED_PROFILES_ANNOTATION,
} from '#libs/psp';

import { podMistakes } from '../generate/pod-mistakes.js';

type Known<T> = { readonly [K in keyof T as string extends K ? never : K]?: T[K] | undefined };

/** What a pod has in one policy field; members that are `undefined` are taken away from the pod it is put on. */
export interface PodSetting {
  readonly spec?: Known<Pick<PodSpec, 'hostNetwork' | 'hostPID' | 'hostIPC' | 'runtimeClassName'>>;
  readonly pod?: Known<PodSecurityContext>;
  readonly container?: Known<SecurityContext>;
  readonly annotations?: Readonly<Record<string, string | undefined>>;
  readonly ports?: readonly ContainerPort[];
  readonly volume?: Volume;
  /** The volume is mounted, to read only or to write too; absent: it is not mounted. */
  readonly mountReadOnly?: boolean;
}

export const WITNESS_CONTAINER = 'witness';

const PLAIN: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'witness', namespace: 'default' },
  spec: {
    automountServiceAccountToken: false,
    containers: [{ name: WITNESS_CONTAINER, image: 'registry.k8s.io/pause:3.6' }],
  },
};

/**
 * A pod that the policy lets run as it is, asking for as little as it can; undefined: there is none. What the policy
 * fills in is filled in; of lists of profiles that can't be filled in, the first is taken.
 */
export function modestPod(policy: CompiledPolicy): Pod | undefined {
  const { annotations } = policy.policy.metadata;
  const seccomp = annotations?.[SECCOMP_ALLOWED_PROFILES_ANNOTATION]?.split(',')[0] ?? '';
  const appArmor =
    annotations?.[APPARMOR_ALLOWED_PROFILES_ANNOTATION]?.split(',').find((each) => each !== '') ?? '';
  const procMount = policy.policy.spec.allowedProcMountTypes?.[0] ?? 'Default';
  const asked = withSetting(defaultPod(PLAIN), {
    annotations: {
      ...(seccomp !== '' && seccomp !== '*' && { [SECCOMP_POD_ANNOTATION]: seccomp }),
      ...(appArmor !== '' && { [APPARMOR_CONTAINER_ANNOTATION_PREFIX + WITNESS_CONTAINER]: appArmor }),
    },
    ...(procMount !== 'Default' && { container: { procMount } }),
  });
  const { valid, pod } = evaluatePolicy(policy, asked);
  if (!valid) return undefined;
  return isKept(policy, pod) ? pod : undefined;
}

/** The policy admits the pod as it is, and so does the API. */
export function isKept(policy: CompiledPolicy, pod: Pod): boolean {
  const { valid, mutates } = evaluatePolicy(policy, pod);
  return valid && !mutates && podMistakes(pod).length === 0;
}

/** The pod with what a setting says about one policy field. */
export function withSetting(pod: Pod, setting: PodSetting): Pod {
  const [first, ...others] = pod.spec.containers;
  if (first === undefined) return pod;
  const mounts: readonly VolumeMount[] =
    setting.volume === undefined || setting.mountReadOnly === undefined
      ? []
      : [{ name: setting.volume.name, mountPath: '/witness', readOnly: setting.mountReadOnly }];
  const container: Container = {
    ...first,
    ...(setting.ports !== undefined && { ports: setting.ports }),
    ...(setting.volume !== undefined && { volumeMounts: mounts }),
    ...section(
      'securityContext',
      merged<SecurityContext>(first.securityContext ?? {}, setting.container ?? {}),
    ),
  };
  const securityContext = merged<PodSecurityContext>(pod.spec.securityContext ?? {}, setting.pod ?? {});
  const spec = merged<PodSpec>(pod.spec, setting.spec ?? {});
  const annotations = merged<Record<string, string>>(
    { ...pod.metadata.annotations },
    { ...setting.annotations },
  );
  const { annotations: _, ...metadata } = pod.metadata;
  return restated({
    ...pod,
    metadata: { ...metadata, ...section('annotations', annotations) },
    spec: {
      ...spec,
      securityContext,
      containers: [container, ...others],
      ...(setting.volume !== undefined && { volumes: [setting.volume] }),
    },
  });
}

/** Every policy writes a pod-level seccomp field down as its annotation. */
function restated(pod: Pod): Pod {
  const profile = pod.spec.securityContext?.seccompProfile;
  const value = profile === undefined ? undefined : seccompAnnotationForField(profile);
  if (value === undefined || pod.metadata.annotations?.[SECCOMP_POD_ANNOTATION] !== undefined) return pod;
  const annotations = { ...pod.metadata.annotations, [SECCOMP_POD_ANNOTATION]: value };
  return { ...pod, metadata: { ...pod.metadata, annotations } };
}

function section<K extends string, V extends object>(key: K, value: V): { readonly [P in K]?: V } {
  const result: { [P in K]?: V } = {};
  if (Object.keys(value).length > 0) result[key] = value;
  return result;
}

function merged<T extends object>(given: T, changes: { readonly [K in keyof T]?: T[K] | undefined }): T {
  const result = { ...given };
  for (const key in changes) {
    const value = changes[key];
    if (value === undefined) delete result[key];
    else result[key] = value;
  }
  return result;
}
