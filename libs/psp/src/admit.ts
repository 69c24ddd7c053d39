import {
  admitServiceAccount,
  anyServiceAccount,
  defaultPod,
  fieldErrorText,
  type FieldError,
  type Pod,
  podForbidden,
  type ServiceAccountLookup,
  syncSeccomp,
  validateServiceAccount,
} from '#libs/kubernetes';

import type { AdmissionAnswer, PolicyVerdict } from './answer.js';
import { type Attempt, attemptsOn, type CompiledPolicy } from './compile-policy.js';
import { evaluateView } from './evaluate-policy.js';
import { admitMutating, type MayUse, orderPolicies, type Refusal } from './mutating-admission.js';
import { type PodView, viewPod } from './pod-view.js';
import type { FeatureGates } from './policy.js';
import { dropDisabledProcMount } from './proc-mount-gate.js';
import { changesOnlyGarbageCollection } from './update.js';
import { validateAdmittedPod } from './validate-admitted-pod.js';
import { admitValidating } from './validating-admission.js';

export interface AdmissionRequest {
  /** The policies of the cluster, in any order; the unusable ones among them. Names are unique. */
  readonly policies: readonly CompiledPolicy[];
  /** The pod of the request, decoded. Defaults are filled in here. On UPDATE, the complete new pod. */
  readonly pod: Pod;
  /** Of the request: the pod is created there. A pod without namespace gets this one. */
  readonly namespace: string;
  /**
   * Whether the pod's service account or the requester may `use` the policy. The name of the service account is the
   * pod's after service account admission; undefined if it has none (mirror pods).
   */
  readonly mayUse: (policyName: string, serviceAccountName: string | undefined) => boolean;
  /** CREATE if absent. */
  readonly operation?: 'CREATE' | 'UPDATE';
  /** UPDATE: the pod as stored. */
  readonly oldPod?: Pod;
  /** The service accounts that exist. Absent: whichever is asked for exists and is plain. */
  readonly serviceAccounts?: ServiceAccountLookup;
  /** False: `perPolicy` stays empty, and policies that the answer does not depend on are not tried. */
  readonly perPolicy?: boolean;
  /** Also tell each policy's errors without its defaults. */
  readonly unmutated?: boolean;
  readonly featureGates?: FeatureGates;
}

/**
 * The full answer of an API server with the ServiceAccount and PodSecurityPolicy plugins to the creation or the update of
 * a pod, in its order: defaulting, mutating admission of both plugins, what storing does to the pod, validation of the
 * pod (see `validateAdmittedPod` for how much of it), validating admission of both.
 * Source: the plugins' admission.go and pkg/registry/core/pod/strategy.go, v1.24.17.
 */
export function admit(request: AdmissionRequest): AdmissionAnswer {
  const { namespace, featureGates = {} } = request;
  const pod = inNamespace(defaultPod(request.pod), namespace);
  if (request.operation === 'UPDATE') return admitUpdate(request, pod, featureGates);

  const accounts = request.serviceAccounts ?? anyServiceAccount;
  const withAccount = admitServiceAccount(pod, namespace, accounts);
  if (!withAccount.ok) {
    return { ...REFUSED, stage: 'admit', refusedBy: 'ServiceAccount', message: withAccount.message };
  }
  const asked = withAccount.pod;
  const mayUse = bindMayUse(request, asked);
  const view = viewPod(asked);
  const tried = attemptsOn(view);
  const perPolicy = verdicts(request, view, tried, mayUse);
  const mutating = admitMutating(request.policies, asked, mayUse, tried);
  if (!mutating.admitted) return { ...refused('admit', asked, mutating), perPolicy };

  const chosen = { psp: mutating.policy.name, mutated: mutating.mutated, perPolicy };
  const stored = named(syncSeccomp(dropDisabledProcMount(mutating.pod, undefined, featureGates)));
  const podErrors = validateAdmittedPod(stored);
  if (podErrors.length > 0) return { ...REFUSED, ...chosen, ...invalidPod(stored, podErrors) };

  const accountRefusal = validateServiceAccount(stored, namespace, accounts);
  if (accountRefusal !== undefined) {
    return { ...REFUSED, ...chosen, stage: 'validate', refusedBy: 'ServiceAccount', message: accountRefusal };
  }
  const validating = admitValidating(request.policies, stored, bindMayUse(request, stored));
  if (!validating.admitted) return { ...refused('validate', stored, validating), ...chosen };
  return { ...ALLOWED, ...chosen, validatedBy: validating.policy.name, pod: stored };
}

