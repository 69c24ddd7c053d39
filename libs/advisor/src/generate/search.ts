import type { FieldError, PodShape } from '#libs/kubernetes';
import {
  compilePolicy,
  evaluatePolicy,
  type FeatureGates,
  type KeptDefaults,
  type LeastOptions,
  type PolicyStyle,
} from '#libs/psp';

import { type LeastPolicy, leastPolicy } from './least-policy.js';
import { podMistakes } from './pod-mistakes.js';
import type { PreparedSource, Source } from './source.js';
import { isSound, objections, policyMistakes, type TriedTightening, tryTightenings } from './verify.js';
import { WIDEST_POLICY } from './widest-policy.js';

export interface SearchOptions {
  readonly style: PolicyStyle;
  readonly minor: number;
  readonly featureGates: FeatureGates;
}

/** A source that has to be left out, and what proves it. */
export interface UnservedSource {
  readonly shape: PodShape;
  /**
   * `refused-by-every-policy`: the policy that allows everything refuses it too; `invalid-pod`: the API server would not
   * create it whatever the policies say; `never-starts`: admission is no obstacle, but the kubelet refuses to start it.
   */
  readonly reason: 'refused-by-every-policy' | 'invalid-pod' | 'never-starts';
  readonly errors: readonly FieldError[];
}

export interface SearchResult {
  readonly served: readonly Source[];
  readonly unserved: readonly UnservedSource[];
  /** Absent: no source can be served. */
  readonly found?: { readonly least: LeastPolicy; readonly tried: readonly TriedTightening[] };
}

const NO_DEFAULTS: KeptDefaults = {};

/**
 * The least policy of the sources that any policy can serve. It admits each of them unchanged, by the engine's answer;
 * every next stricter value was tried on them.
 */
export function searchPolicy(
  name: string,
  prepared: readonly PreparedSource[],
  options: SearchOptions,
): SearchResult {
  const leastOptions: LeastOptions = { ...options, keep: NO_DEFAULTS };
  const unserved: UnservedSource[] = [];
  let served: Source[] = [];
  for (const each of prepared) {
    const errors = each.ok ? podMistakes(each.source.view.pod) : each.errors;
    if (each.ok && errors.length === 0) served.push(each.source);
    else unserved.push({ shape: each.ok ? each.source.shape : each.shape, reason: 'invalid-pod', errors });
  }
  const neverStarting: UnservedSource[] = [];
  const starting = served.filter((source) => {
    const errors = rootDespiteNonRoot(source);
    if (errors.length > 0) neverStarting.push({ shape: source.shape, reason: 'never-starts', errors });
    return errors.length === 0;
  });
  // A pod that never starts must not widen the policy of others. Alone, it gets the policy that admits it.
  if (starting.length > 0) served = starting;

  let least = leastPolicy(name, pods(served), leastOptions);
  if (!isSound(least.policy, pods(served), options.featureGates)) {
    served = served.filter((source) => {
      const refusal = refusalOf(source, leastOptions);
      if (refusal !== undefined) unserved.push(refusal);
      return refusal === undefined;
    });
    least = leastPolicy(name, pods(served), leastOptions);
    if (served.length > 0 && !isSound(least.policy, pods(served), options.featureGates)) {
      throw new Error('the least policy of pods that can each be served does not serve them together');
    }
  }
  const result = { served, unserved: [...unserved, ...neverStarting] };
  if (served.length === 0) return result;
  return { ...result, found: { least, tried: tryTightenings(least, pods(served), options.featureGates) } };
}

function pods(sources: readonly Source[]): Source['view'][] {
  return sources.map(({ view }) => view);
}

/** Why no policy serves a source; undefined if its own least policy does. */
function refusalOf({ shape, view }: Source, options: LeastOptions): UnservedSource | undefined {
  const { featureGates } = options;
  const widest = evaluatePolicy(compilePolicy(WIDEST_POLICY, featureGates), view.pod);
  if (!widest.valid) return { shape, reason: 'refused-by-every-policy', errors: widest.errors };
  const { policy } = leastPolicy('least', [view], options);
  const mistakes = policyMistakes(policy, featureGates);
  if (mistakes.length > 0) return { shape, reason: 'invalid-pod', errors: mistakes };
  const [objection] = objections(policy, [view], featureGates);
  if (objection === undefined) return undefined;
  return { shape, reason: 'invalid-pod', errors: objection.errors };
}

/**
 * A container with user 0 that asks not to run as root: the kubelet refuses to start it.
 * Source: pkg/kubelet/kuberuntime/security_context.go verifyRunAsNonRoot, v1.24.17.
 */
function rootDespiteNonRoot({ view }: Source): FieldError[] {
  const { securityContext } = view;
  return view.containers.flatMap(({ container, list, index }): FieldError[] => {
    const user = container.securityContext?.runAsUser ?? securityContext.runAsUser;
    const nonRoot = container.securityContext?.runAsNonRoot ?? securityContext.runAsNonRoot;
    if (user !== 0 || nonRoot !== true) return [];
    const field = `spec.${list}[${index}].securityContext.runAsUser`;
    const detail = 'the kubelet does not start a container as user 0 that has runAsNonRoot: true';
    return [{ type: 'FieldValueInvalid', field, badValue: 0, detail }];
  });
}
