import {
  alwaysAllow,
  controllerRequester,
  type Pod,
  type PodShape,
  type ServiceAccountLookup,
  type UserInfo,
} from '#libs/kubernetes';
import { admit, type AdmissionAnswer, type CompiledPolicy, policyUse } from '#libs/psp';

import type { JudgeInput } from './judge-input.js';

/** Admission of the pods of one workload: who asks, in which namespace, with which grants. */
export interface Admission {
  readonly namespace: string;
  readonly mayUse: (policyName: string, serviceAccountName: string | undefined) => boolean;
  readonly serviceAccounts?: ServiceAccountLookup;
}

/** Nobody in particular: for kinds whose creator is not known only the pod's service account counts. */
const UNKNOWN_REQUESTER: UserInfo = { name: '', groups: [] };

/** The admission of a workload's pods. Pods of the workload's own template decide the namespace. */
export function admissionOf(input: JudgeInput): Admission {
  const [shape] = input.shapes;
  const namespace = (shape && namespaceOf(shape)) ?? input.workload.namespace;
  const requester = input.requester ?? controllerRequester(input.workload.kind) ?? UNKNOWN_REQUESTER;
  return {
    namespace,
    mayUse: policyUse(input.authorizer ?? alwaysAllow, namespace, requester),
    ...(input.serviceAccounts !== undefined && { serviceAccounts: input.serviceAccounts }),
  };
}

function namespaceOf({ pod }: PodShape): string | undefined {
  return pod.metadata.namespace === '' ? undefined : pod.metadata.namespace;
}

/** The answer of the API server to the creation of a pod. */
export function admitPod(
  admission: Admission,
  policies: readonly CompiledPolicy[],
  pod: Pod,
): AdmissionAnswer {
  return admit({ ...admission, policies, pod });
}
