/** What of a binding counts for a call, beside its role. `everything`: it has to be without limits. */
export type HeldTo = 'project' | 'cluster' | 'namespace' | 'everything';

const byPath: readonly (readonly [string, readonly HeldTo[]])[] = [
  ['/api/v1/clusters/{cluster}/runtime-events', ['cluster']],
  ['/api/v1/clusters/{cluster}/namespaces', ['cluster', 'namespace']],
  ['/api/v1/clusters', ['cluster', 'namespace']],
  ['/api/v1/deletions', ['cluster', 'namespace']],
  ['/api/v1/policies/compare', ['project']],
  ['/api/v1/policies/consolidate', ['cluster', 'namespace']],
  ['/api/v1/policies/evaluate', ['project', 'cluster', 'namespace']],
  ['/api/v1/policies/generate', ['project', 'cluster', 'namespace']],
  ['/api/v1/policies/tighten', ['project', 'cluster', 'namespace']],
  ['/api/v1/policies', ['project']],
  ['/api/v1/projects', ['project']],
  ['/api/v1/runtime-events', ['cluster']],
  ['/api/v1/simulations', ['project', 'cluster', 'namespace']],
  ['/api/v1/webhooks', ['project', 'cluster', 'namespace']],
  ['/api/v1/workloads', ['cluster', 'namespace']],
];

/**
 * What a call is held to, for docs/access.md: the test of all operations shows that it is so. A path of which nothing is
 * said here is for bindings without limits alone (see owned-objects.ts).
 */
export function heldTo(path: string, unlimited: boolean): readonly HeldTo[] {
  const found = byPath.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`));
  return unlimited || found === undefined ? ['everything'] : found[1];
}
