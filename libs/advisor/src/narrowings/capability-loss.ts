import type { EffectivePermissions } from '../effective-permissions/effective-permissions.js';
import type { Finding } from '../finding.js';
import { inUse, listOf, type NarrowingContext, sources } from './rule.js';

/** The capabilities that a container loses, in the kernel's order. A privileged container loses none. */
export function lostCapabilities(before: EffectivePermissions, after: EffectivePermissions): string[] {
  if (after.privileged) return [];
  return [...before.capabilities].filter((name) => !after.capabilities.has(name));
}

/**
 * Uses of lost capabilities: a granted check against the container's own user namespace (a child namespace has
 * capabilities of its own), or the exec of a file whose *effective* file capabilities name one: execve then fails with
 * EPERM, for root too, whether the capability is used or not (kernel security/commoncap.c bprm_caps_from_vfs_caps).
 */
export function capabilityUses(
  context: NarrowingContext,
  lost: readonly string[],
  fieldOf: (capability: string) => { readonly field: string; readonly at: string },
): Finding[] {
  const findings: Finding[] = [];
  const granted = context.needs.of('capability').filter(({ item }) => item.userNamespace === 'own');
  for (const capability of lost) {
    const uses = granted.filter(({ item }) => item.capability === capability);
    if (uses.length === 0) continue;
    findings.push(
      inUse(context, ['capability'], sources(uses), {
        outcome: 'breaks',
        ...fieldOf(capability),
        reason: 'capability-in-use',
        detail: `The container uses capability ${capability}, which is taken away.`,
      }),
    );
  }
  for (const need of context.needs.of('exec')) {
    const named = (need.item.fileCapabilities ?? []).filter((name) => lost.includes(name));
    const [first] = named;
    if (first === undefined) continue;
    findings.push(
      inUse(context, ['exec'], [need.source], {
        outcome: 'breaks',
        stage: need.item.entrypoint === true ? 'start' : 'runtime',
        ...fieldOf(first),
        reason: 'file-capability-lost',
        detail: `${need.item.path} carries ${listOf(named)} as effective file capabilities: without them it can't be executed at all.`,
      }),
    );
  }
  return findings;
}
