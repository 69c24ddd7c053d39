import { templateText } from '#libs/advisor';
import type { WorkloadReference } from '#libs/kubernetes';
import { contentId, rows, type SqlRunner } from '#libs/persistence';
import { z } from 'zod';
import type { InventoryWorkload } from './read-inventory.js';

/** The same for workloads whose manifests differ in nothing that a verdict depends on. Null: the kind has no template. */
export function templateId({ workload, document }: InventoryWorkload): string | null {
  const text = templateText(workload.kind, document);
  return text === undefined ? null : contentId(text);
}

/** A workload without its manifest. */
export interface TemplatedWorkload {
  readonly id: string;
  readonly workload: WorkloadReference;
  /** Workloads that share it become the same pods. Undefined: nothing is known to be alike. */
  readonly template: string | undefined;
}

const templatedRow = z.object({
  id: z.string(),
  cluster: z.string(),
  namespace: z.string(),
  kind: z.string(),
  name: z.string(),
  template_id: z.string().nullable(),
});

/**
 * Those of the ids that the inventory has, in the order given. One that has running pods shares its template with nobody:
 * something may have been injected into them.
 */
export async function readTemplates(
  runner: SqlRunner,
  ids: readonly string[],
): Promise<readonly TemplatedWorkload[]> {
  if (ids.length === 0) return [];
  const found = await rows(
    runner,
    templatedRow,
    `SELECT w.id, w.cluster, w.namespace, w.kind, w.name,
       CASE WHEN NOT EXISTS (SELECT FROM inventory_pods p
           WHERE p.workload_id = w.id AND p.gone_at IS NULL AND NOT p.finished)
         THEN i.template_id END AS template_id
     FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (id, place)
       JOIN inventory_workloads i ON i.workload_id = asked.id JOIN workloads w ON w.id = asked.id
     ORDER BY asked.place`,
    [ids],
  );
  return found.map(({ id, template_id: template, ...workload }) => ({
    id,
    workload,
    template: template ?? undefined,
  }));
}
