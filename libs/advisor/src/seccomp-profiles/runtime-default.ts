import { containerRuntime } from '../effective-permissions/capability-sets.js';
import { containerd16 } from '../seccomp-defaults/containerd-1-6.js';
import { containerd21 } from '../seccomp-defaults/containerd-2-1.js';
import { criO } from '../seccomp-defaults/cri-o.js';
import { docker } from '../seccomp-defaults/docker.js';
import type { RuntimeSeccompProfile } from './runtime-seccomp-profile.js';

/** The profiles that are known, by runtime and then version. */
export const RUNTIME_DEFAULT_PROFILES: readonly RuntimeSeccompProfile[] = [
  containerd16,
  containerd21,
  criO,
  docker,
];

/**
 * What `RuntimeDefault` means on a node, by its runtime and version (`containerd://1.6.8`). containerd's before 2.0 is
 * that of 1.6, as is an unknown runtime's.
 */
export function runtimeDefaultProfile(runtime: string | undefined): RuntimeSeccompProfile {
  switch (containerRuntime(runtime)) {
    case 'cri-o':
      return criO;
    case 'docker':
      return docker;
    case 'containerd':
    case undefined:
      return majorVersion(runtime) >= 2 ? containerd21 : containerd16;
  }
}

function majorVersion(runtime: string | undefined): number {
  const found = /:\/\/v?(\d+)\./.exec(runtime ?? '')?.[1];
  return found === undefined ? 1 : Number(found);
}
