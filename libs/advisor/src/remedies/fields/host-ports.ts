import type { ContainerPort } from '#libs/kubernetes';

import { editContainers } from '../edit-pod.js';
import { badNumber, editPolicy, type FieldRemedy } from '../field-remedy.js';

/** A port of its own range, merged with neighbours; or no hostPort any more. */
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
    const hostPort = badNumber(refusal);
    const onNode = pod.spec.hostNetwork === true;
    return editContainers(pod, refusal.container, (container) => {
      const given = container.ports ?? [];
      const ports = given.flatMap((port) => {
        if (!onNode) return [port.hostPort === hostPort ? withoutHostPort(port) : port];
        // On the node's network the API fills hostPort in again. Declaring a port is for information there, unless
        // somebody refers to it by name.
        return port.containerPort === hostPort && port.name === undefined ? [] : [port];
      });
      if (ports.length === given.length && ports.every((port, index) => port === given[index]))
        return container;
      const { ports: _, ...rest } = container;
      return ports.length === 0 ? rest : { ...container, ports };
    });
  },
};

function withoutHostPort(port: ContainerPort): ContainerPort {
  const { hostPort: _, ...rest } = port;
  return rest;
}
