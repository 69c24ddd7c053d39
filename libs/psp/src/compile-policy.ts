import type { FieldError } from '#libs/kubernetes';

import { defaultPolicy } from './default-policy.js';
import {
  type CompiledField,
  CONTAINER_MUTATION_ORDER,
  CONTAINER_VALIDATION_ORDER,
  POD_MUTATION_ORDER,
  POD_VALIDATION_ORDER,
  POD_VALIDATION_ORDER_AFTER_VOLUMES,
  POLICY_FIELDS,
  type PolicyField,
  PROVIDER_ORDER,
  VOLUME_VALIDATION_ORDER,
} from './fields/index.js';
import { PodDraft } from './pod-draft.js';
import type { PodView } from './pod-view.js';
import type { FeatureGates, PodSecurityPolicy } from './policy.js';

/** A policy prepared for many pods. It is as the API server would store it; whether it is valid was not asked. */
export interface CompiledPolicy {
  readonly name: string;
  /** As stored, see `defaultPolicy`. */
  readonly policy: PodSecurityPolicy;
  /** Why the controller can't use the policy and silently leaves it out; absent if it can. */
  readonly providerError?: string;
  /** MutatePod: fills in this policy's defaults. Of an unusable policy, nothing. */
  readonly mutate: (draft: PodDraft) => void;
  /** ValidatePod: what is wrong with the pod as it now is. */
  readonly validate: (draft: PodDraft) => FieldError[];
}

/** Prepares a policy. Gates as for `defaultPolicy`. */
export function compilePolicy(policy: PodSecurityPolicy, gates: FeatureGates = {}): CompiledPolicy {
  const stored = defaultPolicy(policy, gates);
  const name = stored.metadata.name ?? '';
  const compiled = new Map(POLICY_FIELDS.map((field) => [field, field.compile(stored)]));
  const steps = <K extends keyof CompiledField>(order: readonly PolicyField[], member: K) =>
    order.flatMap((field): NonNullable<CompiledField[K]>[] => {
      const step = compiled.get(field)?.[member];
      return step === undefined ? [] : [step];
    });

  const providerErrors = steps(PROVIDER_ORDER, 'providerError');
  if (providerErrors.length > 0) {
    const providerError =
      providerErrors.length === 1 ? providerErrors.join('') : `[${providerErrors.join(', ')}]`;
    return { name, policy: stored, providerError, mutate: () => {}, validate: () => [] };
  }
  const mutatePod = steps(POD_MUTATION_ORDER, 'mutatePod');
  const mutateContainer = steps(CONTAINER_MUTATION_ORDER, 'mutateContainer');
  const validatePod = steps(POD_VALIDATION_ORDER, 'validatePod');
  const validateVolume = steps(VOLUME_VALIDATION_ORDER, 'validateVolume');
  const validatePodAfterVolumes = steps(POD_VALIDATION_ORDER_AFTER_VOLUMES, 'validatePod');
  const validateContainer = steps(CONTAINER_VALIDATION_ORDER, 'validateContainer');
  return {
    name,
    policy: stored,
    mutate: (draft) => {
      for (const step of mutatePod) step(draft);
      const containers = draft.view.containers.length;
      for (let container = 0; container < containers; container += 1) {
        for (const step of mutateContainer) step(draft, container);
      }
    },
    validate: (draft) => {
      const errors: FieldError[] = [];
      for (const step of validatePod) step(draft, errors);
      for (const volume of draft.view.volumes) {
        for (const step of validateVolume) if (step(draft, volume, errors)) break;
      }
      for (const step of validatePodAfterVolumes) step(draft, errors);
      const containers = draft.view.containers.length;
      for (let container = 0; container < containers; container += 1) {
        for (const step of validateContainer) step(draft, container, errors);
      }
      return errors;
    },
  };
}

/** One policy tried on one pod. */
export interface Attempt {
  readonly draft: PodDraft;
  readonly errors: FieldError[];
}

/** Policies tried on one pod: each at most once, and only when it is asked for. */
export function attemptsOn(view: PodView): (policy: CompiledPolicy) => Attempt {
  const made = new Map<CompiledPolicy, Attempt>();
  return (policy) => {
    let known = made.get(policy);
    if (known === undefined) made.set(policy, (known = attempt(policy, view)));
    return known;
  };
}

/** Fills in the policy's defaults on a draft of the pod and validates it (assignSecurityContext of the plugin). */
export function attempt(policy: CompiledPolicy, view: PodView): Attempt {
  const draft = new PodDraft(view);
  policy.mutate(draft);
  return { draft, errors: policy.validate(draft) };
}
