import { allowPrivilegeEscalation } from './allow-privilege-escalation.js';
import { appArmor } from './app-armor.js';
import { capabilities } from './capabilities.js';
import { fsGroup } from './fs-group.js';
import { hostIpc } from './host-ipc.js';
import { hostNetwork } from './host-network.js';
import { hostPathReadOnly } from './host-path-read-only.js';
import { hostPid } from './host-pid.js';
import { hostPorts } from './host-ports.js';
import { privileged } from './privileged.js';
import { procMount } from './proc-mount.js';
import { readOnlyRootFilesystem } from './read-only-root-filesystem.js';
import type { NarrowingRule } from './rule.js';
import { runAsGroup } from './run-as-group.js';
import { runAsNonRoot } from './run-as-non-root.js';
import { runAsUser } from './run-as-user.js';
import { runtimeClass } from './runtime-class.js';
import { seLinux } from './se-linux.js';
import { seccomp } from './seccomp.js';
import { supplementalGroups } from './supplemental-groups.js';
import { sysctls } from './sysctls.js';
import { volumes } from './volumes.js';

/** Every narrowing rule, in the order in which they are asked. A new rule is one file and one line here. */
export const narrowingRules: readonly NarrowingRule[] = [
  privileged,
  capabilities,
  hostNetwork,
  hostPid,
  hostIpc,
  hostPorts,
  volumes,
  hostPathReadOnly,
  runAsUser,
  runAsNonRoot,
  runAsGroup,
  supplementalGroups,
  fsGroup,
  allowPrivilegeEscalation,
  readOnlyRootFilesystem,
  seccomp,
  appArmor,
  seLinux,
  runtimeClass,
  procMount,
  sysctls,
];
