import type { FieldError } from '#libs/kubernetes';

import type { PodDraft } from '../pod-draft.js';
import type { VolumeView } from '../pod-view.js';
import type { PodSecurityPolicy } from '../policy.js';

/** The fields of a policy that have a meaning of their own, each in a file of its own. */
export type PolicyFieldName =
  | 'privileged'
  | 'hostNetwork'
  | 'hostPID'
  | 'hostIPC'
  | 'hostPorts'
  | 'volumes'
  | 'allowedHostPaths'
  | 'allowedFlexVolumes'
  | 'allowedCSIDrivers'
  | 'capabilities'
  | 'seLinux'
  | 'runAsUser'
  | 'runAsGroup'
  | 'supplementalGroups'
  | 'fsGroup'
  | 'readOnlyRootFilesystem'
  | 'allowPrivilegeEscalation'
  | 'allowedProcMountTypes'
  | 'sysctls'
  | 'runtimeClass'
  | 'seccomp'
  | 'appArmor';

/**
 * Everything that one field of a policy (or a few that only make sense together, like the three lists of capabilities)
 * means for Kubernetes: when the field is valid, which defaults it fills in, what it demands of a pod. In which order
 * the fields take part is said once, in ./index.ts.
 */
export interface PolicyField {
  readonly name: PolicyFieldName;
  /** API validation of the field itself (pkg/apis/policy/validation, v1.24.17). Absent: any value is valid. */
  readonly validatePolicy?: (policy: PodSecurityPolicy) => FieldError[];
  /** Prepares the field for many pods. The policy has been defaulted; it need not be valid. */
  readonly compile: (policy: PodSecurityPolicy) => CompiledField;
}

/**
 * A field of one policy, ready for pods. What a field has nothing to say about is absent: an unrestricted field
 * compiles to `{}` and costs nothing.
 */
export interface CompiledField {
  /** Why the controller can't use the policy at all; it then leaves the policy out. */
  readonly providerError?: string;
  /** Fills in defaults at the pod level. */
  readonly mutatePod?: (draft: PodDraft) => void;
  /** Fills in defaults of a container, by its position in `draft.view.containers`. Runs after all `mutatePod`. */
  readonly mutateContainer?: (draft: PodDraft, container: number) => void;
  readonly validatePod?: (draft: PodDraft, errors: FieldError[]) => void;
  /** Validates a volume of a type that no earlier field refused; true if this field refuses it. */
  readonly validateVolume?: (draft: PodDraft, volume: VolumeView, errors: FieldError[]) => boolean;
  readonly validateContainer?: (draft: PodDraft, container: number, errors: FieldError[]) => void;
}

/** The field asks nothing of any pod. */
export const UNRESTRICTED: CompiledField = {};
