import {
  admitServiceAccount,
  anyServiceAccount,
  defaultPod,
  type FieldError,
  forbidden,
  type Pod,
  type PodShape,
  SECCOMP_POD_ANNOTATION,
  seccompAnnotationForField,
  type ServiceAccountLookup,
} from '#libs/kubernetes';
import { type PodView, viewPod } from '#libs/psp';

/** A pod shape as policies see its pod. */
export interface Source {
  readonly shape: PodShape;
  readonly view: PodView;
}

export type PreparedSource =
  | { readonly ok: true; readonly source: Source }
  | { readonly ok: false; readonly shape: PodShape; readonly errors: readonly FieldError[] };

/**
 * The pod as it reaches the policies: with the API's defaults, and with the account name and token volume that service
 * account admission adds. Where nothing is known about service accounts, they exist and mount their token.
 *
 * A pod-level seccomp field is also written down as its annotation. Every policy does that, and the API server does it
 * on creation anyway; done here, "the policy changes nothing" means exactly what it says.
 */
export function prepareSource(
  shape: PodShape,
  lookup: ServiceAccountLookup = anyServiceAccount,
): PreparedSource {
  const namespace = shape.pod.metadata.namespace || shape.workload.namespace;
  const admission = admitServiceAccount(defaultPod(shape.pod), namespace, lookup);
  if (!admission.ok) {
    return { ok: false, shape, errors: [forbidden('spec.serviceAccountName', admission.message)] };
  }
  return { ok: true, source: { shape, view: viewPod(restateSeccomp(admission.pod)) } };
}

function restateSeccomp(pod: Pod): Pod {
  const profile = pod.spec.securityContext?.seccompProfile;
  const { annotations } = pod.metadata;
  if (profile === undefined || (annotations?.[SECCOMP_POD_ANNOTATION] ?? '') !== '') return pod;
  const value = seccompAnnotationForField(profile);
  if (value === undefined) return pod;
  return {
    ...pod,
    metadata: { ...pod.metadata, annotations: { ...annotations, [SECCOMP_POD_ANNOTATION]: value } },
  };
}
