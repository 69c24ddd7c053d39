import { type Container, type ContainerPort, schema } from '#libs/kubernetes';

import { editContainers } from '../edit-pod.js';
import { badNumber, editPolicy, type FieldRemedy } from '../field-remedy.js';

const { isRecord } = schema;

/**
 * A port of its own range, merged with a neighbour; or no hostPort any more. On the node's network, where the API fills
 * hostPort in again, the port is no longer declared: that is for information there, but for those who refer to it by
 * name. The container's own probes are given the number; who else does so the rule `host-ports` warns of.
 */
export const hostPorts: FieldRemedy = {
  fields: ['hostPorts'],
  broaden: (policy, refusal) => {
    const port = badNumber(refusal);
    if (port === undefined) return policy;
    const ranges = [...(policy.spec.hostPorts ?? [])];
    const touching = ranges.findIndex(({ min, max }) => port === max + 1 || port === min - 1);
    const neighbour = ranges[touching];
    if (neighbour === undefined) ranges.push({ min: port, max: port });
    else ranges[touching] = { min: Math.min(neighbour.min, port), max: Math.max(neighbour.max, port) };
    return editPolicy(policy, { hostPorts: ranges });
  },
  reduce: (pod, refusal) => {
    const port = badNumber(refusal);
    if (port === undefined) return pod;
    const edit = pod.spec.hostNetwork === true ? undeclare : withoutHostPort;
    return editContainers(pod, refusal.container, (container) => edit(container, port));
  },
};

function withoutHostPort(container: Container, hostPort: number): Container {
  const given = container.ports ?? [];
  if (!given.some((port) => port.hostPort === hostPort)) return container;
  const ports = given.map((port): ContainerPort => {
    if (port.hostPort !== hostPort) return port;
    const { hostPort: _, ...rest } = port;
    return rest;
  });
  return { ...container, ports };
}

function undeclare(container: Container, number: number): Container {
  const given = container.ports ?? [];
  const ports = given.filter(({ containerPort }) => containerPort !== number);
  if (ports.length === given.length) return container;
  const names = new Set(
    given.flatMap(({ containerPort, name }) =>
      containerPort === number && name !== undefined ? [name] : [],
    ),
  );
  const { ports: _, ...rest } = container;
  const numbered = names.size === 0 ? rest : withNumberedProbes(rest, names, number);
  return ports.length === 0 ? numbered : { ...numbered, ports };
}

/** The fields of a container in which ports are referred to by name. */
const HANDLERS = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'];

function withNumberedProbes(container: Container, names: ReadonlySet<string>, number: number): Container {
  const changed: Record<string, unknown> = {};
  for (const handler of HANDLERS) {
    if (container[handler] !== undefined) changed[handler] = numbered(container[handler], names, number);
  }
  return { ...container, ...changed };
}

function numbered(value: unknown, names: ReadonlySet<string>, number: number): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === 'port' && typeof each === 'string' && names.has(each) ? number : numbered(each, names, number),
    ]),
  );
}
