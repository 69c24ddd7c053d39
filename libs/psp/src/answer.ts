import type { FieldError, Pod } from '#libs/kubernetes';

/** What one policy, taken by itself, makes of a pod. */
export interface PolicyEvaluation {
  /** The pod, after this policy's defaults were filled in, has no errors. */
  readonly valid: boolean;
  /** Filling in the defaults changed the pod (told also if it has errors). */
  readonly mutates: boolean;
  /** The pod with the defaults filled in; the very object that was passed in if nothing changed. */
  readonly pod: Pod;
  /** What is wrong after the defaults were filled in, in the order in which the controller reports it. */
  readonly errors: readonly FieldError[];
  /** What is wrong with the pod as it is, without any defaults. Only if asked for. */
  readonly unmutatedErrors?: readonly FieldError[];
}

/** One policy's part in an admission, as `PolicyEvaluation`, without the pod. */
export interface PolicyVerdict {
  readonly name: string;
  /** The policy is unusable and was silently left out (for instance MustRunAs without ranges). */
  readonly providerError?: string;
  readonly valid: boolean;
  readonly mutates: boolean;
  /** The pod's service account or the requester may `use` the policy. */
  readonly authorized: boolean;
  readonly errors: readonly FieldError[];
  readonly unmutatedErrors?: readonly FieldError[];
}

/** An error of a refusal, with the policy that it belongs to. */
export interface PolicyFieldError extends FieldError {
  readonly psp: string;
}

/** Where a request was refused; `''`: it was not. */
export type AdmissionStage = '' | 'admit' | 'podValidation' | 'validate';

/**
 * The full answer of the API server to a request: what the PodSecurityPolicy plugin said in both phases, and what the
 * ServiceAccount plugin said before it.
 */
export interface AdmissionAnswer {
  readonly allowed: boolean;
  readonly stage: AdmissionStage;
  /** At `admit` and `validate`: the plugin that refused. */
  readonly refusedBy?: 'PodSecurityPolicy' | 'ServiceAccount';
  /** CREATE: the policy that mutating admission chose. Given also if pod validation refused the pod afterwards. */
  readonly psp?: string;
  /** The policy that validating admission found; absent if `skipped`. */
  readonly validatedBy?: string;
  /** CREATE: the chosen policy changed the pod (the annotation kubernetes.io/psp not counted). */
  readonly mutated: boolean;
  /** UPDATE: nothing but owner references and finalizers differs; policies were not asked. */
  readonly skipped: boolean;
  /** The pod as stored; only if allowed. */
  readonly pod?: Pod;
  /** One entry per policy that took part, by name, for the pod as the policies saw it. */
  readonly perPolicy: readonly PolicyVerdict[];
  /** Refused by PodSecurityPolicy: the errors of those policies that may be used, policy by policy. */
  readonly errors: readonly PolicyFieldError[];
  /** The text of the refusal, as the API server words it; empty if allowed. */
  readonly message: string;
  /** Conflicts that admission itself can create, found by API validation afterwards (see `validateAdmittedPod`). */
  readonly podErrors: readonly FieldError[];
}
