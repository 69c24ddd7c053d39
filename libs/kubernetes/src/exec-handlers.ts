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
  return isRecord(document) && document['kind'] !== 'Pod' ? ofContainers(document, programsOf) : undefined;
}

/**
 * Whether each container of a workload's template, or of a Pod, has a terminal of its own (`tty: true`), by its name.
 * Undefined: the document holds no template.
 */
export function terminals(document: unknown): ReadonlyMap<string, boolean> | undefined {
  return ofContainers(document, ({ tty }) => tty === true);
}

type Json = Readonly<Record<string, unknown>>;

function ofContainers<T>(
  document: unknown,
  read: (container: Json) => T,
): ReadonlyMap<string, T> | undefined {
  if (!isRecord(document) || typeof document['kind'] !== 'string') return undefined;
  const path = workloadKinds.get(document['kind'])?.templatePath;
  const spec = path === undefined ? undefined : valueAt(document, [...path, 'spec']);
  if (!isRecord(spec)) return undefined;
  return new Map(
    containerLists
      .flatMap((list) => records(spec[list]))
      .flatMap((container) => {
        const { name } = container;
        return typeof name === 'string' ? [[name, read(container)] as const] : [];
      }),
  );
}

function programsOf(container: Json): readonly string[] {
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

function records(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
