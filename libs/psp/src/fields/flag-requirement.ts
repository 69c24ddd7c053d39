import type { LeastValue, PodUse } from './requirement.js';

/** A permission that is either given or not: given as soon as one pod uses it. */
export function leastFlag(
  field: 'privileged' | 'hostNetwork' | 'hostPID' | 'hostIPC',
  uses: readonly PodUse[],
): LeastValue {
  const value = uses.length > 0;
  const set = (to: boolean): LeastValue['change'] => ({ spec: { [field]: to } });
  return {
    change: set(value),
    elements: [
      {
        path: `spec.${field}`,
        value,
        because: uses,
        tighter: value ? [{ step: 'set false', change: set(false) }] : [],
      },
    ],
  };
}
