import { z } from 'zod';

import type { RuntimeSeccompProfile, SeccompRule } from './runtime-seccomp-profile.js';

const argument = z.object({
  index: z.int().min(0).max(5),
  value: z.number(),
  valueTwo: z.number().optional(),
  op: z.string(),
});

const conditions = z.object({ caps: z.array(z.string()).nullish(), arches: z.array(z.string()).nullish() });

/** A profile as the kubelet's seccomp directory holds it: OCI's `LinuxSeccomp`, or Docker's extension with conditions. */
const seccompJson = z.object({
  defaultAction: z.string(),
  defaultErrnoRet: z.number().optional(),
  syscalls: z
    .array(
      z.object({
        names: z.array(z.string()).optional(),
        name: z.string().optional(),
        action: z.string(),
        errnoRet: z.number().optional(),
        args: z.array(argument).nullish(),
        includes: conditions.nullish(),
        excludes: conditions.nullish(),
      }),
    )
    .nullish(),
});

/** Actions that let a call through; SCMP_ACT_LOG and SCMP_ACT_TRACE do, and tell about it. */
const LETS_THROUGH: ReadonlySet<string> = new Set([
  'SCMP_ACT_ALLOW',
  'SCMP_ACT_LOG',
  'SCMP_ACT_TRACE',
  'SCMP_ACT_NOTIFY',
]);

/**
 * Reads a Localhost profile. Undefined: it is no seccomp profile. A profile whose default lets calls through has a last
 * rule for every call that it does not name, which `refusesByDefault` tells.
 */
export function localhostProfile(
  path: string,
  value: unknown,
): { readonly profile: RuntimeSeccompProfile; readonly refusesByDefault: boolean } | undefined {
  const parsed = seccompJson.safeParse(value);
  if (!parsed.success) return undefined;
  const { defaultAction, defaultErrnoRet = 1, syscalls } = parsed.data;
  const rules = (syscalls ?? []).map((rule): SeccompRule => ({
    names: new Set(rule.names ?? (rule.name === undefined ? [] : [rule.name])),
    action: LETS_THROUGH.has(rule.action) ? 'allow' : rule.errnoRet === 38 ? 'enosys' : 'errno',
    args: (rule.args ?? []).map(({ valueTwo, ...rest }) => ({
      ...rest,
      ...(valueTwo !== undefined && { valueTwo }),
    })),
    capabilities: plain(rule.includes?.caps),
    withoutCapabilities: plain(rule.excludes?.caps),
    architectures: rule.includes?.arches ?? [],
    notArchitectures: rule.excludes?.arches ?? [],
  }));
  return {
    profile: { runtime: 'localhost', module: path, version: '', defaultErrno: defaultErrnoRet, rules },
    refusesByDefault: !LETS_THROUGH.has(defaultAction),
  };
}

function plain(capabilities: readonly string[] | null | undefined): string[] {
  return (capabilities ?? []).map((name) => name.replace(/^CAP_/, ''));
}
