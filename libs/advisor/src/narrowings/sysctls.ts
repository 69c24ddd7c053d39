import type { EffectivePermissions } from '../effective-permissions/effective-permissions.js';
import { findingOf, inUse, listOf, type NarrowingRule, sources } from './rule.js';

const FIELD = { field: 'allowedUnsafeSysctls', at: 'spec.securityContext.sysctls' } as const;

/**
 * A sysctl that the pod no longer sets. Whether the application depends on the value can't be seen; that it writes the
 * same one itself shows that it does.
 *
 * Reads: sysctl (writes).
 */
export const sysctls: NarrowingRule = {
  name: 'sysctls',
  taken: (before, after) => lost(before, after).map((name) => `sysctl ${name}`),
  judge: (context) => {
    const names = lost(context.before, context.after);
    const writes = context.needs.of('sysctl').filter(({ item }) => names.includes(item.sysctl));
    if (writes.length > 0) {
      const detail = `The container writes ${listOf([...new Set(writes.map(({ item }) => item.sysctl))])} itself, and can't unless the pod sets it.`;
      return [
        inUse(context, ['sysctl'], sources(writes), {
          ...FIELD,
          outcome: 'breaks',
          reason: 'sysctl-write-in-use',
          detail,
        }),
      ];
    }
    const detail = `The pod no longer sets ${listOf(names)}: the default of the kernel applies.`;
    return [findingOf(context, { ...FIELD, outcome: 'at-risk', reason: 'sysctl-removed', detail })];
  },
};

function lost(before: EffectivePermissions, after: EffectivePermissions): string[] {
  return before.sysctls.filter((name) => !after.sysctls.includes(name));
}
