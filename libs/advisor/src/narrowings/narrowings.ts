import type { EffectivePermissions } from '../effective-permissions/effective-permissions.js';
import type { Finding } from '../finding.js';
import { narrowingRules } from './registry.js';
import type { Narrowing, NarrowingContext } from './rule.js';

/** What a container may do before and may not do after, rule by rule; empty if it loses nothing. */
export function narrowings(before: EffectivePermissions, after: EffectivePermissions): Narrowing[] {
  const found: Narrowing[] = [];
  for (const { name, taken } of narrowingRules) {
    const lost = taken(before, after);
    if (lost.length > 0)
      found.push({ rule: name, container: after.container, path: after.path, taken: lost });
  }
  return found;
}

/** `narrowings`, each weighed with what was observed: one finding or more for every one of them. */
export function judgeNarrowings(context: NarrowingContext): Finding[] {
  const findings: Finding[] = [];
  for (const { taken, judge } of narrowingRules) {
    if (taken(context.before, context.after).length > 0) findings.push(...judge(context));
  }
  return findings;
}
