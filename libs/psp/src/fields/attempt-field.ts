import type { FieldError } from '#libs/kubernetes';

import { defaultPolicy } from '../default-policy.js';
import { PodDraft } from '../pod-draft.js';
import type { PodView } from '../pod-view.js';
import type { FeatureGates, PodSecurityPolicy } from '../policy.js';
import type { PolicyField } from './policy-field.js';

/** What one field of a policy makes of a pod. */
export interface FieldAttempt {
  /** It fills something in. */
  readonly mutates: boolean;
  readonly errors: readonly FieldError[];
}

/**
 * What one field by itself makes of pods: the very code that evaluates whole policies, with all other fields left out.
 * As no field reads what another one fills in or refuses, a policy refuses or changes a pod exactly if one of its
 * fields does.
 */
export function compileField(
  field: PolicyField,
  policy: PodSecurityPolicy,
  gates: FeatureGates,
): (view: PodView) => FieldAttempt {
  const compiled = field.compile(defaultPolicy(policy, gates));
  return (view) => {
    const draft = new PodDraft(view);
    const errors: FieldError[] = [];
    compiled.mutatePod?.(draft);
    for (let container = 0; container < view.containers.length; container += 1) {
      compiled.mutateContainer?.(draft, container);
    }
    compiled.validatePod?.(draft, errors);
    if (compiled.validateVolume !== undefined) {
      for (const volume of view.volumes) compiled.validateVolume(draft, volume, errors);
    }
    for (let container = 0; container < view.containers.length; container += 1) {
      compiled.validateContainer?.(draft, container, errors);
    }
    return { mutates: draft.mutated, errors };
  };
}
