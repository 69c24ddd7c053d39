import { type PodSecurityPolicy, SECCOMP_ALLOWED_PROFILES_ANNOTATION, WILDCARD } from '#libs/psp';

/** A policy that refuses nothing and fills nothing in: what it refuses, every policy refuses. */
export const WIDEST_POLICY: PodSecurityPolicy = {
  apiVersion: 'policy/v1beta1',
  kind: 'PodSecurityPolicy',
  metadata: { name: 'widest', annotations: { [SECCOMP_ALLOWED_PROFILES_ANNOTATION]: WILDCARD } },
  spec: {
    privileged: true,
    allowPrivilegeEscalation: true,
    allowedCapabilities: [WILDCARD],
    volumes: [WILDCARD],
    hostNetwork: true,
    hostPorts: [{ min: 0, max: 65_535 }],
    hostPID: true,
    hostIPC: true,
    seLinux: { rule: 'RunAsAny' },
    runAsUser: { rule: 'RunAsAny' },
    runAsGroup: { rule: 'RunAsAny' },
    supplementalGroups: { rule: 'RunAsAny' },
    fsGroup: { rule: 'RunAsAny' },
    readOnlyRootFilesystem: false,
    allowedProcMountTypes: ['Default', 'Unmasked'],
    allowedUnsafeSysctls: [WILDCARD],
  },
};
