import { containerRuntime, defaultCapabilities } from '../effective-permissions/capability-sets.js';
import { capabilityUses, lostCapabilities } from './capability-loss.js';
import { listOf, type NarrowingRule, notInUse } from './rule.js';

/**
 * Capabilities dropped by `requiredDropCapabilities`, or no longer added.
 *
 * Reads: capability (granted, own user namespace), exec (effective file capabilities).
 * Semantics: docs of capabilities(7); runtimes' sets in ../effective-permissions/capability-sets.ts. What a privileged
 * container loses with `privileged` is the rule `privileged`'s matter.
 */
export const capabilities: NarrowingRule = {
  name: 'capabilities',
  taken: (before, after) => (before.privileged ? [] : lostCapabilities(before, after)),
  judge: (context) => {
    const lost = lostCapabilities(context.before, context.after);
    const defaults = defaultCapabilities(containerRuntime(context.after.node.runtime));
    const fieldOf = (capability: string): { field: string; at: string } =>
      defaults.includes(capability)
        ? { field: 'requiredDropCapabilities', at: 'securityContext.capabilities.drop' }
        : { field: 'allowedCapabilities', at: 'securityContext.capabilities.add' };
    const findings = capabilityUses(context, lost, fieldOf);
    const used = new Set(
      context.needs
        .of('capability')
        .flatMap(({ item }) => (item.userNamespace === 'own' ? [item.capability] : [])),
    );
    const unused = lost.filter((name) => !used.has(name));
    const [first] = unused;
    if (first === undefined) return findings;
    // Whether some executable carries a capability as file capability only exec can tell.
    const execWatched = context.needs.coverage('exec') !== undefined;
    const absence = notInUse(context, {
      ...fieldOf(first),
      reason: 'capability-not-used',
      nothing: `No use of ${listOf(unused)}`,
      watch: [['capability']],
      ...(!execWatched && { cap: 'moderate' }),
    });
    return [...findings, absence];
  },
};
