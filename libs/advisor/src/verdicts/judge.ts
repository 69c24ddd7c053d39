import { admitServiceAccount, anyServiceAccount, defaultPod, type Pod } from '#libs/kubernetes';

import { type Finding, worst } from '../finding.js';
import { proposeRemedies } from '../remedies/propose.js';
import type { Verdict } from '../verdict.js';
import { admissionOf, admitByEach, type Admission } from './admission.js';
import { ineffective } from './ineffective.js';
import type { JudgeInput } from './judge-input.js';
import type { JudgedShape } from './judged-shape.js';
import { judgePods } from './narrow.js';
import { orderFindings, worstStage } from './order-findings.js';
import { effectivePolicySet, type EffectivePolicySet } from './policy-set.js';
import { refusalFindings } from './refusal-findings.js';

/**
 * What a policy set means for one workload. Every pod shape is put through admission, as its creator would ask for it.
 * Refused: what each policy that may be used says, and whether the refused permission is in use. Admitted: what the
 * policy's defaults take away, weighed with what was observed. `passes` means: admitted, and every narrowing is covered
 * by evidence. A workload that does not pass comes with both remedies, each put through the same again.
 *
 * Running pods are untouched by a policy: what breaks, breaks when the next pod is created. Pure; never throws for a
 * decoded pod and valid policies.
 */
export function judge(input: JudgeInput): Verdict {
  const set = effectivePolicySet(input);
  const admission = admissionOf(input);
  const shapes = input.shapes.map((shape): JudgedShape => {
    const answer = admitByEach(admission, set.policies, shape.pod);
    return { shape, pod: podBefore(shape.pod, admission), answer };
  });
  const findings = orderFindings(shapes.flatMap((judged) => findingsOf(judged, set, admission, input)));
  const verdict = worst(findings.map(({ outcome }) => outcome));
  const stage = worstStage(findings);
  const template = shapes.find(({ shape }) => shape.origin === 'template') ?? shapes[0];
  return {
    workload: workloadOf(input),
    verdict,
    ...(stage !== undefined && { stage }),
    ...(template?.answer.allowed === true &&
      template.answer.psp !== undefined && { policy: template.answer.psp }),
    mutated: template?.answer.allowed === true && template.answer.mutated,
    ...(input.failures !== undefined && input.failures.length > 0 && { brokenToday: [...input.failures] }),
    findings,
    remedies:
      verdict === 'passes' || input.remedies === false || template === undefined
        ? []
        : proposeRemedies(template, shapes, findings, set, admission, input),
  };
}

function findingsOf(
  judged: JudgedShape,
  set: EffectivePolicySet,
  admission: Admission,
  input: JudgeInput,
): Finding[] {
  const { shape, pod, answer } = judged;
  const findings = answer.allowed
    ? [...judgePods(pod, answer.pod ?? pod, input), ...ineffective(judged, set, admission)]
    : refusalFindings(pod, answer, set, input);
  const named = findings.map((finding) =>
    answer.allowed && answer.psp !== undefined && finding.policy === undefined
      ? { ...finding, policy: answer.psp }
      : finding,
  );
  return shape.origin === 'live' ? named.map((finding) => ({ ...finding, shape: 'live' as const })) : named;
}

/** What the pod may do today: as the API server would store it without any policy. */
function podBefore(pod: Pod, { namespace, serviceAccounts }: Admission): Pod {
  const defaulted = defaultPod(pod);
  const placed =
    (defaulted.metadata.namespace ?? '') === ''
      ? { ...defaulted, metadata: { ...defaulted.metadata, namespace } }
      : defaulted;
  const admitted = admitServiceAccount(placed, namespace, serviceAccounts ?? anyServiceAccount);
  return admitted.ok ? admitted.pod : placed;
}

function workloadOf({ workload: { cluster, namespace, kind, name } }: JudgeInput): Verdict['workload'] {
  return { cluster, namespace, kind, name };
}
