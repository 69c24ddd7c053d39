import { valueAt } from './json-pointer.js';
import { isRecord } from './schema.js';
import { workloadKinds } from './workload-kinds.js';

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const hooks = ['postStart', 'preStop'];
const containerLists = ['initContainers', 'containers', 'ephemeralContainers'];

/**
 * The programs that probes and lifecycle hooks execute in each container of a workload's template, by its name. Probes over
 * HTTP, TCP and gRPC execute nothing. Undefined: the document holds no template. Of a Pod nothing is said: what the inventory
 * keeps of running pods has no probes.
 */
export function execHandlers(document: unknown): ReadonlyMap<string, readonly string[]> | undefined {
  if (!isRecord(document) || typeof document['kind'] !== 'string' || document['kind'] === 'Pod')
    return undefined;
  const path = workloadKinds.get(document['kind'])?.templatePath;
  const spec = path === undefined ? undefined : valueAt(document, [...path, 'spec']);
  if (!isRecord(spec)) return undefined;
  return new Map(
    containerLists
      .flatMap((list) => records(spec[list]))
      .flatMap((container) => {
        const { name } = container;
        return typeof name === 'string' ? [[name, programsOf(container)] as const] : [];
      }),
  );
}

function programsOf(container: Readonly<Record<string, unknown>>): readonly string[] {
  const handlers = [
    ...probes.map((probe) => container[probe]),
    ...hooks.map((hook) => valueAt(container, ['lifecycle', hook])),
  ];
  const programs = handlers.flatMap((handler) => {
    const program = valueAt(handler, ['exec', 'command', '0']);
    return typeof program === 'string' && program !== '' ? [program] : [];
  });
  return [...new Set(programs)];
}

function records(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
