import type { PodShape, ServiceAccountLookup } from '#libs/kubernetes';
import {
  changePolicy,
  compilePolicy,
  evaluatePolicy,
  type FeatureGates,
  type PodSecurityPolicy,
  validatePolicy,
} from '#libs/psp';

import { leastPolicy } from './least-policy.js';
import { prepareSource, type Source } from './source.js';
import { objections, policyMistakes } from './verify.js';

export interface PolicyCheck {
  /** Positions of the sources that the policy refuses or changes. */
  readonly refused: readonly number[];
  /** The stricter values that no source would mind: `spec.volumes[0]: remove secret`. */
  readonly excess: readonly string[];
  /** How many stricter values were tried. */
  readonly tightenings: number;
  /** What keeps the API from storing the policy, as text. */
  readonly mistakes: readonly string[];
}

/**
 * Checks a policy against pods with the whole evaluator, policy by policy: nothing of how the policy came about is
 * used, but for the list of stricter values worth trying, which is that of the pods' canonical least policy.
 */
export function checkPolicy(
  policy: PodSecurityPolicy,
  shapes: readonly PodShape[],
  options: { readonly serviceAccounts?: ServiceAccountLookup; readonly featureGates?: FeatureGates } = {},
): PolicyCheck {
  const { featureGates = {} } = options;
  const sources = shapes.flatMap((shape): Source[] => {
    const prepared = prepareSource(shape, options.serviceAccounts);
    return prepared.ok ? [prepared.source] : [];
  });
  const pods = sources.map(({ view }) => view);
  const { fields } = leastPolicy('least', pods, { style: 'minimal', minor: 24, featureGates, keep: {} });
  const excess: string[] = [];
  let tightenings = 0;
  for (const element of fields.flatMap(({ least }) => least.elements)) {
    for (const { step, change } of element.tighter) {
      const stricter = changePolicy(policy, change);
      if (validatePolicy(stricter).length > 0) continue;
      tightenings += 1;
      const compiled = compilePolicy(stricter, featureGates);
      const harmless = pods.every(({ pod }) => {
        const { valid, mutates } = evaluatePolicy(compiled, pod);
        return valid && !mutates;
      });
      if (harmless) excess.push(`${element.path}: ${step}`);
    }
  }
  return {
    refused: objections(policy, pods, featureGates).map(({ source }) => source),
    excess,
    tightenings,
    mistakes: policyMistakes(policy, featureGates).map(({ field, detail }) => `${field}: ${detail ?? ''}`),
  };
}
