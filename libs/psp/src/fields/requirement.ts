import type { FeatureGates, PodSecurityPolicy, PodSecurityPolicySpec } from '../policy.js';
import type { PodView } from '../pod-view.js';

/** The fields of pods that policies decide on, by names that no policy language owns. */
export type PodField =
  | 'privileged'
  | 'allowPrivilegeEscalation'
  | 'readOnlyRootFilesystem'
  | 'capabilities.add'
  | 'capabilities.drop'
  | 'runAsUser'
  | 'runAsNonRoot'
  | 'runAsGroup'
  | 'supplementalGroups'
  | 'fsGroup'
  | 'seLinuxOptions'
  | 'seccompProfile'
  | 'appArmorProfile'
  | 'procMount'
  | 'hostNetwork'
  | 'hostPID'
  | 'hostIPC'
  | 'hostPort'
  | 'volume'
  | 'hostPath'
  | 'flexVolumeDriver'
  | 'csiDriver'
  | 'sysctl'
  | 'runtimeClassName';

/** A plain value as it is told to people and machines. */
export type UseValue = boolean | number | string | Readonly<Record<string, string | boolean>>;

/** One place in a pod that uses what a policy field is about, or leaves it unset. */
export interface PodUse {
  /** Which of the given pods. */
  readonly source: number;
  readonly podField: PodField;
  /** Absent: left unset there. */
  readonly value?: UseValue;
  /** Absent: it is about the pod as a whole. */
  readonly container?: string;
  /** Where it stands, or would stand: `spec.containers[0].securityContext.privileged`. */
  readonly path: string;
}

/** A change of a policy. Members that are `undefined` are taken away, absent ones stay. */
export interface PolicyChange {
  readonly spec?: { readonly [K in keyof PodSecurityPolicySpec]?: PodSecurityPolicySpec[K] | undefined };
  readonly annotations?: Readonly<Record<string, string | undefined>>;
}

/** One step that makes a policy stricter. */
export interface Tightening {
  /** For people, in the imperative: `remove NET_ADMIN`. */
  readonly step: string;
  readonly change: PolicyChange;
}

/** One value of a field, or one element of its list, and what stands behind it. */
export interface PolicyElement {
  /** `spec.allowedCapabilities[0]`; of a field that is left out, the field. */
  readonly path: string;
  /** Absent: the field is left out of the policy. */
  readonly value?: unknown;
  /** The uses that are why the value is what it is. */
  readonly because: readonly PodUse[];
  /** The next stricter values; each refuses or changes one of the pods if the field is minimal. */
  readonly tighter: readonly Tightening[];
}

/** The least value of a field that admits the pods that it was worked out for. */
export interface LeastValue {
  readonly change: PolicyChange;
  readonly elements: readonly PolicyElement[];
}

/** What a policy fills in where a pod leaves it unset, and which a least policy has to go on filling in. */
export interface KeptDefaults {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly supplementalGroups?: number;
  readonly fsGroup?: number;
  readonly seccompProfile?: string;
  readonly appArmorProfile?: string;
  readonly runtimeClassName?: string;
  readonly addCapabilities?: readonly string[];
  readonly allowPrivilegeEscalation?: boolean;
}

/** `minimal`: the least value there is; `readable`: RunAsAny where a group strategy has nothing to allow. */
export type PolicyStyle = 'minimal' | 'readable';

export interface LeastOptions {
  readonly style: PolicyStyle;
  /** Release of the API server, as minor version of 1: 24. Decides which sysctls count as safe. */
  readonly minor: number;
  readonly featureGates: FeatureGates;
  readonly keep: KeptDefaults;
}

/** What pods need of one policy field. */
export interface FieldRequirement {
  /** Every use and every omission that the field is about, pod by pod. */
  readonly uses: readonly PodUse[];
  readonly least: (options: LeastOptions) => LeastValue;
}

/** Works out what the pods need. They have been defaulted and been through service account admission. */
export type RequireField = (pods: readonly PodView[]) => FieldRequirement;

/** A policy with a change made to it. The policy given is not touched. */
export function changePolicy(
  policy: PodSecurityPolicy,
  { spec, annotations }: PolicyChange,
): PodSecurityPolicy {
  let result = policy;
  if (spec !== undefined) {
    result = { ...result, spec: withChanges(policy.spec, spec) };
  }
  if (annotations !== undefined) {
    const changed = withChanges(policy.metadata.annotations ?? {}, annotations);
    const { annotations: _, ...metadata } = policy.metadata;
    result = {
      ...result,
      metadata: Object.keys(changed).length === 0 ? metadata : { ...metadata, annotations: changed },
    };
  }
  return result;
}

function withChanges<T extends object>(given: T, changes: { readonly [K in keyof T]?: T[K] | undefined }): T {
  const result = { ...given };
  for (const key in changes) {
    const value = changes[key];
    if (value === undefined) delete result[key];
    else result[key] = value;
  }
  return result;
}
