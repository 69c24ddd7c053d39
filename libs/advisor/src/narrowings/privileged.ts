import type { ProfileItem } from '#libs/profiles';

import type { EffectivePermissions } from '../effective-permissions/effective-permissions.js';
import type { Finding } from '../finding.js';
import { capabilityUses, lostCapabilities } from './capability-loss.js';
import { deviceAccess } from './devices.js';
import {
  findingOf,
  inUse,
  listOf,
  type NarrowingContext,
  type NarrowingRule,
  notInUse,
  sources,
} from './rule.js';
import { judgeSeccomp, seccompTaken } from './seccomp.js';

const FIELD = { field: 'privileged', at: 'securityContext.privileged' } as const;

/**
 * A container that is no longer privileged: it loses every capability beyond its list, the node's devices, writable
 * and unmasked /proc and /sys, freedom from seccomp and AppArmor, and Bidirectional mount propagation.
 *
 * Reads: capability, exec, device, mount, sysctl, file (places device, proc, sys), syscall.
 * Semantics: containerd v1.6 pkg/cri/server/container_create_linux.go (privileged branches), runc v1.1
 * libcontainer/specconv; Kubernetes v1.24.17 pkg/apis/core/validation validateMountPropagation.
 */
export const privileged: NarrowingRule = {
  name: 'privileged',
  taken: (before, after) => {
    if (!before.privileged || after.privileged) return [];
    const seccomp = seccompTaken(before, after);
    return ['devices of the node', 'unmasked /proc and /sys', ...seccomp, ...lostCapabilities(before, after)];
  },
  judge: (context) => {
    const used = [
      ...capabilityUses(context, lostCapabilities(context.before, context.after), () => FIELD),
      ...deviceUses(context),
      ...mountUses(context),
      ...kernelWrites(context),
      ...maskedReads(context),
    ];
    return [
      ...used,
      ...bidirectional(context),
      ...seLinuxHostPaths(context),
      ...judgeSeccomp(context, FIELD),
      nothingElse(context, used),
    ];
  },
};

function nothingElse(context: NarrowingContext, used: readonly Finding[]): Finding {
  const { needs, after } = context;
  const seen =
    used.length > 0
      ? 'Nothing else that only a privileged container may do'
      : 'Nothing that only a privileged container may do';
  const kept = needs
    .of('capability')
    .filter(({ item }) => item.userNamespace === 'own' && after.capabilities.has(item.capability));
  const names = [...new Set(kept.map(({ item }) => item.capability))];
  const within = names.length > 0 ? ` (capabilities in use, all kept: ${listOf(names)})` : '';
  return notInUse(context, {
    ...FIELD,
    reason: used.length > 0 ? 'privileged-otherwise-not-used' : 'privileged-not-used',
    nothing: seen + within,
    // A mount needs SYS_ADMIN, so that whoever watches capabilities sees it.
    watch: [
      after.capabilities.has('SYS_ADMIN') ? ['mount'] : ['capability', 'mount'],
      ['capability'],
      ['device', 'file'],
      ['sysctl', 'file'],
    ],
    // Which capabilities are kept was chosen by looking at the profile: what is open is what else will come.
    ownItems: sources(kept),
  });
}

function deviceUses(context: NarrowingContext): Finding[] {
  const { needs, after } = context;
  const opened = new Map<string, ProfileItem[]>();
  for (const { item, source } of needs.of('device')) add(opened, item.path, source);
  for (const { item, source } of needs.of('file'))
    if (item.place === 'device') add(opened, item.path, source);
  const findings: Finding[] = [];
  for (const [path, observations] of opened) {
    const access = deviceAccess(after, path);
    if (access === 'allowed') continue;
    const wayOut =
      access === 'needs-mount'
        ? 'A hostPath mount of it (type CharDevice) suffices.'
        : 'Without privileges only a device plugin gives access: a hostPath mount alone is refused by the device cgroup.';
    const detail = `The container opens device ${path}, which is no longer there. ${wayOut}`;
    findings.push(
      inUse(context, ['device', 'file'], observations, {
        outcome: 'breaks',
        ...FIELD,
        reason: 'device-in-use',
        detail,
      }),
    );
  }
  return findings;
}

