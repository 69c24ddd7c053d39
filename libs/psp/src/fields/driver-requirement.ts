import { bytewise } from '../bytewise.js';
import type { LeastValue, PodUse, PolicyChange } from './requirement.js';
import { distinct, textsOf, without } from './uses.js';

/** A list of drivers of which an empty one would allow any: the last one is never taken away. */
export function leastDrivers(
  path: string,
  uses: readonly PodUse[],
  change: (drivers: readonly string[]) => PolicyChange,
): LeastValue {
  const drivers = distinct(textsOf(uses)).sort(bytewise);
  if (drivers.length === 0) return { change: change([]), elements: [{ path, because: [], tighter: [] }] };
  return {
    change: change(drivers),
    elements: drivers.map((driver, position) => ({
      path: `${path}[${position}]`,
      value: driver,
      because: uses.filter(({ value }) => value === driver),
      tighter:
        drivers.length === 1
          ? []
          : [{ step: `remove ${driver}`, change: change(without(drivers, position)) }],
    })),
  };
}