/** Policies only validate on UPDATE, and the annotation is not rewritten. */
function admitUpdate(request: AdmissionRequest, pod: Pod, gates: FeatureGates): AdmissionAnswer {
  const oldPod =
    request.oldPod === undefined ? undefined : inNamespace(defaultPod(request.oldPod), request.namespace);
  const updated = dropDisabledProcMount(pod, oldPod, gates);
  const mayUse = bindMayUse(request, updated);
  const view = viewPod(updated);
  const perPolicy = verdicts(request, view, attemptsOn(view), mayUse);
  const skipped = oldPod !== undefined && changesOnlyGarbageCollection(updated, oldPod);
  const podErrors = validateAdmittedPod(updated, 'UPDATE');
  if (podErrors.length > 0) return { ...REFUSED, skipped, perPolicy, ...invalidPod(updated, podErrors) };
  if (skipped) return { ...ALLOWED, skipped, perPolicy, pod: updated };
  const validating = admitValidating(request.policies, updated, mayUse);
  if (!validating.admitted) return { ...refused('validate', updated, validating), perPolicy };
  return { ...ALLOWED, perPolicy, validatedBy: validating.policy.name, pod: updated };
}

const ALLOWED: AdmissionAnswer = {
  allowed: true,
  stage: '',
  mutated: false,
  skipped: false,
  perPolicy: [],
  errors: [],
  message: '',
  podErrors: [],
};
const REFUSED: AdmissionAnswer = { ...ALLOWED, allowed: false };

function refused(
  stage: 'admit' | 'validate',
  pod: Pod,
  { refusals, noProviders }: { readonly refusals: readonly Refusal[]; readonly noProviders: boolean },
): AdmissionAnswer {
  const errors = noProviders
    ? []
    : refusals.flatMap((refusal) => refusal.errors.map((error) => ({ ...error, psp: refusal.policy.name })));
  const reason = noProviders
    ? 'no providers available to validate pod request'
    : `unable to ${stage} pod: [${errors.map(fieldErrorText).join(' ')}]`;
  const message = podForbidden(pod, `PodSecurityPolicy: ${reason}`);
  return { ...REFUSED, stage, refusedBy: 'PodSecurityPolicy', errors, message };
}

function invalidPod(
  pod: Pod,
  podErrors: readonly FieldError[],
): Pick<AdmissionAnswer, 'stage' | 'podErrors' | 'message'> {
  const texts = podErrors.map(fieldErrorText);
  const list = texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`;
  const message = `Pod ${JSON.stringify(pod.metadata.name ?? '')} is invalid: ${list}`;
  return { stage: 'podValidation', podErrors, message };
}

function bindMayUse(request: AdmissionRequest, pod: Pod): MayUse {
  const { serviceAccountName = '' } = pod.spec;
  const account = serviceAccountName === '' ? undefined : serviceAccountName;
  return (policyName) => request.mayUse(policyName, account);
}

function verdicts(
  request: AdmissionRequest,
  view: PodView,
  tried: (policy: CompiledPolicy) => Attempt,
  mayUse: MayUse,
): PolicyVerdict[] {
  if (request.perPolicy === false) return [];
  return orderPolicies(request.policies).map((policy) => ({
    name: policy.name,
    ...(policy.providerError !== undefined && { providerError: policy.providerError }),
    ...evaluateView(policy, view, tried, { unmutated: request.unmutated === true }),
    authorized: mayUse(policy.name),
  }));
}

function inNamespace(pod: Pod, namespace: string): Pod {
  return (pod.metadata.namespace ?? '') === '' ? { ...pod, metadata: { ...pod.metadata, namespace } } : pod;
}

/** A name is generated when the pod is stored; the five random characters are given as `xxxxx`. */
function named(pod: Pod): Pod {
  const { name = '', generateName = '' } = pod.metadata;
  return name === '' && generateName !== ''
    ? { ...pod, metadata: { ...pod.metadata, name: `${generateName}xxxxx` } }
    : pod;
}
