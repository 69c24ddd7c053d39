import type { SELinuxOptions } from '#libs/kubernetes';

import { findingOf, inUse, listOf, type NarrowingRule, sources } from './rule.js';

const FIELD = { field: 'seLinux', at: 'securityContext.seLinuxOptions' } as const;

/**
 * Another SELinux label than before.
 *
 * Reads: the node's SELinux, denial (selinux). What another label may access depends on the node's policy and the
 * labels of files, so that nothing passes where SELinux is (or may be) enforced.
 */
export const seLinux: NarrowingRule = {
  name: 'se-linux',
  taken: (before, after) =>
    label(before.seLinuxOptions) === label(after.seLinuxOptions)
      ? []
      : [`SELinux label ${label(after.seLinuxOptions)}`],
  judge: (context) => {
    const denials = context.needs.of('denial').filter(({ item }) => item.mechanism === 'selinux');
    if (denials.length > 0) {
      const detail = `SELinux denied ${listOf([...new Set(denials.map(({ item }) => item.what))])}.`;
      return [
        inUse(context, ['denial'], sources(denials), {
          ...FIELD,
          outcome: 'breaks',
          reason: 'se-linux-denial',
          detail,
        }),
      ];
    }
    if (context.after.node.selinux === false) {
      const detail = 'SELinux is not enforced on the node: the label has no effect.';
      return [findingOf(context, { ...FIELD, outcome: 'passes', reason: 'se-linux-disabled', detail })];
    }
    const detail = `The SELinux label becomes ${label(context.after.seLinuxOptions)}: what it may access depends on the policy of the node.`;
    return [findingOf(context, { ...FIELD, outcome: 'at-risk', reason: 'se-linux-label-changes', detail })];
  },
};

function label(options: SELinuxOptions | undefined): string {
  if (options === undefined) return 'of the runtime';
  return [options.user, options.role, options.type, options.level].map((part) => part ?? '').join(':');
}
