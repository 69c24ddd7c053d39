import { invalid } from '#libs/kubernetes';

import { containerPath } from '../pod-view.js';
import type { HostPortRange } from '../policy.js';
import { narrowerRanges, rangesOf } from './id-requirement.js';
import { pathOfContainer } from './paths.js';
import type { CompiledField, PolicyField } from './policy-field.js';
import type { LeastValue, PodUse, RequireField } from './requirement.js';
import { forEachContainer, numbersOf } from './uses.js';

/**
 * `hostPorts`: which ports of the node containers may bind. Absent: none. Protocol and hostIP play no part; a port of
 * 0 is none. The API has no rule for the ranges: one with min > max never matches.
 * Source: provider.go hasInvalidHostPort, isValidHostPort, v1.24.17.
 */
export const hostPorts: PolicyField = {
  name: 'hostPorts',
  compile: ({ spec }) => {
    const ranges = spec.hostPorts ?? [];
    return ranges.length === 0 ? NO_HOST_PORTS : onlyIn(ranges);
  },
};

const NO_HOST_PORTS = onlyIn([]);

function onlyIn(ranges: readonly HostPortRange[]): CompiledField {
  return {
    validateContainer: (draft, container, errors) => {
      for (const hostPort of draft.container(container).hostPorts) {
        if (inRanges(hostPort, ranges)) continue;
        const allowed = rangesText(ranges);
        const detail = `Host port ${hostPort} is not allowed to be used. Allowed ports: [${allowed}]`;
        errors.push(invalid(`${pathOfContainer(draft, container)}.hostPort`, hostPort, detail));
      }
    },
  };
}

function inRanges(port: number, ranges: readonly HostPortRange[]): boolean {
  for (const { min, max } of ranges) if (port >= min && port <= max) return true;
  return false;
}

function rangesText(ranges: readonly HostPortRange[]): string {
  return ranges.map(({ min, max }) => (min === max ? `${min}` : `${min}-${max}`)).join(',');
}

/** The ports in use, those that hostNetwork implies included; 0 is none. */
export const requireHostPorts: RequireField = (pods) => {
  const uses: PodUse[] = [];
  forEachContainer(pods, ({ source, containerView }) => {
    for (const [index, { hostPort }] of (containerView.container.ports ?? []).entries()) {
      if (hostPort === undefined || hostPort <= 0) continue;
      const path = `${containerPath(containerView)}.ports[${index}].hostPort`;
      uses.push({
        source,
        podField: 'hostPort',
        value: hostPort,
        container: containerView.container.name,
        path,
      });
    }
  });
  return { uses, least: () => leastHostPorts(uses) };
};

function leastHostPorts(uses: readonly PodUse[]): LeastValue {
  const path = 'spec.hostPorts';
  const ranges = rangesOf(numbersOf(uses));
  if (ranges.length === 0) {
    return { change: { spec: { hostPorts: undefined } }, elements: [{ path, because: [], tighter: [] }] };
  }
  return {
    change: { spec: { hostPorts: ranges } },
    elements: ranges.map((range, position) => ({
      path: `${path}[${position}]`,
      value: range,
      because: uses.filter(
        ({ value }) => typeof value === 'number' && value >= range.min && value <= range.max,
      ),
      tighter: narrowerRanges(ranges, position).map(({ step, ranges: narrower }) => ({
        step,
        change: { spec: { hostPorts: narrower } },
      })),
    })),
  };
}
