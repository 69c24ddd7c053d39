import type { EffectivePermissions } from '../effective-permissions/effective-permissions.js';
import { atLeast, evidenceOfAbsence } from '../evidence/assess.js';
import type { Need } from '../evidence/needs.js';
import type { Finding } from '../finding.js';
import { decideSyscall, type SyscallDecision } from '../seccomp-profiles/decide-syscall.js';
import { localhostProfile } from '../seccomp-profiles/localhost-profile.js';
import { runtimeDefaultProfile } from '../seccomp-profiles/runtime-default.js';
import type { SeccompProfileLookup } from '../verdicts/judge-input.js';
import {
  findingOf,
  inUse,
  listOf,
  type NarrowingContext,
  type NarrowingRule,
  notInUse,
  sources,
} from './rule.js';

/**
 * A seccomp profile where there was none, or another.
 *
 * Reads: syscall (successful calls), capability and raw-socket (what arguments can be told from).
 * Semantics: the container runtimes' own default profiles, in ../seccomp-defaults (written by
 * scripts/generate-seccomp-profiles.mjs from their Go modules), and Localhost profiles as supplied.
 */
export const seccomp: NarrowingRule = {
  name: 'seccomp',
  taken: (before, after) => (before.privileged && !after.privileged ? [] : seccompTaken(before, after)),
  judge: (context) => judgeSeccomp(context, { field: 'seccomp', at: 'securityContext.seccompProfile' }),
};

/** `system calls refused by RuntimeDefault`, if the profile in force becomes another that refuses some. */
export function seccompTaken(before: EffectivePermissions, after: EffectivePermissions): string[] {
  const { type, localhostProfile: path } = after.seccomp;
  if (type === 'Unconfined' || (type === before.seccomp.type && path === before.seccomp.localhostProfile))
    return [];
  return [`system calls refused by ${profileName(after)}`];
}

/** The findings about a change of the seccomp profile, with the policy field that causes it. */
export function judgeSeccomp(
  context: NarrowingContext,
  field: { readonly field: string; readonly at: string },
): Finding[] {
  if (seccompTaken(context.before, context.after).length === 0) return [];
  const name = profileName(context.after);
  const decide = decider(context.after, context.seccompProfiles);
  if (decide === undefined) {
    const detail = `What ${name} refuses is not known; supply the profile to have it judged.`;
    return [findingOf(context, { ...field, outcome: 'at-risk', reason: 'seccomp-profile-unknown', detail })];
  }
  const calls = context.needs.of('syscall');
  const refused: Need<'syscall'>[] = [];
  const open: Need<'syscall'>[] = [];
  for (const need of calls) {
    const decision = decide(need.item.syscall);
    if (decision.kind === 'refused' && !decision.fallback) refused.push(need);
    if (decision.kind === 'depends-on-arguments' && !harmless(context, need.item.syscall)) open.push(need);
  }
  const findings: Finding[] = [];
  if (refused.length > 0) {
    const detail = `The container makes system calls that ${name} refuses: ${listOf(syscalls(refused))}.`;
    findings.push(
      inUse(context, ['syscall'], sources(refused), {
        ...field,
        outcome: 'breaks',
        reason: 'syscall-refused',
        detail,
      }),
    );
  }
  if (open.length > 0) {
    const detail = `${name} refuses some uses of ${listOf(syscalls(open))}, by arguments that are not observed.`;
    findings.push(
      inUse(context, ['syscall'], sources(open), {
        ...field,
        outcome: 'at-risk',
        reason: 'syscall-arguments-unknown',
        detail,
      }),
    );
  }
  if (findings.length > 0) return findings;
  return [
    notInUse(context, {
      ...field,
      reason: 'syscalls-allowed',
      nothing: `No system call that ${name} refuses`,
      watch: [['syscall']],
    }),
  ];
}

function decider(
  after: EffectivePermissions,
  lookup: SeccompProfileLookup | undefined,
): ((syscall: string) => SyscallDecision) | undefined {
  if (after.seccomp.type !== 'Localhost') {
    const profile = runtimeDefaultProfile(after.node.runtime);
    return (syscall) => decideSyscall(profile, syscall, after.capabilities, after.node.architecture);
  }
  const path = after.seccomp.localhostProfile ?? '';
  const supplied = lookup?.(path);
  const read = supplied === undefined ? undefined : localhostProfile(path, supplied);
  if (read === undefined) return undefined;
  const { profile, refusesByDefault } = read;
  return (syscall) =>
    refusesByDefault || profile.rules.some(({ names }) => names.has(syscall))
      ? decideSyscall(profile, syscall, after.capabilities, after.node.architecture)
      : { kind: 'allowed' };
}

/**
 * Arguments that can be told from other observations. The runtimes filter `clone` for new namespaces only: all but user
 * namespaces take SYS_ADMIN, and who makes a user namespace uses capabilities in it. They filter `socket` for AF_VSOCK
 * only, which agents that watch raw sockets report as a family of its own.
 */
function harmless({ needs, thresholds, after }: NarrowingContext, syscall: string): boolean {
  if (after.seccomp.type === 'Localhost') return false;
  const watched = (dimension: 'capability' | 'raw-socket'): boolean =>
    atLeast(evidenceOfAbsence(needs, [dimension], thresholds).level, thresholds.passesFrom);
  if (syscall === 'clone') {
    const namespaces = needs
      .of('capability')
      .some(({ item }) => item.userNamespace === 'child' || item.capability === 'SYS_ADMIN');
    return !namespaces && watched('capability');
  }
  if (syscall === 'socket') {
    return !needs.of('raw-socket').some(({ item }) => /vsock/i.test(item.family)) && watched('raw-socket');
  }
  return false;
}

function profileName({ seccomp: { type, localhostProfile: path }, node }: EffectivePermissions): string {
  if (type === 'Localhost') return `the seccomp profile localhost/${path ?? ''}`;
  const { runtime, version } = runtimeDefaultProfile(node.runtime);
  return `the default seccomp profile of ${runtime} (${version})`;
}

function syscalls(needs: readonly Need<'syscall'>[]): string[] {
  return [...new Set(needs.map(({ item }) => item.syscall))];
}
