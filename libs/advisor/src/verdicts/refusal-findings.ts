import type { Pod } from '#libs/kubernetes';
import type { AdmissionAnswer } from '#libs/psp';

import { type Finding, NO_POLICY } from '../finding.js';
import type { Observations } from './narrow.js';
import type { EffectivePolicySet } from './policy-set.js';
import { type Refusal, refusalOf } from './refusal.js';
import { type Usage, usageOf } from './usage.js';

/** Why a pod is refused: each error of each policy that may be used, and whether what it refuses is in use. */
export function refusalFindings(
  pod: Pod,
  answer: AdmissionAnswer,
  set: EffectivePolicySet,
  observations: Observations,
): Finding[] {
  if (answer.refusedBy === 'ServiceAccount') return [refusedByServiceAccount(answer)];
  if (answer.stage === 'podValidation') {
    return answer.podErrors.map((error) => ({
      ...refusalFinding(refusalOf(error, pod), answer.psp, undefined),
      reason: 'invalid-after-defaults',
    }));
  }
  if (answer.errors.length === 0) return [noUsablePolicy(answer, set)];
  const usages = new Map<string, Usage | undefined>();
  return answer.errors.map(({ psp, ...error }) => {
    const refusal = refusalOf(error, pod);
    const key = `${error.field} ${JSON.stringify(error.badValue ?? null)}`;
    if (!usages.has(key)) usages.set(key, usageOf(pod, refusal, observations));
    return refusalFinding(refusal, psp, usages.get(key));
  });
}

function refusalFinding(refusal: Refusal, policy: string | undefined, usage: Usage | undefined): Finding {
  const { field, container, path, error } = refusal;
  const { badValue } = error;
  const value = typeof badValue === 'string' || typeof badValue === 'number' ? ` (${badValue})` : '';
  const said = error.detail === undefined || error.detail === '' ? `${field} is not allowed` : error.detail;
  const evidence = usage?.findings[0]?.evidence;
  return {
    outcome: 'breaks',
    stage: 'admission',
    field,
    reason: 'not-allowed-by-policy',
    detail: `${said}${value}.${usage === undefined ? '' : ` ${usageText(usage)}`}`,
    ...(policy !== undefined && { policy }),
    ...(container !== undefined && { container }),
    path,
    ...(usage !== undefined && { usage: usage.usage }),
    ...(evidence !== undefined && { evidence }),
  };
}

function usageText({ usage, findings }: Usage): string {
  const details = [...new Set(findings.map(({ detail }) => detail))].join(' ');
  switch (usage) {
    case 'in-use':
      return `In use: ${details}`;
    case 'not-in-use':
      return `Not in use: ${details}`;
    case 'unknown':
      return `Whether it is in use is not known: ${details}`;
  }
}

function refusedByServiceAccount({ message }: AdmissionAnswer): Finding {
  return {
    outcome: 'breaks',
    stage: 'admission',
    field: 'serviceAccountName',
    reason: 'service-account-refused',
    detail: message,
  };
}

/** No policy at all, none that the controller can use, or none that the workload may use. */
function noUsablePolicy({ perPolicy }: AdmissionAnswer, set: EffectivePolicySet): Finding {
  const base = { outcome: 'breaks', stage: 'admission', field: NO_POLICY } as const;
  if (set.policies.length === 0) {
    return {
      ...base,
      reason: 'no-policies',
      detail: 'There is no policy: with PodSecurityPolicy admission on, no pod is created.',
    };
  }
  if (perPolicy.every(({ providerError }) => providerError !== undefined)) {
    return {
      ...base,
      reason: 'no-usable-policies',
      detail: 'Every policy is unusable, and left out by the controller.',
    };
  }
  const fitting = perPolicy.filter(({ valid, authorized }) => valid && !authorized).map(({ name }) => name);
  const detail =
    fitting.length > 0
      ? `Neither the service account of the pod nor its creator may use any policy. It would fit ${fitting.join(', ')}.`
      : 'Neither the service account of the pod nor its creator may use any policy.';
  return { ...base, reason: 'no-policy-may-be-used', detail };
}
