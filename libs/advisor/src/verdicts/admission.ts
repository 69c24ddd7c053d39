import {
  alwaysAllow,
  type Pod,
  podRequester,
  type PodShape,
  type ServiceAccountLookup,
} from '#libs/kubernetes';
import { admit, type AdmissionAnswer, type CompiledPolicy, policyUse } from '#libs/psp';

import type { JudgeInput } from './judge-input.js';

/** Admission of the pods of one workload: who asks, in which namespace, with which grants. */
export interface Admission {
  readonly namespace: string;
  readonly mayUse: (policyName: string, serviceAccountName: string | undefined) => boolean;
  readonly serviceAccounts?: ServiceAccountLookup;
}

/** The admission of a workload's pods. Pods of the workload's own template decide the namespace. */
export function admissionOf(input: JudgeInput): Admission {
  const [shape] = input.shapes;
  const namespace = (shape && namespaceOf(shape)) ?? input.workload.namespace;
  const requester = input.requester ?? podRequester(input.workload.kind, shape?.pod);
  return {
    namespace,
    mayUse: policyUse(input.authorizer ?? alwaysAllow, namespace, requester),
    ...(input.serviceAccounts !== undefined && { serviceAccounts: input.serviceAccounts }),
  };
}

function namespaceOf({ pod }: PodShape): string | undefined {
  return pod.metadata.namespace === '' ? undefined : pod.metadata.namespace;
}

/** The answer of the API server to the creation of a pod, without what each policy by itself says. */
export function admitPod(
  admission: Admission,
  policies: readonly CompiledPolicy[],
  pod: Pod,
): AdmissionAnswer {
  return admit({ ...admission, policies, pod, perPolicy: false });
}

/** The same with what each policy says. */
export function admitByEach(
  admission: Admission,
  policies: readonly CompiledPolicy[],
  pod: Pod,
): AdmissionAnswer {
  return admit({ ...admission, policies, pod });
}
