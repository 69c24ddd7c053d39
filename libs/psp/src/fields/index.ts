import { allowPrivilegeEscalation } from './allow-privilege-escalation.js';
import { allowedCSIDrivers } from './allowed-csi-drivers.js';
import { allowedFlexVolumes } from './allowed-flex-volumes.js';
import { allowedHostPaths } from './allowed-host-paths.js';
import { allowedProcMountTypes } from './allowed-proc-mount-types.js';
import { appArmor } from './app-armor.js';
import { capabilities } from './capabilities.js';
import { fsGroup } from './fs-group.js';
import { hostIPC, hostNetwork, hostPID } from './host-namespaces.js';
import { hostPorts } from './host-ports.js';
import type { PolicyField } from './policy-field.js';
import { privileged } from './privileged.js';
import { readOnlyRootFilesystem } from './read-only-root-filesystem.js';
import { runAsGroup } from './run-as-group.js';
import { runAsUser } from './run-as-user.js';
import { runtimeClass } from './runtime-class.js';
import { seLinux } from './se-linux.js';
import { seccomp } from './seccomp.js';
import { supplementalGroups } from './supplemental-groups.js';
import { sysctls } from './sysctls.js';
import { volumes } from './volumes.js';

/**
 * The registry: every field of a policy, in the order of the API's documentation, with what belongs to strategies last.
 * Adding a field touches its file, its spec and this file.
 */
export const POLICY_FIELDS: readonly PolicyField[] = [
  privileged,
  hostNetwork,
  hostPID,
  hostIPC,
  hostPorts,
  volumes,
  allowedHostPaths,
  allowedFlexVolumes,
  allowedCSIDrivers,
  capabilities,
  seLinux,
  runAsUser,
  runAsGroup,
  supplementalGroups,
  fsGroup,
  readOnlyRootFilesystem,
  allowPrivilegeEscalation,
  allowedProcMountTypes,
  sysctls,
  runtimeClass,
  seccomp,
  appArmor,
];

/** validation.go ValidatePodSecurityPolicySpecificAnnotations, ValidatePodSecurityPolicySpec, v1.24.17. */
export const POLICY_VALIDATION_ORDER: readonly PolicyField[] = [
  appArmor,
  seccomp,
  runAsUser,
  runAsGroup,
  seLinux,
  supplementalGroups,
  fsGroup,
  volumes,
  capabilities,
  allowPrivilegeEscalation,
  allowedProcMountTypes,
  allowedHostPaths,
  allowedFlexVolumes,
  allowedCSIDrivers,
  sysctls,
  runtimeClass,
];

/** factory.go CreateStrategies, v1.24.17: the order in which the causes of an unusable policy are told. */
export const PROVIDER_ORDER: readonly PolicyField[] = [
  runAsUser,
  runAsGroup,
  seLinux,
  fsGroup,
  supplementalGroups,
];

/** provider.go MutatePod, v1.24.17. */
export const POD_MUTATION_ORDER: readonly PolicyField[] = [
  supplementalGroups,
  fsGroup,
  seLinux,
  seccomp,
  runtimeClass,
];

/** provider.go mutateContainer, v1.24.17. runAsUser also sets runAsNonRoot. */
export const CONTAINER_MUTATION_ORDER: readonly PolicyField[] = [
  runAsUser,
  runAsGroup,
  appArmor,
  capabilities,
  readOnlyRootFilesystem,
  allowPrivilegeEscalation,
];

/**
 * provider.go ValidatePod, v1.24.17, in two parts: volumes are validated between them. What the two lists hold is told
 * by the members of the compiled fields.
 */
export const POD_VALIDATION_ORDER: readonly PolicyField[] = [
  fsGroup,
  supplementalGroups,
  seccomp,
  seLinux,
  hostNetwork,
  hostPID,
  hostIPC,
  sysctls,
];
export const VOLUME_VALIDATION_ORDER: readonly PolicyField[] = [
  volumes,
  allowedHostPaths,
  allowedFlexVolumes,
  allowedCSIDrivers,
];
export const POD_VALIDATION_ORDER_AFTER_VOLUMES: readonly PolicyField[] = [runtimeClass];

/** provider.go validateContainer, v1.24.17. */
export const CONTAINER_VALIDATION_ORDER: readonly PolicyField[] = [
  runAsUser,
  runAsGroup,
  seLinux,
  appArmor,
  seccomp,
  privileged,
  allowedProcMountTypes,
  capabilities,
  hostPorts,
  readOnlyRootFilesystem,
  allowPrivilegeEscalation,
];

export type { CompiledField, PolicyField, PolicyFieldName } from './policy-field.js';
