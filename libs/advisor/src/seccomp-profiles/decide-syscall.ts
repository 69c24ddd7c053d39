import type { RuntimeSeccompProfile, SeccompArgument, SeccompRule } from './runtime-seccomp-profile.js';

/** What a profile makes of a system call known by name. */
export type SyscallDecision =
  | { readonly kind: 'allowed' }
  /** `fallback`: refused with ENOSYS where programs fall back on an older call (clone3 → clone). */
  | { readonly kind: 'refused'; readonly fallback: boolean }
  /** Allowed or refused by its arguments, which are not known. */
  | { readonly kind: 'depends-on-arguments'; readonly args: readonly SeccompArgument[] };

const ALLOWED: SyscallDecision = { kind: 'allowed' };
const REFUSED: SyscallDecision = { kind: 'refused', fallback: false };
const FALLS_BACK: SyscallDecision = { kind: 'refused', fallback: true };

/** Calls whose libraries fall back on an older one when the kernel says ENOSYS. */
export const SYSCALLS_WITH_FALLBACK: ReadonlySet<string> = new Set([
  'clone3',
  'faccessat2',
  'openat2',
  'close_range',
  'statx',
  'futex_waitv',
]);

/**
 * Whether a container with the given bounding set may make a system call under a profile. Where the node's architecture
 * is not known rules for some architectures count as if they applied: a call that was observed exists there. A kernel
 * older than a rule asks for is not considered.
 */
export function decideSyscall(
  profile: RuntimeSeccompProfile,
  syscall: string,
  capabilities: ReadonlySet<string>,
  architecture?: string,
): SyscallDecision {
  let byArguments: SeccompArgument[] | undefined;
  let refusal: SyscallDecision | undefined;
  for (const rule of profile.rules) {
    if (!rule.names.has(syscall) || !applies(rule, capabilities, architecture)) continue;
    if (rule.args !== undefined && rule.args.length > 0) {
      (byArguments ??= []).push(...rule.args);
    } else if (rule.action === 'allow') {
      return ALLOWED;
    } else {
      refusal ??= rule.action === 'enosys' && SYSCALLS_WITH_FALLBACK.has(syscall) ? FALLS_BACK : REFUSED;
    }
  }
  if (byArguments !== undefined) return { kind: 'depends-on-arguments', args: byArguments };
  if (refusal !== undefined) return refusal;
  return profile.defaultErrno === ENOSYS && SYSCALLS_WITH_FALLBACK.has(syscall) ? FALLS_BACK : REFUSED;
}

const ENOSYS = 38;

function applies(
  rule: SeccompRule,
  capabilities: ReadonlySet<string>,
  architecture: string | undefined,
): boolean {
  if (architecture !== undefined) {
    if (rule.architectures !== undefined && rule.architectures.length > 0) {
      if (!rule.architectures.includes(architecture)) return false;
    }
    if (rule.notArchitectures?.includes(architecture) === true) return false;
  }
  const held = rule.capabilities ?? [];
  const absent = rule.withoutCapabilities ?? [];
  return held.every((name) => capabilities.has(name)) && !absent.some((name) => capabilities.has(name));
}
