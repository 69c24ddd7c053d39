import type { Finding } from '../finding.js';
import { admitPod, type Admission } from './admission.js';
import type { JudgedShape } from './judged-shape.js';
import type { EffectivePolicySet } from './policy-set.js';

/**
 * A wider policy of the cluster that the workload may use makes those under test ineffective: it admits the pod, so
 * that whatever they say changes nothing. Nothing breaks; but nothing is restricted either.
 */
export function ineffective(
  { pod, answer }: JudgedShape,
  set: EffectivePolicySet,
  admission: Admission,
): Finding[] {
  const winner = answer.psp;
  if (winner === undefined || set.tested.has(winner) || set.tested.size === 0) return [];
  const tested = set.policies.filter(({ name }) => set.tested.has(name));
  const alone = admitPod(admission, tested, pod);
  const names = tested.map(({ name }) => name).join(', ');
  const without = alone.allowed
    ? 'which would admit the workload too, but is not the one that is chosen'
    : 'which would refuse it';
  return [
    {
      outcome: 'passes',
      stage: 'admission',
      field: 'authorization',
      reason: 'policy-ineffective',
      detail: `Policy ${winner} of the cluster, which the workload may use, admits it: ${names}, ${without}, has no effect on it.`,
      policy: winner,
    },
  ];
}
