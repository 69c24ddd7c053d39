import {
  alwaysAllow,
  authorizerOf,
  fieldErrorText,
  knownOrPlainAccounts,
  type PodCreators,
  podRequester,
  type PodShape,
  type WorkloadReference,
} from '#libs/kubernetes';
import { admit, compilePolicy, explain, type PodSecurityPolicy, policyUse } from '#libs/psp';

type Document = Readonly<Record<string, unknown>>;

/** What admission in a cluster depends on beside policies and pods: plain data. */
export interface ClusterFacts {
  /** RBAC objects and service accounts among whatever objects there are. */
  readonly objects: readonly Document[];
  /** Who creates the pods, where it is not as by default. */
  readonly podCreators: PodCreators;
}

export interface EvaluateInput {
  readonly policies: readonly PodSecurityPolicy[];
  readonly pods: readonly PodShape[];
  /** Who may use the policies: everybody, as the objects of each cluster say, or as these say. */
  readonly grants: 'all' | 'cluster' | { readonly objects: readonly Document[] };
  /** Of each cluster that a pod is of. */
  readonly clusters: ReadonlyMap<string, ClusterFacts>;
  /** Instead of those of the clusters. */
  readonly podCreators?: PodCreators | undefined;
}

/** What one policy by itself makes of a pod. */
export interface PolicyEvaluation {
  readonly name: string;
  readonly fits: boolean;
  readonly mutates: boolean;
  readonly authorized: boolean;
  /** Why admission leaves it out. */
  readonly unusable?: string;
  readonly errors: readonly { readonly field: string; readonly type: string; readonly detail: string }[];
  /** What its defaults change in the pod: a JSON Patch. */
  readonly patch: readonly object[];
}

/** What admission answers to a pod. */
export interface PodEvaluation extends Pick<PodShape, 'origin' | 'templatePath'> {
  readonly workload: WorkloadReference;
  readonly allowed: boolean;
  readonly stage?: 'admit' | 'podValidation' | 'validate';
  /** The one that mutating admission chose. */
  readonly policy?: string;
  readonly mutated: boolean;
  /** The text of the refusal, as the API server words it. */
  readonly message: string;
  readonly policies: readonly PolicyEvaluation[];
}

/**
 * What admission answers to pods, in the order given, and what each policy by itself makes of them: `admit` and `explain`
 * of libs/psp.
 */
export function evaluatePods({
  policies,
  pods,
  grants,
  clusters,
  podCreators,
}: EvaluateInput): readonly PodEvaluation[] {
  const compiled = policies.map((policy) => compilePolicy(policy));
  const given =
    grants === 'all' ? alwaysAllow : grants === 'cluster' ? undefined : authorizerOf(grants.objects);
  const states = new Map(
    [...clusters].map(([name, { objects, podCreators: creators }]) => [
      name,
      {
        authorizer: given ?? authorizerOf(objects),
        serviceAccounts: knownOrPlainAccounts(objects),
        creators: podCreators ?? creators,
      },
    ]),
  );
  return pods.map(({ workload, pod, origin, templatePath }) => {
    const { cluster, namespace, kind } = workload;
    const state = states.get(cluster);
    if (state === undefined) throw new Error(`nothing was given of cluster ${cluster}`);
    const { authorizer, serviceAccounts, creators } = state;
    const answer = admit({
      policies: compiled,
      pod,
      namespace,
      mayUse: policyUse(authorizer, namespace, podRequester(kind, pod, creators)),
      serviceAccounts,
    });
    const explanations = new Map(explain(compiled, pod).map((each) => [each.name, each]));
    return {
      workload,
      origin,
      templatePath,
      allowed: answer.allowed,
      ...(answer.stage === '' ? {} : { stage: answer.stage }),
      ...(answer.psp === undefined ? {} : { policy: answer.psp }),
      mutated: answer.mutated,
      message: answer.message,
      policies: answer.perPolicy.map(({ name, valid, mutates, authorized, errors, providerError }) => ({
        name,
        fits: valid,
        mutates,
        authorized,
        ...(providerError === undefined ? {} : { unusable: providerError }),
        errors: errors.map((error) => ({
          field: error.field,
          type: error.type,
          detail: fieldErrorText(error),
        })),
        patch: explanations.get(name)?.patch ?? [],
      })),
    };
  });
}
