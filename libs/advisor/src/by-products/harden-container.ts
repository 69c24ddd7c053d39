import type { Pod, SecurityContext } from '#libs/kubernetes';

import { needsOf } from '../evidence/needs.js';
import { type Finding, worst } from '../finding.js';
import { editSecurityContext } from '../remedies/edit-pod.js';
import { seenUid } from '../remedies/fields/run-as-user.js';
import { judgePods, type Observations } from '../verdicts/narrow.js';
import { orderFindings } from '../verdicts/order-findings.js';
import { capabilityListFor } from './capability-list.js';

/** A security context with the least that a container was seen to need, and why it is no tighter. */
export interface HardenedContainer {
  readonly container: string;
  /** Beside what the container sets already; `undefined` members do not occur. */
  readonly securityContext: SecurityContext;
  /** What was judged of each step that was taken. */
  readonly findings: readonly Finding[];
  /** Steps that were not taken, with the findings that speak against them. */
  readonly refused: readonly { readonly field: string; readonly findings: readonly Finding[] }[];
}

interface Step {
  readonly field: string;
  readonly change: Partial<SecurityContext>;
}

/**
 * Tightens the security context of one container step by step: each is taken only if every narrowing that it makes
 * passes, by the rules that judge policies. Undefined: the pod has no such container.
 */
export function hardenContainer(
  pod: Pod,
  name: string,
  observations: Observations,
): HardenedContainer | undefined {
  const lists = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
  const container = lists.find((each) => each.name === name);
  if (container === undefined) return undefined;
  let current = pod;
  let securityContext: SecurityContext = {};
  const findings: Finding[] = [];
  const refused: { field: string; findings: Finding[] }[] = [];
  for (const { field, change } of steps(container.securityContext ?? {}, name, observations)) {
    const next = editSecurityContext(current, name, () => change);
    const judged = judgePods(current, next, observations).filter((finding) => finding.container === name);
    if (worst(judged.map(({ outcome }) => outcome)) === 'passes') {
      current = next;
      securityContext = { ...securityContext, ...change };
      findings.push(...judged);
    } else {
      refused.push({ field, findings: orderFindings(judged.filter(({ outcome }) => outcome !== 'passes')) });
    }
  }
  return { container: name, securityContext, findings: orderFindings(findings), refused };
}

/** In this order: a privileged container can't be denied escalation, and ignores capabilities and seccomp. */
function steps(given: SecurityContext, name: string, { profile, thresholds }: Observations): Step[] {
  const observed = profile?.containers.find((each) => each.name === name);
  const capabilities = observed === undefined ? undefined : capabilityListFor(observed, thresholds);
  const add = capabilities?.needed ?? [];
  const uid = seenUid(needsOf(observed), [{ min: 1, max: 2 ** 31 - 1 }]);
  return [
    ...(given.privileged === true ? [{ field: 'privileged', change: { privileged: false } }] : []),
    ...(capabilities === undefined
      ? []
      : [
          {
            field: 'capabilities',
            change: { capabilities: { ...(add.length > 0 && { add }), drop: ['ALL'] } },
          },
        ]),
    { field: 'allowPrivilegeEscalation', change: { allowPrivilegeEscalation: false } },
    { field: 'readOnlyRootFilesystem', change: { readOnlyRootFilesystem: true } },
    {
      field: 'runAsNonRoot',
      change: {
        runAsNonRoot: true,
        ...(uid !== undefined && given.runAsUser === undefined && { runAsUser: uid }),
      },
    },
    { field: 'seccompProfile', change: { seccompProfile: { type: 'RuntimeDefault' } } },
  ];
}
