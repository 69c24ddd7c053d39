import { type FieldError, type Pod, reportFieldError } from '#libs/kubernetes';
import type { AdmissionAnswer, PolicyVerdict } from '#libs/psp';

/** Absent rather than false, empty or "": the format of the answers leaves out what does not apply. */
function present<T extends object>(fields: T): Partial<T> {
  const kept: Partial<T> = { ...fields };
  for (const key in kept) {
    const value = kept[key];
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) delete kept[key];
  }
  return kept;
}

function reportErrors(errors: readonly FieldError[] | undefined): object[] {
  return (errors ?? []).map(reportFieldError);
}

function reportVerdict(verdict: PolicyVerdict): object {
  const { name, valid, mutates, authorized } = verdict;
  return {
    name,
    ...present({ providerError: verdict.providerError }),
    valid,
    mutates,
    authorized,
    ...present({
      errors: reportErrors(verdict.errors),
      unmutatedErrors: reportErrors(verdict.unmutatedErrors),
    }),
  };
}

/** The answer to a request, as plain JSON in the format of the golden vectors. */
export function reportAnswer(answer: AdmissionAnswer): object {
  const { allowed, stage, mutated } = answer;
  return {
    allowed,
    stage,
    ...present({ refusedBy: answer.refusedBy, psp: answer.psp, validatedBy: answer.validatedBy }),
    mutated,
    ...(answer.skipped && { skipped: true }),
    ...(answer.pod !== undefined && { pod: storedPod(answer.pod) }),
    ...present({
      perPolicy: answer.perPolicy.map(reportVerdict),
      errors: answer.errors.map((error) => ({ ...reportFieldError(error), psp: error.psp })),
      message: answer.message,
      podErrors: reportErrors(answer.podErrors),
    }),
  };
}

/** Validity of one policy. */
export function reportValidity(name: string, errors: readonly FieldError[]): object {
  return { name, valid: errors.length === 0, ...present({ errors: reportErrors(errors) }) };
}

const NOT_SHOWN: ReadonlySet<string> = new Set([
  'creationTimestamp',
  'uid',
  'resourceVersion',
  'selfLink',
  'managedFields',
]);

/** Keys sorted, without what the API server makes up for each object. */
function storedPod(pod: Pod): unknown {
  const { status: _status, metadata, ...kept } = pod;
  const shown = Object.fromEntries(Object.entries(metadata).filter(([key]) => !NOT_SHOWN.has(key)));
  return sorted({ ...kept, apiVersion: 'v1', kind: 'Pod', metadata: shown });
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, member]): [string, unknown] => [key, sorted(member)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
