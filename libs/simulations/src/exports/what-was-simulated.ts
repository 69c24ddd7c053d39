import type { Simulation } from '../simulation.js';

/** What a report says at its head: a term, and what it was. */
export type Statement = readonly [term: string, text: string];

/** What a simulation was of: whoever reads its report later has nothing else to go by. */
export function whatWasSimulated(simulation: Simulation): readonly Statement[] {
  const { id, project, policies, policySet, window, thresholds, createdAt } = simulation;
  const optional: readonly (readonly [string, string | undefined])[] = [
    ['Ended', simulation.finishedAt],
    ['Results complete as of', simulation.evaluatedAt],
  ];
  return [
    ['Simulation', `${id} of the project ${project}, ${simulation.status}`],
    ['Policies', policies.map(({ name, revision }) => `${name} (revision ${revision})`).join(', ')],
    ['Policies of the clusters', policySet === 'only-these' ? 'do not count' : 'count beside them'],
    ['Scope', scopeText(simulation)],
    ['Who may use the policies', grantsText(simulation)],
    ['Evidence', windowText(window)],
    ['Thresholds', thresholdsText(thresholds)],
    ['Created', createdAt],
    ...optional.flatMap(([term, text]): readonly Statement[] => (text === undefined ? [] : [[term, text]])),
  ];
}

/** So many names are told, and of how many more there are the number. */
const mostNames = 20;

function scopeText({ scope }: Simulation): string {
  const { clusters, namespaces, labelSelector, workloads, manifestsOnly } = scope;
  if (manifestsOnly === true) return 'the manifests that came with the request';
  const parts = [
    workloads === undefined ? undefined : `workloads ${listText(workloads.map(keyText))}`,
    clusters === undefined ? undefined : `clusters ${listText(clusters)}`,
    namespaces === undefined ? undefined : `namespaces ${listText(namespaces)}`,
    labelSelector === undefined ? undefined : `labels ${labelSelector}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'all workloads of all clusters' : parts.join('; ');
}

function keyText(workload: { cluster: string; namespace: string; kind: string; name: string }): string {
  return [workload.cluster, workload.namespace, workload.kind, workload.name].join('/');
}

function listText(names: readonly string[]): string {
  const more = names.length - mostNames;
  return `${names.slice(0, mostNames).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function grantsText({ grants }: Simulation): string {
  if (grants === 'all') return 'everybody';
  if (grants === 'cluster') return 'as RBAC of the cluster says';
  return `as ${grants.objects} RBAC objects of the request say`;
}

function windowText(window: Simulation['window']): string {
  const { from, to, version } = window ?? {};
  const bounds = [
    from === undefined ? undefined : `from ${from}`,
    to === undefined ? undefined : `to ${to}`,
    version === undefined ? undefined : 'of the current version alone',
  ].filter((part) => part !== undefined);
  return bounds.length === 0 ? 'all observations that are kept' : bounds.join(', ');
}

function thresholdsText(thresholds: Simulation['thresholds']): string {
  if (thresholds === undefined) return 'the defaults';
  return Object.entries(thresholds)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .join(', ');
}