function mountUses(context: NarrowingContext): Finding[] {
  const mounts = context.needs.of('mount');
  if (mounts.length === 0) return [];
  const targets = listOf([...new Set(mounts.map(({ item }) => `${item.filesystem} at ${item.target}`))]);
  const keepsAdmin = context.after.capabilities.has('SYS_ADMIN');
  return [
    inUse(context, ['mount'], sources(mounts), {
      outcome: keepsAdmin ? 'at-risk' : 'breaks',
      ...FIELD,
      reason: 'mount-in-use',
      detail: keepsAdmin
        ? `The container mounts ${targets}; it keeps SYS_ADMIN, but the default profiles of AppArmor and seccomp may refuse it.`
        : `The container mounts ${targets}, which takes SYS_ADMIN.`,
    }),
  ];
}

/** /proc/sys and /sys (cgroups included) are read-only in a container that is not privileged. */
function kernelWrites(context: NarrowingContext): Finding[] {
  const { needs } = context;
  const sysctls = needs.of('sysctl');
  const writes = needs
    .of('file')
    .filter(
      ({ item }) =>
        item.operation === 'write' && (item.place === 'sys' || isReadOnlyProc(item.place, item.path)),
    );
  const findings: Finding[] = [];
  if (sysctls.length > 0) {
    const names = listOf([...new Set(sysctls.map(({ item }) => item.sysctl))]);
    const detail = `The container writes ${names}; /proc/sys becomes read-only.`;
    findings.push(
      inUse(context, ['sysctl'], sources(sysctls), {
        outcome: 'breaks',
        ...FIELD,
        reason: 'sysctl-write-in-use',
        detail,
      }),
    );
  }
  if (writes.length > 0) {
    const paths = listOf([...new Set(writes.map(({ item }) => item.path))]);
    const detail = `The container writes to ${paths}, which becomes read-only.`;
    findings.push(
      inUse(context, ['file'], sources(writes), {
        outcome: 'breaks',
        ...FIELD,
        reason: 'kernel-filesystem-write',
        detail,
      }),
    );
  }
  return findings;
}

/** Read-only paths of containerd and CRI-O (containerd pkg/oci/spec.go, v1.6). */
const READ_ONLY_PROC = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];

export function isReadOnlyProc(place: string, path: string): boolean {
  return (
    place === 'proc' && READ_ONLY_PROC.some((prefix) => path === prefix || path.startsWith(`${prefix}/`))
  );
}

/** Masked paths of containerd and CRI-O (containerd pkg/oci/spec.go, v1.6): they read as empty. */
const MASKED = [
  '/proc/acpi',
  '/proc/asound',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/sys/firmware',
];

export function isMasked(path: string): boolean {
  return MASKED.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
}

function maskedReads(context: NarrowingContext): Finding[] {
  if (!context.after.maskedProc) return [];
  const reads = context.needs.of('file').filter(({ item }) => isMasked(item.path));
  if (reads.length === 0) return [];
  const paths = listOf([...new Set(reads.map(({ item }) => item.path))]);
  const detail = `The container reads ${paths}, which becomes masked.`;
  return [
    inUse(context, ['file'], sources(reads), {
      outcome: 'breaks',
      ...FIELD,
      reason: 'masked-path-in-use',
      detail,
    }),
  ];
}

/** API validation refuses Bidirectional propagation to containers that are not privileged. */
function bidirectional(context: NarrowingContext): Finding[] {
  const mount = context.after.mounts.find(({ propagation }) => propagation === 'Bidirectional');
  if (mount === undefined) return [];
  return [
    findingOf(context, {
      outcome: 'breaks',
      stage: 'admission',
      ...FIELD,
      reason: 'bidirectional-propagation',
      detail: `Mount ${mount.mountPath} has propagation Bidirectional, which the API allows to privileged containers only.`,
    }),
  ];
}

/** Privileged containers run as spc_t, which may access any label; others only files that are labelled for containers. */
function seLinuxHostPaths(context: NarrowingContext): Finding[] {
  if (context.after.node.selinux !== true) return [];
  const paths = hostPaths(context.after);
  if (paths.length === 0) return [];
  return [
    findingOf(context, {
      outcome: 'at-risk',
      ...FIELD,
      reason: 'selinux-host-path',
      detail: `On nodes that enforce SELinux, ${listOf(paths)} of the node may be labelled so that only privileged containers have access.`,
    }),
  ];
}

function hostPaths(permissions: EffectivePermissions): string[] {
  return permissions.mounts.flatMap(({ hostPath }) => (hostPath === undefined ? [] : [hostPath]));
}

function add(map: Map<string, ProfileItem[]>, key: string, item: ProfileItem): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}
