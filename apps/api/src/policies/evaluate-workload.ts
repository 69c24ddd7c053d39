import { authorizerOf } from '#libs/inventory';
import { alwaysAllow, fieldErrorText, type PodCreators, podRequester } from '#libs/kubernetes';
import { admit, compilePolicy, explain, type PodSecurityPolicy, policyUse } from '#libs/psp';
import type { ClusterState, Grants, SimulatedWorkload } from '#libs/simulations';

/** What admission answers to the pods of a workload, and what each policy by itself makes of them. */
export function evaluateWorkload(
  { workload, shapes }: SimulatedWorkload,
  policies: readonly PodSecurityPolicy[],
  grants: Grants,
  state: ClusterState,
  creators: PodCreators = state.podCreators,
): readonly object[] {
  const compiled = policies.map((policy) => compilePolicy(policy));
  const authorizer =
    grants === 'all' ? alwaysAllow : grants === 'cluster' ? state.authorizer : authorizerOf(grants.objects);
  const { namespace } = workload;
  return shapes.map(({ pod, origin, templatePath }) => {
    const answer = admit({
      policies: compiled,
      pod,
      namespace,
      mayUse: policyUse(authorizer, namespace, podRequester(workload.kind, pod, creators)),
      serviceAccounts: state.serviceAccounts,
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
