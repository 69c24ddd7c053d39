import { bytewise, type CompiledPolicy } from '#libs/psp';

import type { Finding, Outcome } from '../finding.js';
import type { Remedy } from '../remedy.js';
import type { Admission } from '../verdicts/admission.js';
import type { JudgeInput } from '../verdicts/judge-input.js';
import type { JudgedShape } from '../verdicts/judged-shape.js';
import type { EffectivePolicySet } from '../verdicts/policy-set.js';
import { isAnswerable } from './answerable.js';
import { broadenPolicy } from './broaden.js';
import { grantUse } from './grant-use.js';
import { reduceTo } from './reduce.js';

/** So many policies are tried as the target of a remedy: those that refuse least. */
const MAX_TARGETS = 3;

/**
 * Both ways out, at most one of each kind: the policy that needs the least change to admit the workload, and the
 * policy that the workload needs the least change to fit. A further policy is only tried if the one before it has no
 * way out, or one that breaks what was observed. Where no policy may be used, but one would fit, the way out is a
 * grant.
 */
export function proposeRemedies(
  template: JudgedShape,
  shapes: readonly JudgedShape[],
  findings: readonly Finding[],
  set: EffectivePolicySet,
  admission: Admission,
  input: JudgeInput,
): Remedy[] {
  const admitted = shapes.every(({ answer }) => answer.allowed);
  if (admitted && !findings.some(isAnswerable)) return [];
  const grant = grantUse(template, set, admission, input);
  if (grant !== undefined) return [grant];
  const order = targets(template, set);
  const pods = shapes.map(({ shape }) => shape.pod);
  const request = { policies: set.policies, admission, observations: input };
  const broadened = leastOf(order, (policy) => {
    const source = set.sources.get(policy.name);
    return source === undefined
      ? undefined
      : broadenPolicy(source, policy, { ...request, pods, refused: !admitted });
  });
  const { shape, pod } = template;
  const live = shapes.flatMap((each) => (each === template ? [] : [each.shape.pod]));
  // Without a template the others are pods of their own: what mends one of them says nothing of the rest.
  if (shape.origin === 'live' && live.length > 0) return broadened;
  const reduced = leastOf(order, (policy) =>
    reduceTo(policy, { ...request, shape, manifest: input.manifest, original: pod, live }),
  );
  return [...broadened, ...reduced];
}

/** Policies that may be used: the one that admits already, those under test, then by how much they refuse, by name. */
function targets({ answer }: JudgedShape, { policies, tested }: EffectivePolicySet): CompiledPolicy[] {
  const errors = new Map(
    answer.perPolicy.flatMap(({ name, authorized, providerError, errors: { length } }) =>
      authorized && providerError === undefined ? [[name, length] as const] : [],
    ),
  );
  return policies
    .filter(({ name }) => errors.has(name))
    .sort(
      (a, b) =>
        Number(b.name === answer.psp) - Number(a.name === answer.psp) ||
        Number(tested.has(b.name)) - Number(tested.has(a.name)) ||
        (errors.get(a.name) ?? 0) - (errors.get(b.name) ?? 0) ||
        bytewise(a.name, b.name),
    )
    .slice(0, MAX_TARGETS);
}

const OUTCOMES: readonly Outcome[] = ['passes', 'at-risk', 'breaks'];

/** The first way out that breaks nothing; else the best outcome, the shortest patch, the order of targets. */
function leastOf(
  order: readonly CompiledPolicy[],
  wayOut: (policy: CompiledPolicy) => Remedy | undefined,
): Remedy[] {
  const found: Remedy[] = [];
  for (const policy of order) {
    const remedy = wayOut(policy);
    if (remedy === undefined) continue;
    if (remedy.outcome !== 'breaks') return [remedy];
    found.push(remedy);
  }
  found.sort(
    (a, b) => OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome) || a.patch.length - b.patch.length,
  );
  return found.slice(0, 1);
}
