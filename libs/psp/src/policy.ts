import type { ObjectMeta, SELinuxOptions } from '#libs/kubernetes';

/**
 * PodSecurityPolicy policy/v1beta1 of Kubernetes 1.24 (k8s.io/api v0.24.17 policy/v1beta1/types.go), every field.
 * Values are plain JSON. A decoded policy holds no unknown fields and no `null`; it need be neither defaulted
 * (`defaultPolicy`) nor valid (`validatePolicy`), which is why rules and volume types are typed as strings.
 */
export interface PodSecurityPolicy {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
  readonly spec: PodSecurityPolicySpec;
}

export interface PodSecurityPolicySpec {
  readonly privileged?: boolean;
  readonly defaultAddCapabilities?: readonly string[];
  readonly requiredDropCapabilities?: readonly string[];
  readonly allowedCapabilities?: readonly string[];
  readonly volumes?: readonly string[];
  readonly hostNetwork?: boolean;
  readonly hostPorts?: readonly HostPortRange[];
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  /** Required of a valid policy, as are the next three and `supplementalGroups`; absent counts as rule "". */
  readonly seLinux?: SELinuxStrategyOptions;
  readonly runAsUser?: IdStrategyOptions;
  /** Absent: RunAsAny. */
  readonly runAsGroup?: IdStrategyOptions;
  readonly supplementalGroups?: IdStrategyOptions;
  readonly fsGroup?: IdStrategyOptions;
  readonly readOnlyRootFilesystem?: boolean;
  readonly defaultAllowPrivilegeEscalation?: boolean;
  /** Absent: true, filled in by `defaultPolicy`. */
  readonly allowPrivilegeEscalation?: boolean;
  readonly allowedHostPaths?: readonly AllowedHostPath[];
  readonly allowedFlexVolumes?: readonly AllowedFlexVolume[];
  readonly allowedCSIDrivers?: readonly AllowedCSIDriver[];
  readonly allowedUnsafeSysctls?: readonly string[];
  readonly forbiddenSysctls?: readonly string[];
  readonly allowedProcMountTypes?: readonly string[];
  readonly runtimeClass?: RuntimeClassStrategyOptions;
}

/** Inclusive; int32. A range with min > max is accepted by Kubernetes and never matches. */
export interface HostPortRange {
  readonly min: number;
  readonly max: number;
}

/** Inclusive; int64. */
export interface IDRange {
  readonly min: number;
  readonly max: number;
}

/** Options of runAsUser, runAsGroup, supplementalGroups and fsGroup: a rule and the ranges that it draws on. */
export interface IdStrategyOptions {
  readonly rule: string;
  readonly ranges?: readonly IDRange[];
}

export interface SELinuxStrategyOptions {
  readonly rule: string;
  readonly seLinuxOptions?: SELinuxOptions;
}

export interface AllowedHostPath {
  readonly pathPrefix?: string;
  readonly readOnly?: boolean;
}

export interface AllowedFlexVolume {
  readonly driver: string;
}

export interface AllowedCSIDriver {
  readonly name: string;
}

export interface RuntimeClassStrategyOptions {
  readonly allowedRuntimeClassNames: readonly string[];
  readonly defaultRuntimeClassName?: string;
}

/** Feature gates of the API server that change what a policy means. Default of 1.24: all off. */
export interface FeatureGates {
  /** Off: `allowedProcMountTypes` is dropped when a policy is stored. */
  readonly ProcMountType?: boolean;
}

/** The rules of the strategies, spelled as in the API, sorted. */
export const SELINUX_RULES: readonly string[] = ['MustRunAs', 'RunAsAny'];
export const RUN_AS_USER_RULES: readonly string[] = ['MustRunAs', 'MustRunAsNonRoot', 'RunAsAny'];
export const GROUP_RULES: readonly string[] = ['MayRunAs', 'MustRunAs', 'RunAsAny'];

/** Annotation on an admitted pod that names the policy which admitted it. */
export const PSP_ANNOTATION = 'kubernetes.io/psp';

/** Annotations on a policy. */
export const SECCOMP_ALLOWED_PROFILES_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/allowedProfileNames';
export const SECCOMP_DEFAULT_PROFILE_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/defaultProfileName';
export const APPARMOR_ALLOWED_PROFILES_ANNOTATION =
  'apparmor.security.beta.kubernetes.io/allowedProfileNames';
export const APPARMOR_DEFAULT_PROFILE_ANNOTATION = 'apparmor.security.beta.kubernetes.io/defaultProfileName';

/** Wildcard in volumes, allowedCapabilities, allowedRuntimeClassNames and the allowed seccomp profiles. */
export const WILDCARD = '*';
