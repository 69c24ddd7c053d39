import { isRecord, terminals } from '#libs/kubernetes';
import { rows, type SqlRunner } from '#libs/persistence';
import { z } from 'zod';

/** Whether a container has a terminal of its own (`tty: true`); undefined where its spec is not known. */
export type TerminalOf = (workload: string, container: string) => boolean | undefined;

/**
 * Reads what the inventory says of workloads, by their ids: their manifests, and what their pods look like. A container has a
 * terminal if any of these says so: of which of them the process was that had one, nobody knows.
 */
export async function readTerminals(runner: SqlRunner, workloads: readonly string[]): Promise<TerminalOf> {
  if (workloads.length === 0) return () => undefined;
  const found = await rows(
    runner,
    z.object({ workload_id: z.string(), document: z.unknown(), live: z.boolean() }),
    `SELECT workload_id, document, false AS live FROM inventory_workloads WHERE workload_id = ANY ($1::uuid[])
     UNION ALL
     SELECT pods.workload_id, s.document, true
     FROM (
       SELECT DISTINCT cluster, workload_id, shape_id FROM inventory_pods WHERE workload_id = ANY ($1::uuid[])
     ) AS pods JOIN inventory_shapes s ON s.cluster = pods.cluster AND s.id = pods.shape_id`,
    [workloads],
  );
  const known = new Map<string, boolean>();
  for (const { workload_id, document, live } of found) {
    const pod = live && isRecord(document) ? { ...document, kind: 'Pod' } : document;
    for (const [container, has] of terminals(pod) ?? []) {
      const key = `${workload_id}/${container}`;
      known.set(key, has || known.get(key) === true);
    }
  }
  return (workload, container) => known.get(`${workload}/${container}`);
}
