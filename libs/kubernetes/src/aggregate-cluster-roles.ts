import { matchesLabelSelector } from './label-selector.js';
import type { ClusterRole, PolicyRule } from './rbac-objects.js';

/**
 * Fills the rules of ClusterRoles with an aggregationRule, as the controller in a cluster keeps doing
 * (pkg/controller/clusterroleaggregation, v1.24.17): for each of its selectors the rules of the ClusterRoles that match,
 * in the order of their names, each rule once. Aggregated roles may feed others; it runs until nothing changes. For
 * manifests from files; roles read from a cluster hold their rules already. Selectors have been validated. Order of
 * the result: as given; the input is not changed.
 */
export function aggregateClusterRoles(clusterRoles: readonly ClusterRole[]): readonly ClusterRole[] {
  const rules = new Map<ClusterRole, readonly PolicyRule[]>();
  const sorted = [...clusterRoles].sort((a, b) => compare(a.metadata.name ?? '', b.metadata.name ?? ''));
  const feeding = new Map<ClusterRole, readonly ClusterRole[]>();
  for (const role of clusterRoles) {
    rules.set(role, role.rules ?? []);
    if (role.aggregationRule === undefined) continue;
    const sources = (role.aggregationRule.clusterRoleSelectors ?? []).flatMap((selector) =>
      sorted.filter(
        (source) =>
          source.metadata.name !== role.metadata.name &&
          matchesLabelSelector(selector, source.metadata.labels),
      ),
    );
    feeding.set(role, sources);
  }
  // Roles can feed each other in circles; each round only passes on rules, so that there are at most as many rounds as
  // roles until nothing is new. What a role with an aggregationRule had by itself is overwritten in the first round.
  for (let round = 0; round <= feeding.size; round += 1) {
    let changed = false;
    for (const [role, sources] of feeding) {
      const collected = new Map<string, PolicyRule>();
      for (const rule of sources.flatMap((source) => rules.get(source) ?? [])) {
        const key = ruleKey(rule);
        if (!collected.has(key)) collected.set(key, rule);
      }
      const before = (rules.get(role) ?? []).map(ruleKey).join('\n');
      if (before === [...collected.keys()].join('\n')) continue;
      rules.set(role, [...collected.values()]);
      changed = true;
    }
    if (!changed) break;
  }
  return clusterRoles.map((role) => (feeding.has(role) ? { ...role, rules: rules.get(role) ?? [] } : role));
}

// Semantic equality: absent and empty lists are the same.
function ruleKey(rule: PolicyRule): string {
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  return JSON.stringify([verbs, apiGroups, resources, resourceNames, nonResourceURLs]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
