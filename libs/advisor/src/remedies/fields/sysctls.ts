import { matchesSysctl } from '#libs/psp';

import { editPodSecurityContext } from '../edit-pod.js';
import { editPolicy, type FieldRemedy } from '../field-remedy.js';
import type { Pod } from '#libs/kubernetes';
import type { Refusal } from '../../verdicts/refusal.js';

/** Sysctls: allowed by name (and forbidden no longer), or not set by the pod any more. */
export const sysctls: FieldRemedy = {
  fields: ['allowedUnsafeSysctls', 'forbiddenSysctls'],
  broaden: (policy, refusal, pod) => {
    const name = sysctlOf(pod, refusal);
    if (name === undefined) return policy;
    if (refusal.field === 'allowedUnsafeSysctls') {
      return editPolicy(policy, {
        allowedUnsafeSysctls: [...(policy.spec.allowedUnsafeSysctls ?? []), name],
      });
    }
    const forbidden = policy.spec.forbiddenSysctls ?? [];
    return editPolicy(policy, {
      forbiddenSysctls: forbidden.filter((pattern) => !matchesSysctl(name, [pattern])),
    });
  },
  reduce: (pod, refusal, { refused }) => {
    const name = sysctlOf(refused, refusal);
    const kept = (pod.spec.securityContext?.sysctls ?? []).filter((each) => each.name !== name);
    return editPodSecurityContext(pod, { sysctls: kept.length > 0 ? kept : undefined });
  },
};

function sysctlOf(pod: Pod, { error }: Refusal): string | undefined {
  const index = Number(/\.sysctls\[(\d+)\]/.exec(error.field)?.[1] ?? Number.NaN);
  return pod.spec.securityContext?.sysctls?.[index]?.name;
}
