import type { Pod } from '#libs/kubernetes';
import { type CompiledPolicy, compilePolicy, type PodSecurityPolicy, validatePolicy } from '#libs/psp';

import { type Finding, worst } from '../finding.js';
import { renderYaml } from '../generate/render-yaml.js';
import type { Remedy } from '../remedy.js';
import { admitPod, type Admission } from '../verdicts/admission.js';
import { judgePods, type Observations } from '../verdicts/narrow.js';
import { orderFindings, worstStage } from '../verdicts/order-findings.js';
import { isAnswerable } from './answerable.js';
import { fieldRemedy } from './fields/registry.js';
import { jsonDiff } from './json-diff.js';
import { refusalsOf } from './reduce.js';

const MAX_ROUNDS = 8;

export interface BroadenRequest {
  /** All pods of the workload: the template's first. */
  readonly pods: readonly Pod[];
  readonly policies: readonly CompiledPolicy[];
  readonly admission: Admission;
  readonly observations: Observations;
  /** Some of the pods are refused by the policies as they are. */
  readonly refused: boolean;
}

/**
 * The least change of one policy that admits every pod of the workload, in the policy set that results: error by error,
 * exactly what was asked for is allowed; then what its defaults take away and observations need is no longer taken
 * away. Undefined: no change is known that leads there, or the result would be no valid policy.
 */
export function broadenPolicy(
  source: PodSecurityPolicy,
  policy: CompiledPolicy,
  request: BroadenRequest,
): Remedy | undefined {
  const fields = new Set<string>();
  let current: PodSecurityPolicy = source;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const compiled = current === source ? policy : usable(current);
    if (compiled === undefined) return undefined;
    // That the policy as it is does not admit the pods is known, if it is.
    const findings = round === 0 && request.refused ? undefined : outcomeWith(compiled, policy, request);
    const next =
      findings === undefined
        ? allow(current, compiled, request, fields)
        : relax(current, findings, request, fields);
    if (next === current)
      return findings === undefined ? undefined : offered(source, current, [...fields], findings);
    current = next;
  }
  return undefined;
}

/** The findings of all pods if the set admits them with the changed policy in place; undefined: it does not. */
function outcomeWith(
  changed: CompiledPolicy,
  original: CompiledPolicy,
  { pods, policies, admission, observations }: BroadenRequest,
): Finding[] | undefined {
  const set = policies.map((each) => (each === original ? changed : each));
  const findings: Finding[] = [];
  for (const pod of pods) {
    const answer = admitPod(admission, set, pod);
    if (!answer.allowed || answer.pod === undefined) return undefined;
    findings.push(...judgePods(pod, answer.pod, observations));
  }
  return orderFindings(findings);
}

/** The policy with what it refuses allowed; the very same: it refuses nothing that is known, or can't be changed. */
function allow(
  policy: PodSecurityPolicy,
  compiled: CompiledPolicy,
  { pods, admission }: BroadenRequest,
  fields: Set<string>,
): PodSecurityPolicy {
  let changed = policy;
  for (const pod of pods) {
    const answer = admitPod({ ...admission, mayUse: () => true }, [compiled], pod);
    if (answer.allowed) continue;
    for (const refusal of refusalsOf(answer, pod)) {
      const next = fieldRemedy(refusal.field)?.broaden(changed, refusal, pod) ?? changed;
      if (next !== changed) fields.add(refusal.field);
      changed = next;
    }
  }
  return changed;
}

/** The policy without the defaults that observations speak against; the very same: none do, or nothing helps. */
function relax(
  policy: PodSecurityPolicy,
  findings: readonly Finding[],
  { pods }: BroadenRequest,
  fields: Set<string>,
): PodSecurityPolicy {
  const [pod] = pods;
  if (pod === undefined) return policy;
  let changed = policy;
  for (const finding of findings) {
    if (!isAnswerable(finding)) continue;
    const next = fieldRemedy(finding.field)?.relax?.(changed, finding, pod) ?? changed;
    if (next !== changed) fields.add(finding.field);
    changed = next;
  }
  return changed;
}

/** A policy that the API server would store and the controller could use. */
function usable(policy: PodSecurityPolicy): CompiledPolicy | undefined {
  if (validatePolicy(policy).length > 0) return undefined;
  const compiled = compilePolicy(policy);
  return compiled.providerError === undefined ? compiled : undefined;
}

function offered(
  source: PodSecurityPolicy,
  changed: PodSecurityPolicy,
  fields: readonly string[],
  findings: Finding[],
): Remedy | undefined {
  if (changed === source) return undefined;
  const stage = worstStage(findings);
  const { apiVersion = 'policy/v1beta1', kind = 'PodSecurityPolicy', metadata, spec } = changed;
  const name = metadata.name ?? '';
  return {
    kind: 'broaden',
    target: { apiVersion, kind, name },
    summary: `Broaden policy ${name} to allow what the workload asks for: ${fields.join(', ')}.`,
    patch: jsonDiff(source, changed),
    manifest: renderYaml({ apiVersion, kind, metadata, spec }),
    outcome: worst(findings.map(({ outcome }) => outcome)),
    ...(stage !== undefined && { stage }),
    findings,
  };
}
