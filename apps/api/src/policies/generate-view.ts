import type { Bundle, ByProducts } from '#libs/advisor';
import { z } from 'zod';

const workload = z.object({ cluster: z.string(), namespace: z.string(), kind: z.string(), name: z.string() });
const document = z.record(z.string(), z.unknown());
const rolloutStep = z.object({
  title: z.string(),
  detail: z.string(),
  manifest: z.string().optional(),
  commands: z.array(z.string()).optional(),
});

/** What to do in which order, and how to get back. */
export const rolloutView = z.object({ steps: z.array(rolloutStep), rollback: z.array(rolloutStep) });

/** The answer of `POST /api/v1/policies/generate`. */
export const generated = z
  .object({
    policies: z.array(
      z.object({
        name: z.string(),
        id: z.uuid().optional().meta({ description: 'Of the stored policy, if it was to be saved.' }),
        href: z.string().optional(),
        workloads: z.array(workload).meta({ description: 'What the policy is for.' }),
        policy: document,
        yaml: z.string(),
        explanations: z.array(z.looseObject({ field: z.string(), path: z.string() })).meta({
          description: 'Why each field has its value, and what the next stricter value would break.',
        }),
        patches: z
          .array(z.looseObject({ workload, manifest: z.string() }))
          .optional()
          .meta({
            description: 'What workloads have to become, where the policy is tighter than their manifests.',
          }),
        verified: z
          .looseObject({ sound: z.boolean(), minimal: z.boolean() })
          .meta({ description: 'What the admission engine said of the policy.' }),
        grants: z.array(document).meta({ description: 'Who may use it: RBAC objects.' }),
      }),
    ),
    unsatisfiable: z
      .array(
        z.looseObject({
          workload,
          reason: z.string(),
          stage: z.enum(['admission', 'start']),
          field: z.string(),
          detail: z.string(),
        }),
      )
      .meta({ description: 'Pods that no policy can admit, or that never start.' }),
    withoutPolicy: z.array(workload).meta({ description: 'Workloads of which not every pod is admitted.' }),
    sharedServiceAccounts: z
      .array(z.object({ namespace: z.string(), serviceAccount: z.string(), policies: z.array(z.string()) }))
      .meta({ description: 'Service accounts that may use several of the policies.' }),
    byProducts: z
      .array(
        z.object({
          workload,
          container: z.string(),
          capabilities: z
            .looseObject({ needed: z.array(z.string()) })
            .optional()
            .meta({
              description:
                'Those that it needs: all others can be dropped. Absent: nobody watched capabilities.',
            }),
          seccomp: z.looseObject({ profile: document }).optional().meta({
            description: 'A profile for the container runtime. Absent: nobody watched system calls.',
          }),
          hardened: z.looseObject({ securityContext: document }).optional().meta({
            description: 'The tightest security context that nothing observed speaks against.',
          }),
        }),
      )
      .optional()
      .meta({
        description:
          'If they were asked for: of each container of a workload that was observed, in the order of the pod.',
      }),
    rollout: rolloutView,
  })
  .meta({ id: 'GeneratedPolicies' });
export type Generated = z.infer<typeof generated>;

/** `saved`: ids of stored policies by name. */
export function generatedView(
  bundle: Bundle,
  saved: ReadonlyMap<string, string>,
  byProducts: readonly ByProducts[] | undefined,
): Generated {
  return generated.parse({
    policies: bundle.policies.map(({ name, workloads, generated: each, grants }) => {
      const id = saved.get(name);
      return {
        name,
        ...(id === undefined ? {} : { id, href: `/api/v1/policies/${id}` }),
        workloads,
        policy: each.policy,
        yaml: each.yaml,
        explanations: each.explanations,
        ...(each.patches === undefined ? {} : { patches: each.patches }),
        verified: each.verified,
        grants,
      };
    }),
    unsatisfiable: bundle.unsatisfiable,
    withoutPolicy: bundle.withoutPolicy,
    sharedServiceAccounts: bundle.sharedServiceAccounts,
    ...(byProducts !== undefined && { byProducts }),
    rollout: bundle.rollout,
  });
}
