import { requirePrivilegeEscalation } from './allow-privilege-escalation.js';
import { requireCSIDrivers } from './allowed-csi-drivers.js';
import { requireFlexVolumes } from './allowed-flex-volumes.js';
import { requireHostPaths } from './allowed-host-paths.js';
import { requireProcMount } from './allowed-proc-mount-types.js';
import { requireAppArmor } from './app-armor.js';
import { requireCapabilities } from './capabilities.js';
import { requireFSGroup } from './fs-group.js';
import { requireHostIPC, requireHostNetwork, requireHostPID } from './host-namespaces.js';
import { requireHostPorts } from './host-ports.js';
import type { PolicyFieldName } from './policy-field.js';
import { requirePrivileged } from './privileged.js';
import { requireReadOnlyRootFilesystem } from './read-only-root-filesystem.js';
import type { RequireField } from './requirement.js';
import { requireRunAsGroup } from './run-as-group.js';
import { requireRunAsUser } from './run-as-user.js';
import { requireRuntimeClass } from './runtime-class.js';
import { requireSELinux } from './se-linux.js';
import { requireSeccomp } from './seccomp.js';
import { requireSupplementalGroups } from './supplemental-groups.js';
import { requireSysctls } from './sysctls.js';
import { requireVolumes } from './volumes.js';

/** What pods need of each field, and its least value. A field that is not listed here does not compile. */
export const FIELD_REQUIREMENTS: Readonly<Record<PolicyFieldName, RequireField>> = {
  privileged: requirePrivileged,
  hostNetwork: requireHostNetwork,
  hostPID: requireHostPID,
  hostIPC: requireHostIPC,
  hostPorts: requireHostPorts,
  volumes: requireVolumes,
  allowedHostPaths: requireHostPaths,
  allowedFlexVolumes: requireFlexVolumes,
  allowedCSIDrivers: requireCSIDrivers,
  capabilities: requireCapabilities,
  seLinux: requireSELinux,
  runAsUser: requireRunAsUser,
  runAsGroup: requireRunAsGroup,
  supplementalGroups: requireSupplementalGroups,
  fsGroup: requireFSGroup,
  readOnlyRootFilesystem: requireReadOnlyRootFilesystem,
  allowPrivilegeEscalation: requirePrivilegeEscalation,
  allowedProcMountTypes: requireProcMount,
  sysctls: requireSysctls,
  runtimeClass: requireRuntimeClass,
  seccomp: requireSeccomp,
  appArmor: requireAppArmor,
};
