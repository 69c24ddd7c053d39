import type { IDRange } from '#libs/psp';

import type { Needs } from '../../evidence/needs.js';
import { editPodSecurityContext, editSecurityContext } from '../edit-pod.js';
import { badNumber, editPolicy, type FieldRemedy } from '../field-remedy.js';

/**
 * The user. Broaden: the very uid beside the ranges, or any user where it has to be root. Reduce: the uid that was seen
 * if the policy allows it, else the first that it allows; under MustRunAsNonRoot a uid other than 0 that was seen, else
 * the image's own user.
 */
export const runAsUser: FieldRemedy = {
  fields: ['runAsUser'],
  broaden: (policy, refusal) => {
    const { runAsUser: strategy } = policy.spec;
    const uid = badNumber(refusal);
    if (strategy?.rule === 'MustRunAs' && uid !== undefined) {
      return editPolicy(policy, {
        runAsUser: { ...strategy, ranges: [...(strategy.ranges ?? []), { min: uid, max: uid }] },
      });
    }
    return editPolicy(policy, { runAsUser: { rule: 'RunAsAny' } });
  },
  reduce: (pod, { container, error }, { policy, needs }) => {
    const strategy = policy?.spec.runAsUser;
    const ranges = strategy?.rule === 'MustRunAs' ? (strategy.ranges ?? []) : NON_ROOT;
    const seen = container === undefined ? undefined : seenUid(needs(container), ranges);
    const uid = seen ?? (strategy?.rule === 'MustRunAs' ? ranges[0]?.min : undefined);
    const nonRoot = error.field.endsWith('runAsNonRoot');
    const edited = editSecurityContext(pod, container, () => {
      if (strategy?.rule === 'MustRunAs') return uid === undefined ? {} : { runAsUser: uid };
      return { runAsNonRoot: true, ...(nonRoot && uid === undefined ? {} : { runAsUser: uid }) };
    });
    // A pod-level uid of 0 would still be in force where no other takes its place.
    return uid === undefined && edited.spec.securityContext?.runAsUser === 0
      ? editPodSecurityContext(edited, { runAsUser: undefined })
      : edited;
  },
  relax: (policy, finding, pod) => {
    const { runAsUser: strategy } = policy.spec;
    if (strategy === undefined || strategy.rule === 'RunAsAny' || pod.spec.containers.length === 0)
      return policy;
    return finding.outcome === 'passes' ? policy : editPolicy(policy, { runAsUser: { rule: 'RunAsAny' } });
  },
};

const NON_ROOT: readonly IDRange[] = [{ min: 1, max: 2 ** 31 - 1 }];

/** The uid of the first process, if only one was seen and the ranges hold it. */
export function seenUid(needs: Needs, ranges: readonly IDRange[]): number | undefined {
  const uids = new Set(needs.of('identity').flatMap(({ item }) => (item.firstProcess ? [item.uid] : [])));
  const [uid, ...others] = uids;
  if (uid === undefined || others.length > 0) return undefined;
  return ranges.some(({ min, max }) => uid >= min && uid <= max) ? uid : undefined;
}
