import { renderYaml } from '#libs/advisor';
import type { Reach } from '#libs/persistence';
import { z } from 'zod';
import { pageOf } from '../http/index.js';
import { policyOrigin, type StoredPolicy } from './policy-store.js';

/** A policy in lists: everything but the document. */
export const policySummary = z
  .object({
    id: z.uuid(),
    project: z.string().meta({ description: 'The project to which it belongs.' }),
    name: z.string().meta({ description: '`metadata.name` of the policy; unique in its project.' }),
    revision: z.int().min(1),
    origin: policyOrigin,
    labels: z.record(z.string(), z.string()).meta({ description: '`metadata.labels` of this revision.' }),
    createdAt: z.iso.datetime(),
    revisedAt: z.iso.datetime().meta({ description: 'When this revision was made.' }),
    revisedBy: z.string().meta({ description: 'The name of the API key that made this revision.' }),
  })
  .meta({ id: 'PolicySummary' });

export const policyView = policySummary
  .extend({
    policy: z.record(z.string(), z.unknown()).meta({ description: 'The PodSecurityPolicy, as it was sent.' }),
    explanations: z.unknown().optional().meta({
      description:
        'Of a generated policy: why each field has its value. Only for those who may see all namespaces that it was generated from.',
    }),
    warnings: z
      .array(z.string())
      .optional()
      .meta({ description: 'What was accepted, but may be a mistake.' }),
  })
  .meta({ id: 'Policy' });
export type PolicyView = z.infer<typeof policyView>;

export const policyPage = pageOf(policySummary).meta({ id: 'PolicyPage' });

export function summaryOf(stored: StoredPolicy): z.infer<typeof policySummary> {
  return {
    id: stored.id,
    project: stored.project,
    name: stored.name,
    revision: stored.revision,
    origin: stored.origin,
    labels: { ...stored.labels },
    createdAt: stored.createdAt.toISOString(),
    revisedAt: stored.revisedAt.toISOString(),
    revisedBy: stored.revisedBy,
  };
}

/** The policy without what tells of workloads that the caller may not see. */
export function withinReach(stored: StoredPolicy, reach: Reach): StoredPolicy {
  const own = reach.within(stored.project);
  const isPermitted = stored.explainedAreas.every((area) => own.permitsArea(area));
  return isPermitted ? stored : { ...stored, explanations: undefined };
}

export function viewOf(stored: StoredPolicy, warnings: readonly string[] = []): PolicyView {
  return {
    ...summaryOf(stored),
    policy: stored.document,
    ...(stored.explanations === undefined ? {} : { explanations: stored.explanations }),
    ...(warnings.length === 0 ? {} : { warnings: [...warnings] }),
  };
}

/** The policy as `kubectl apply` takes it: the text as it was written, or rendered from what came as JSON. */
export function yamlOf(stored: Pick<StoredPolicy, 'source' | 'document'>): string {
  return stored.source ?? renderYaml(stored.document);
}
