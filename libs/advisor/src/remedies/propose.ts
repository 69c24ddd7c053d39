import { bytewise, type CompiledPolicy, evaluatePolicy } from '#libs/psp';

import type { Outcome } from '../finding.js';
import type { Remedy } from '../remedy.js';
import type { Admission } from '../verdicts/admission.js';
import type { JudgeInput } from '../verdicts/judge-input.js';
import type { JudgedShape } from '../verdicts/judged-shape.js';
import type { EffectivePolicySet } from '../verdicts/policy-set.js';
import { broadenPolicy } from './broaden.js';
import { grantUse } from './grant-use.js';
import { reduceTo } from './reduce.js';

/** So many policies are tried as the target of a remedy: those that refuse least. */
const MAX_TARGETS = 3;

/**
 * Both ways out, at most one of each kind: the policy that needs the least change to admit the workload, and the
 * policy that the workload needs the least change to fit. Where no policy may be used, but one would fit, the way out
 * is a grant.
 */
export function proposeRemedies(
  template: JudgedShape,
  shapes: readonly JudgedShape[],
  set: EffectivePolicySet,
  admission: Admission,
  input: JudgeInput,
): Remedy[] {
  const grant = grantUse(template, set, admission, input);
  if (grant !== undefined) return [grant];
  const pods = shapes.map(({ shape }) => shape.pod);
  const broadened: Remedy[] = [];
  const reduced: Remedy[] = [];
  for (const policy of targets(template, set)) {
    const source = set.sources.get(policy.name);
    if (source !== undefined) {
      const request = { pods, policies: set.policies, admission, observations: input };
      const remedy = broadenPolicy(source, policy, request);
      if (remedy !== undefined) broadened.push(remedy);
    }
    const { shape, pod } = template;
    const remedy = reduceTo(policy, {
      shape,
      manifest: input.manifest,
      policies: set.policies,
      admission,
      observations: input,
      original: pod,
    });
    if (remedy !== undefined && remedy.patch.length > 0) reduced.push(remedy);
  }
  return [...leastOf(broadened), ...leastOf(reduced)];
}

/** Policies that may be used, those under test first, then by how much they refuse, then by name. */
function targets({ pod, answer }: JudgedShape, set: EffectivePolicySet): CompiledPolicy[] {
  const authorized = new Set(answer.perPolicy.flatMap(({ name, authorized: may }) => (may ? [name] : [])));
  const usable = set.policies.filter(
    ({ name, providerError }) => providerError === undefined && authorized.has(name),
  );
  return usable
    .map((policy) => ({ policy, errors: evaluatePolicy(policy, pod).errors.length }))
    .sort(
      (a, b) =>
        Number(b.policy.name === answer.psp) - Number(a.policy.name === answer.psp) ||
        Number(set.tested.has(b.policy.name)) - Number(set.tested.has(a.policy.name)) ||
        a.errors - b.errors ||
        bytewise(a.policy.name, b.policy.name),
    )
    .slice(0, MAX_TARGETS)
    .map(({ policy }) => policy);
}

const OUTCOMES: readonly Outcome[] = ['passes', 'at-risk', 'breaks'];

/** The best outcome, then the shortest patch, then the order of targets. */
function leastOf(remedies: readonly Remedy[]): Remedy[] {
  const [best] = [...remedies].sort(
    (a, b) => OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome) || a.patch.length - b.patch.length,
  );
  return best === undefined ? [] : [best];
}
