import type { Container, ContainerPort } from '#libs/kubernetes';
import type { HostPortRange } from '#libs/psp';

import type { Needs } from '../../evidence/needs.js';
import { isLoopback } from '../../narrowings/host-network.js';
import { editContainers, editSpec } from '../edit-pod.js';
import { editPolicy, type FieldRemedy } from '../field-remedy.js';

/**
 * Off the node's network. Host ports that API defaulting stored beside each containerPort go too, or they would ask the
 * scheduler for ports of the node; where the container was seen to listen on an address of the node, and the policy
 * allows the port, a hostPort takes its place.
 */
export const hostNetwork: FieldRemedy = {
  fields: ['hostNetwork'],
  broaden: (policy) => editPolicy(policy, { hostNetwork: true }),
  reduce: (pod, _, { policy, needs }) => {
    const ranges = policy?.spec.hostPorts ?? [];
    const offTheNode = editSpec(pod, { hostNetwork: undefined });
    return editContainers(offTheNode, undefined, (container) =>
      withPorts(container, needs(container.name), ranges),
    );
  },
};

function withPorts(container: Container, needs: Needs, allowed: readonly HostPortRange[]): Container {
  const wanted = listensOnNode(needs).filter(({ port }) => inRanges(port, allowed));
  const given = container.ports ?? [];
  const kept = given.map((port) => {
    const listens = wanted.some((each) => matches(each, port));
    if (listens)
      return port.hostPort === port.containerPort ? port : { ...port, hostPort: port.containerPort ?? 0 };
    if (port.hostPort === undefined || port.hostPort !== port.containerPort) return port;
    const { hostPort: _, ...rest } = port;
    return rest;
  });
  const missing = wanted
    .filter((each) => !given.some((port) => matches(each, port)))
    .map(({ port, protocol }): ContainerPort => ({
      containerPort: port,
      hostPort: port,
      ...(protocol !== 'TCP' && { protocol }),
    }));
  const ports = [...kept, ...missing];
  const same = ports.length === given.length && ports.every((port, index) => port === given[index]);
  return same ? container : { ...container, ports };
}

interface Listen {
  readonly port: number;
  readonly protocol: string;
}

function listensOnNode(needs: Needs): Listen[] {
  const found = new Map<string, Listen>();
  for (const { item } of needs.of('listen')) {
    const protocol = item.protocol.toUpperCase();
    if (!item.hostNetwork || item.port === 0 || isLoopback(item.address) || !PROTOCOLS.has(protocol))
      continue;
    found.set(`${protocol}/${item.port}`, { port: item.port, protocol });
  }
  return [...found.values()].sort((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1));
}

/** What a container port may have as protocol. */
const PROTOCOLS: ReadonlySet<string> = new Set(['TCP', 'UDP', 'SCTP']);

function matches(listen: Listen, { containerPort, protocol = 'TCP' }: ContainerPort): boolean {
  return containerPort === listen.port && protocol === listen.protocol;
}

function inRanges(port: number, ranges: readonly HostPortRange[]): boolean {
  return ranges.some(({ min, max }) => port >= min && port <= max);
}
