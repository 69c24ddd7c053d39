import { grantsFor, renderYaml, rolloutOf } from '#libs/advisor';
import { proposal, type StoredProposal } from '#libs/simulations';
import { z } from 'zod';
import { decoded, rolloutView } from '../policies/index.js';

/** What is proposed, as it is stored. */
const proposed = proposal.shape;
const proposedPolicy = proposed.policies.element.shape;
const document = z.record(z.string(), z.unknown());

/** The answer of `GET /api/v1/simulations/{id}/bundle`. */
export const simulationBundle = z
  .object({
    clusters: z.array(
      z.object({
        cluster: z.string(),
        policies: z.array(
          z.object({
            id: z.uuid(),
            revision: z.int(),
            name: z.string(),
            workloads: proposedPolicy.workloads.meta({ description: 'What the policy is for.' }),
            policy: document,
            grants: z.array(document).meta({ description: 'Who may use it: RBAC objects.' }),
            patches: proposedPolicy.patches.meta({
              description: 'What workloads have to become, where the policy is tighter than their manifests.',
            }),
          }),
        ),
        unsatisfiable: proposed.unsatisfiable.meta({
          description: 'Pods that no policy can admit, or that never start.',
        }),
        withoutPolicy: proposed.withoutPolicy.meta({
          description: 'Workloads of which not every pod is admitted.',
        }),
        sharedServiceAccounts: proposed.sharedServiceAccounts.meta({
          description: 'Service accounts that may use several of the policies.',
        }),
        rollout: rolloutView.meta({
          description: 'What to do in which order, with the objects to apply, and the way back.',
        }),
      }),
    ),
  })
  .meta({ id: 'SimulationBundle' });
export type SimulationBundle = z.infer<typeof simulationBundle>;

/** The bundles of a simulation: what to apply to each cluster, and in which order. */
export function bundleViewOf(proposals: readonly StoredProposal[]): SimulationBundle {
  return simulationBundle.parse({ clusters: proposals.map(clusterBundle) });
}

/** What `kubectl apply` takes: policies first, then who may use them. */
export function bundleYaml({ policies }: SimulationBundle['clusters'][number]): string {
  return renderYaml(...policies.map((each) => each.policy), ...policies.flatMap(({ grants }) => grants));
}

function clusterBundle({ grants: style, policies, ...rest }: StoredProposal) {
  const granted = policies.map(({ users, document: policy, ...each }) => ({
    ...each,
    policy,
    grants: grantsFor(each.name, users, style),
  }));
  const rollout = rolloutOf({
    policies: policies.map(decoded),
    grants: granted.flatMap(({ grants }) => grants),
    without: rest.withoutPolicy,
  });
  return { ...rest, policies: granted, rollout };
}
