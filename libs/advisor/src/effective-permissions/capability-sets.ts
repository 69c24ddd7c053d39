/**
 * Every capability of Linux 6.x in the spelling of PodSecurityPolicy, in the kernel's order
 * (include/uapi/linux/capability.h): what `ALL` stands for, and what a privileged container holds.
 */
export const ALL_CAPABILITIES: readonly string[] = [
  'CHOWN',
  'DAC_OVERRIDE',
  'DAC_READ_SEARCH',
  'FOWNER',
  'FSETID',
  'KILL',
  'SETGID',
  'SETUID',
  'SETPCAP',
  'LINUX_IMMUTABLE',
  'NET_BIND_SERVICE',
  'NET_BROADCAST',
  'NET_ADMIN',
  'NET_RAW',
  'IPC_LOCK',
  'IPC_OWNER',
  'SYS_MODULE',
  'SYS_RAWIO',
  'SYS_CHROOT',
  'SYS_PTRACE',
  'SYS_PACCT',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_NICE',
  'SYS_RESOURCE',
  'SYS_TIME',
  'SYS_TTY_CONFIG',
  'MKNOD',
  'LEASE',
  'AUDIT_WRITE',
  'AUDIT_CONTROL',
  'SETFCAP',
  'MAC_OVERRIDE',
  'MAC_ADMIN',
  'SYSLOG',
  'WAKE_ALARM',
  'BLOCK_SUSPEND',
  'AUDIT_READ',
  'PERFMON',
  'BPF',
  'CHECKPOINT_RESTORE',
];

/** What containerd and Docker give a container by default (containerd pkg/oci/spec.go defaultUnixCaps, v1.6; moby oci/caps/defaults.go). */
export const CONTAINERD_DEFAULT_CAPABILITIES: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

/** What CRI-O gives a container by default (cri-o internal/config/capabilities/capabilities.go, v1.24). */
export const CRIO_DEFAULT_CAPABILITIES: readonly string[] = [
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'NET_BIND_SERVICE',
  'SETGID',
  'SETPCAP',
  'SETUID',
];

/** Container runtimes that differ in what they give by default. */
export type ContainerRuntime = 'containerd' | 'cri-o' | 'docker';

/**
 * The runtime of a node by `status.nodeInfo.containerRuntimeVersion` (`containerd://1.6.8`) or a bare name. Undefined:
 * unknown, which counts as containerd wherever one has to be assumed.
 */
export function containerRuntime(name: string | undefined): ContainerRuntime | undefined {
  const lower = (name ?? '').toLowerCase();
  if (lower.startsWith('cri-o') || lower.startsWith('crio')) return 'cri-o';
  if (lower.startsWith('docker')) return 'docker';
  if (lower.startsWith('containerd')) return 'containerd';
  return undefined;
}

export function defaultCapabilities(runtime: ContainerRuntime | undefined): readonly string[] {
  return runtime === 'cri-o' ? CRIO_DEFAULT_CAPABILITIES : CONTAINERD_DEFAULT_CAPABILITIES;
}

/**
 * The capabilities of a container that is not privileged: the runtime's defaults, or all of them if `ALL` is added, or
 * none if `ALL` is dropped; then the named additions, then the named drops, so that a named drop wins. Names count with
 * and without `CAP_`, in any case. Source: containerd pkg/cri/opts/spec_linux_opts.go WithCapabilities, v1.6; CRI-O
 * server/container_create.go setupCapabilities, v1.24. Sorted as the kernel orders them.
 */
export function boundingSet(
  runtime: ContainerRuntime | undefined,
  add: readonly string[],
  drop: readonly string[],
): ReadonlySet<string> {
  const added = add.map(plainCapability);
  const dropped = drop.map(plainCapability);
  const held = new Set(
    added.includes('ALL') ? ALL_CAPABILITIES : dropped.includes('ALL') ? [] : defaultCapabilities(runtime),
  );
  for (const name of added) if (name !== 'ALL') held.add(name);
  for (const name of dropped) held.delete(name);
  return held;
}

/** `CAP_net_admin` → `NET_ADMIN`, as container runtimes read names. */
export function plainCapability(name: string): string {
  const upper = name.toUpperCase();
  return upper.startsWith('CAP_') ? upper.slice(4) : upper;
}
