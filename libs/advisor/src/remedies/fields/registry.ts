import type { FieldRemedy } from '../field-remedy.js';
import { allowedCapabilities, requiredDropCapabilities } from './capabilities.js';
import { appArmor, runtimeClass, seccomp, seLinux } from './confinement.js';
import {
  allowedProcMountTypes,
  allowPrivilegeEscalation,
  readOnlyRootFilesystem,
} from './container-flags.js';
import { fsGroup, runAsGroup, supplementalGroups } from './groups.js';
import { hostNetwork } from './host-network.js';
import { hostPorts } from './host-ports.js';
import { hostIPC, hostPID } from './host-processes.js';
import { privileged } from './privileged.js';
import { runAsUser } from './run-as-user.js';
import { sysctls } from './sysctls.js';
import { allowedCSIDrivers, allowedFlexVolumes, allowedHostPaths, volumes } from './volumes.js';

/**
 * The remedies of every policy field, in the order in which changes of a workload are made: host namespaces first, as
 * what they imply (host ports) goes with them.
 */
export const fieldRemedies: readonly FieldRemedy[] = [
  hostNetwork,
  hostPID,
  hostIPC,
  hostPorts,
  privileged,
  allowedCapabilities,
  requiredDropCapabilities,
  allowPrivilegeEscalation,
  readOnlyRootFilesystem,
  runAsUser,
  runAsGroup,
  supplementalGroups,
  fsGroup,
  volumes,
  allowedHostPaths,
  allowedFlexVolumes,
  allowedCSIDrivers,
  sysctls,
  seccomp,
  appArmor,
  seLinux,
  runtimeClass,
  allowedProcMountTypes,
];

const byField = new Map(
  fieldRemedies.flatMap((remedy) => remedy.fields.map((field) => [field, remedy] as const)),
);

/** The remedy of a policy field; undefined: nobody knows one. */
export function fieldRemedy(field: string): FieldRemedy | undefined {
  return byField.get(field);
}

/** Position of a field in the order above. */
export function remedyOrder(field: string): number {
  const remedy = byField.get(field);
  return remedy === undefined ? fieldRemedies.length : fieldRemedies.indexOf(remedy);
}
