import { invalid } from '#libs/kubernetes';

import type { HostPortRange } from '../policy.js';
import { pathOfContainer } from './paths.js';
import type { PolicyField } from './policy-field.js';

/**
 * `hostPorts`: which ports of the node containers may bind. Absent: none. Protocol and hostIP play no part; a port of
 * 0 is none. The API has no rule for the ranges: one with min > max never matches.
 * Source: provider.go hasInvalidHostPort, isValidHostPort, v1.24.17.
 */
export const hostPorts: PolicyField = {
  name: 'hostPorts',
  compile: ({ spec }) => {
    const ranges = spec.hostPorts ?? [];
    const allowed = rangesText(ranges);
    return {
      validateContainer: (draft, container, errors) => {
        const ports = draft.view.containers[container]?.container.ports;
        if (ports === undefined) return;
        for (const { hostPort } of ports) {
          if (hostPort === undefined || hostPort <= 0 || inRanges(hostPort, ranges)) continue;
          const detail = `Host port ${hostPort} is not allowed to be used. Allowed ports: [${allowed}]`;
          errors.push(invalid(`${pathOfContainer(draft, container)}.hostPort`, hostPort, detail));
        }
      },
    };
  },
};

function inRanges(port: number, ranges: readonly HostPortRange[]): boolean {
  for (const { min, max } of ranges) if (port >= min && port <= max) return true;
  return false;
}

function rangesText(ranges: readonly HostPortRange[]): string {
  return ranges.map(({ min, max }) => (min === max ? `${min}` : `${min}-${max}`)).join(',');
}
