import type { FieldError, Pod } from '#libs/kubernetes';
import {
  changePolicy,
  compilePolicy,
  evaluatePolicy,
  type FeatureGates,
  type PodSecurityPolicy,
  viewPod,
} from '#libs/psp';

import { type LeastField, leastPolicy } from '../generate/least-policy.js';
import { sameJson } from '../generate/same-json.js';
import type { Source } from '../generate/source.js';
import { policyMistakes, type TriedTightening } from '../generate/verify.js';
import { keptDefaults } from './kept-defaults.js';

/** A pod, and the pod that becomes of it under a policy. */
export interface Outcome {
  readonly source: Source;
  /** As the policy lets it run, with what it fills in. */
  readonly runs: Pod;
}

export interface TightestPolicy {
  readonly policy: PodSecurityPolicy;
  /** The fields whose least value could be taken. */
  readonly fields: readonly LeastField[];
  readonly tried: readonly TriedTightening[];
}

/**
 * The tightest policy under which every pod runs exactly as it does under the given one: what that fills in is filled in
 * still. Field by field, the least value is taken if the engine says that nothing changes for any pod.
 */
export function tightestPolicy(
  given: PodSecurityPolicy,
  outcomes: readonly Outcome[],
  gates: FeatureGates,
): TightestPolicy {
  if (outcomes.length === 0) return { policy: given, fields: [], tried: [] };
  const keep = keptDefaults(
    given,
    outcomes.map(({ source }) => source.view.pod),
  );
  const runs = outcomes.map((outcome) => viewPod(outcome.runs));
  const name = given.metadata.name ?? '';
  const least = leastPolicy(name, runs, { style: 'minimal', minor: 24, featureGates: gates, keep });
  let policy = given;
  const fields: LeastField[] = [];
  for (const field of least.fields) {
    const stricter = changePolicy(policy, field.least.change);
    if (policyMistakes(stricter, gates).length > 0) continue;
    if (runsAlike(stricter, outcomes, gates) !== undefined) continue;
    policy = stricter;
    fields.push(field);
  }
  return { policy, fields, tried: trySteps(policy, fields, outcomes, gates) };
}

/** What a policy does otherwise than the one before. */
export interface Difference {
  readonly source: number;
  readonly outcome: 'refused' | 'changed';
  readonly errors: readonly FieldError[];
}

/** The first pod that does not run under the policy exactly as it should; undefined: all do. */
export function runsAlike(
  policy: PodSecurityPolicy,
  outcomes: readonly Outcome[],
  gates: FeatureGates,
): Difference | undefined {
  const compiled = compilePolicy(policy, gates);
  for (const [source, outcome] of outcomes.entries()) {
    const { valid, pod, errors } = evaluatePolicy(compiled, outcome.source.view.pod);
    if (!valid) return { source, outcome: 'refused', errors };
    if (!sameJson(pod, outcome.runs)) return { source, outcome: 'changed', errors };
  }
  return undefined;
}

function trySteps(
  policy: PodSecurityPolicy,
  fields: readonly LeastField[],
  outcomes: readonly Outcome[],
  gates: FeatureGates,
): TriedTightening[] {
  return fields.flatMap(({ field, least }) =>
    least.elements.flatMap((element) =>
      element.tighter.flatMap((tightening): TriedTightening[] => {
        const stricter = changePolicy(policy, tightening.change);
        if (policyMistakes(stricter, gates).length > 0) return [];
        const breaks = runsAlike(stricter, outcomes, gates);
        return [{ field: field.name, element, tightening, ...(breaks !== undefined && { breaks }) }];
      }),
    ),
  );
}
