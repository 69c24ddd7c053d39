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
    const port = badNumber(refusal);
    return editContainers(pod, refusal.container, (container) => {
      const ports = container.ports ?? [];
      // On the node's network the API fills the port in again: the rule hostNetwork decides there.
      if (pod.spec.hostNetwork === true || !ports.some(({ hostPort }) => hostPort === port)) return container;
      return {
        ...container,
        ports: ports.map((each) => {
          if (each.hostPort !== port) return each;
          const { hostPort: _, ...rest } = each;
          return rest;
        }),
      };
    });
  },
};
