import type { Pod, PodShape } from '#libs/kubernetes';
import type { AdmissionAnswer, CompiledPolicy } from '#libs/psp';

import { needsOf } from '../evidence/needs.js';
import { type Finding, worst } from '../finding.js';
import { renderYaml } from '../generate/render-yaml.js';
import type { Remedy } from '../remedy.js';
import { admitPod, type Admission } from '../verdicts/admission.js';
import { judgePods, type Observations } from '../verdicts/narrow.js';
import { orderFindings, worstStage } from '../verdicts/order-findings.js';
import { type Refusal, refusalOf } from '../verdicts/refusal.js';
import type { ReduceContext } from './field-remedy.js';
import { fieldRemedy, remedyOrder } from './fields/registry.js';
import { jsonDiff } from './json-diff.js';
import { equal, strategicMergePatch } from './strategic-merge.js';
import { withInjected } from './with-injected.js';
import { type WorkloadDocument, workloadDocument } from './workload-document.js';

/** Each round removes at least one error; more rounds than this mean that the changes chase one another. */
const MAX_ROUNDS = 8;

export interface ReduceRequest {
  readonly shape: PodShape;
  readonly manifest: unknown;
  readonly policies: readonly CompiledPolicy[];
  readonly admission: Admission;
  readonly observations: Observations;
  /** The pod as it was judged: what a reduced one is compared with. */
  readonly original: Pod;
  /** Running pods that differ from the template: what was injected into them is injected into a reduced one too. */
  readonly live: readonly Pod[];
}

/**
 * The least change of the workload that fits one policy: error by error, what the policy refuses is taken away or
 * replaced by what it allows, until the whole policy set admits the pod that the changed document would make. The
 * outcome is that of the narrowings between the pod of today and that pod, after admission. Undefined: no change is
 * known that leads there.
 */
export function reduceTo(policy: CompiledPolicy, request: ReduceRequest): Remedy | undefined {
  const document = workloadDocument(request.shape, request.manifest);
  if (document === undefined) return undefined;
  let template = document.template;
  const repaired = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const pod = document.expand(template);
    if (pod === undefined) return undefined;
    const alone = admitPod(withAnyGrant(request.admission), [policy], pod);
    const refusals = alone.allowed ? adaptations(alone, repaired, request) : refusalsOf(alone, pod);
    if (alone.allowed && refusals.length === 0)
      return verified(document, template, [...repaired], policy, request);
    const next = repair(template, refusals, {
      policy: policy.policy,
      refused: pod,
      ...needsBy(request.observations),
    });
    for (const { field } of refusals) repaired.add(field);
    if (equal(next, template) && !alone.allowed) return undefined;
    template = next;
  }
  return undefined;
}

/** What the policy's defaults break and an explicit value in the workload would not: a uid, writable directories. */
const ADAPTABLE: ReadonlySet<string> = new Set(['readOnlyRootFilesystem', 'runAsUser']);

/** Findings of an admitted pod that the workload can answer itself, told as if the policy had refused them; each once. */
function adaptations(
  { pod }: AdmissionAnswer,
  repaired: ReadonlySet<string>,
  { original, observations }: ReduceRequest,
): Refusal[] {
  if (pod === undefined) return [];
  return judgePods(original, pod, observations).flatMap(({ outcome, field, container, path = '', detail }) =>
    outcome === 'breaks' && ADAPTABLE.has(field) && !repaired.has(field) && container !== undefined
      ? [{ field, container, path, error: { type: 'FieldValueInvalid' as const, field: path, detail } }]
      : [],
  );
}

/** The pod without what the refusals are about, and nothing put in its place: to see who misses it. */
export function withoutRefused(pod: Pod, refusals: readonly Refusal[], observations: Observations): Pod {
  return repair(pod, refusals, { refused: pod, ...needsBy(observations) });
}

/** The errors of an admission in the terms of policies, in the order in which they are repaired. */
export function refusalsOf(answer: AdmissionAnswer, pod: Pod): Refusal[] {
  const errors = answer.stage === 'podValidation' ? answer.podErrors : answer.errors;
  return errors
    .map((error) => refusalOf(error, pod))
    .sort((a, b) => remedyOrder(a.field) - remedyOrder(b.field));
}

function repair(pod: Pod, refusals: readonly Refusal[], context: ReduceContext): Pod {
  let repaired = pod;
  for (const refusal of refusals) {
    const remedy = fieldRemedy(refusal.field);
    if (remedy !== undefined) repaired = remedy.reduce(repaired, refusal, context);
  }
  return repaired;
}

function verified(
  document: WorkloadDocument,
  template: Pod,
  fields: readonly string[],
  policy: CompiledPolicy,
  request: ReduceRequest,
): Remedy | undefined {
  const pod = document.expand(template);
  if (pod === undefined) return undefined;
  const answer = admitPod(request.admission, request.policies, pod);
  if (!answer.allowed || answer.pod === undefined) return undefined;
  const findings = orderFindings([
    ...judgePods(request.original, answer.pod, request.observations),
    ...request.live.flatMap((live) => injectedFindings(live, document.template, pod, request)),
  ]);
  const before = document.value(document.template);
  const after = document.value(template);
  const patch = jsonDiff(before, after, document.templatePath);
  if (patch.length === 0) return undefined;
  const { workload } = document;
  const stage = worstStage(findings);
  return {
    kind: 'reduce',
    target: {
      apiVersion: document.apiVersion,
      kind: workload.kind,
      namespace: workload.namespace,
      name: workload.name,
    },
    summary: summary(policy.name, fields, findings),
    patch,
    manifest: renderYaml(document.wrap(strategicMergePatch(before, after) ?? {})),
    outcome: worst(findings.map(({ outcome }) => outcome)),
    ...(stage !== undefined && { stage }),
    findings,
  };
}

/** What the policies refuse of a running pod as it would be with the reduced template: the patch can't mend that. */
function injectedFindings(live: Pod, template: Pod, reduced: Pod, request: ReduceRequest): Finding[] {
  const pod = withInjected(live, template, reduced);
  return refusalsOf(admitPod(request.admission, request.policies, pod), pod).map(
    ({ field, container, path, error }) => ({
      outcome: 'breaks',
      stage: 'admission',
      field,
      reason: 'injected-not-allowed-by-policy',
      detail: `${error.detail ?? field}: this was injected into running pods, and is not part of the template.`,
      ...(container !== undefined && { container }),
      path,
      shape: 'live',
    }),
  );
}

function summary(policy: string, fields: readonly string[], findings: readonly Finding[]): string {
  const what = `Reduce the workload to fit policy ${policy} (${fields.join(', ')})`;
  switch (worst(findings.map(({ outcome }) => outcome))) {
    case 'passes':
      return `${what}: nothing that was observed needs what it loses.`;
    case 'at-risk':
      return `${what}: nothing that was observed is known to break, but not all of it is proven.`;
    case 'breaks': {
      const broken = [
        ...new Set(findings.filter(({ outcome }) => outcome === 'breaks').map(({ field }) => field)),
      ];
      return `${what}: admitted, but observed behaviour would not survive it (${broken.join(', ')}).`;
    }
  }
}

function needsBy({ profile }: Observations): Pick<ReduceContext, 'needs'> {
  return { needs: (container) => needsOf(profile?.containers.find(({ name }) => name === container)) };
}

/** For one policy by itself, whoever may use it. */
function withAnyGrant(admission: Admission): Admission {
  return { ...admission, mayUse: () => true };
}
