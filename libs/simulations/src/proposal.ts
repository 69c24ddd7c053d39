import { rows, type SqlRunner } from '#libs/persistence';
import { z } from 'zod';
import { kubernetesDocument } from './simulation-order.js';

const workload = z.object({ cluster: z.string(), namespace: z.string(), kind: z.string(), name: z.string() });
const policyUser = z.object({ namespace: z.string(), serviceAccount: z.string() });

/** What generation proposes for one cluster beside the text of the policies. */
export const proposal = z.object({
  cluster: z.string(),
  policies: z.array(
    z.object({
      /** As it was stored, and the revision at that time. */
      id: z.string(),
      name: z.string(),
      revision: z.int(),
      workloads: z.array(workload),
      /** Who has to be able to use it. */
      users: z.array(policyUser),
      /** What workloads have to become, where the policy is tighter than their manifests. */
      patches: z.array(z.object({ workload, manifest: z.string() })).optional(),
    }),
  ),
  grants: z.enum(['role', 'cluster-role']),
  unsatisfiable: z.array(
    z.object({
      workload,
      reason: z.string(),
      stage: z.enum(['admission', 'start']),
      field: z.string(),
      detail: z.string(),
    }),
  ),
  withoutPolicy: z.array(workload),
  sharedServiceAccounts: z.array(policyUser.extend({ policies: z.array(z.string()) })),
});
export type Proposal = z.infer<typeof proposal>;

/** A proposal with its policies as the simulation has them now: a continuous one takes newer revisions. */
export interface StoredProposal extends Omit<Proposal, 'policies'> {
  readonly policies: readonly (Proposal['policies'][number] & {
    readonly document: z.infer<typeof kubernetesDocument>;
  })[];
}

/** What was generated with a simulation, by cluster; none if nothing was, or there is no such simulation. */
export async function readProposals(
  runner: SqlRunner,
  simulation: string,
): Promise<readonly StoredProposal[]> {
  const found = await rows(
    runner,
    z.object({ proposals: z.array(proposal) }),
    `SELECT proposals FROM simulations WHERE id = $1 AND proposals IS NOT NULL`,
    [simulation],
  );
  const policies = await rows(
    runner,
    z.object({ policy_id: z.string(), revision: z.int(), document: kubernetesDocument }),
    `SELECT policy_id, revision, document FROM simulation_policies WHERE simulation_id = $1 AND NOT inline`,
    [simulation],
  );
  const byId = new Map(policies.map((each) => [each.policy_id, each]));
  return found
    .flatMap(({ proposals }) => proposals)
    .map((each) => ({
      ...each,
      policies: each.policies.flatMap((policy) => {
        const stored = byId.get(policy.id);
        if (stored === undefined) return [];
        return [{ ...policy, revision: stored.revision, document: stored.document }];
      }),
    }));
}
