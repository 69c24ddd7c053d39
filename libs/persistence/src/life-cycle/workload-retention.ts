import { z } from 'zod';
import { rows } from '../rows.js';
import { removeRows, type RetentionRule } from './retention.js';

/**
 * Tables by whose `workload_id` something is known of a workload, or is to be done with it. Blocks of ids of pods
 * (`runtime_pod_blocks`) are not among them: they say nothing by themselves, and go with the workload.
 */
export const workloadReferences: readonly string[] = [
  'runtime_containers',
  'runtime_pods',
  'inventory_workloads',
  'inventory_pods',
  'inventory_failures',
  'profile_decisions',
  'simulation_pending',
  'change_marks',
];

const unreferenced = workloadReferences
  .map((table) => `NOT EXISTS (SELECT FROM ${table} r WHERE r.workload_id = w.id)`)
  .join(' AND ');

/**
 * Workloads that are older than the period, and of which nothing is left: bare pods with names that a controller made up
 * would leave a row each for ever. Must come after the rules of what refers to them.
 */
export function workloadRetention(keep: number): RetentionRule {
  return {
    name: 'workloads',
    keep,
    remove: (dataSource, before, atMost) =>
      dataSource.transaction(async (transaction) => {
        const found = await rows(
          transaction,
          z.object({ id: z.string() }),
          `SELECT id FROM workloads w WHERE created_at < $1 AND ${unreferenced}
           ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED`,
          [before, atMost],
        );
        // Seen anew under the lock: what has come to refer to one before it was locked would go with it. What comes after
        // that finds the workload gone, and makes it again.
        return removeRows(
          transaction,
          `DELETE FROM workloads w WHERE id = ANY ($1::uuid[]) AND ${unreferenced}`,
          [found.map(({ id }) => id)],
        );
      }),
  };
}
