import { execHandlers } from '#libs/kubernetes';
import { rows, type SqlRunner } from '#libs/persistence';
import { z } from 'zod';

/** The programs that probes and hooks of a container execute; undefined where no manifest tells. */
export type HandlersOf = (workload: string, container: string) => readonly string[] | undefined;

/** Reads what manifests of the inventory say of workloads, by their ids. A container that they do not have was injected. */
export async function readExecHandlers(runner: SqlRunner, workloads: readonly string[]): Promise<HandlersOf> {
  if (workloads.length === 0) return () => undefined;
  const found = await rows(
    runner,
    z.object({ workload_id: z.string(), document: z.unknown() }),
    `SELECT workload_id, document FROM inventory_workloads WHERE workload_id = ANY ($1::uuid[])`,
    [workloads],
  );
  const handlers = new Map(found.map(({ workload_id, document }) => [workload_id, execHandlers(document)]));
  return (workload, container) => handlers.get(workload)?.get(container);
}
