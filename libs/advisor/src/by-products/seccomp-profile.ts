import { bytewise } from '#libs/psp';
import type { ContainerProfile } from '#libs/profiles';

import { evidenceOfAbsence } from '../evidence/assess.js';
import { needsOf } from '../evidence/needs.js';
import { DEFAULT_THRESHOLDS, type EvidenceThresholds } from '../evidence/thresholds.js';
import type { Evidence } from '../finding.js';
import { SYSCALLS_WITH_FALLBACK } from '../seccomp-profiles/decide-syscall.js';
import { RUNTIME_BASE_SYSCALLS } from './base-syscalls.js';

/** A seccomp profile as OCI's runtime specification has it, to be put into the kubelet's seccomp directory. */
export interface OciSeccompProfile {
  readonly defaultAction: 'SCMP_ACT_ERRNO';
  readonly defaultErrnoRet: number;
  readonly architectures: readonly string[];
  readonly syscalls: readonly {
    readonly names: readonly string[];
    readonly action: 'SCMP_ACT_ALLOW' | 'SCMP_ACT_ERRNO';
    readonly errnoRet?: number;
  }[];
}

export interface GeneratedSeccompProfile {
  readonly profile: OciSeccompProfile;
  /** How likely the next pod start is to make a call that is not in it. */
  readonly evidence: Evidence;
}

const EPERM = 1;
const ENOSYS = 38;

/** Names of calls are the same on all of these; agents normalise them. */
const ARCHITECTURES = [
  'SCMP_ARCH_X86_64',
  'SCMP_ARCH_X86',
  'SCMP_ARCH_X32',
  'SCMP_ARCH_AARCH64',
  'SCMP_ARCH_ARM',
];

/**
 * A profile that allows what the container was seen to call with success, and what the runtime itself calls before the
 * container's program runs. Calls that libraries try first and do without are refused as unknown (ENOSYS), so that
 * they fall back. Undefined where nobody watched system calls: a profile of nothing would be a guess.
 */
export function seccompProfileFor(
  container: ContainerProfile,
  thresholds: EvidenceThresholds = DEFAULT_THRESHOLDS,
): GeneratedSeccompProfile | undefined {
  if (container.coverage.syscall === undefined) return undefined;
  const needs = needsOf(container);
  const calls = needs.of('syscall');
  const allowed = new Set([...RUNTIME_BASE_SYSCALLS, ...calls.map(({ item }) => item.syscall)]);
  const fallbacks = [...SYSCALLS_WITH_FALLBACK].filter((name) => !allowed.has(name));
  return {
    profile: {
      defaultAction: 'SCMP_ACT_ERRNO',
      defaultErrnoRet: EPERM,
      architectures: ARCHITECTURES,
      syscalls: [
        { names: [...allowed].sort(bytewise), action: 'SCMP_ACT_ALLOW' },
        ...(fallbacks.length > 0
          ? [{ names: fallbacks.sort(bytewise), action: 'SCMP_ACT_ERRNO' as const, errnoRet: ENOSYS }]
          : []),
      ],
    },
    evidence: evidenceOfAbsence(
      needs,
      ['syscall'],
      thresholds,
      calls.map(({ source }) => source),
    ),
  };
}
