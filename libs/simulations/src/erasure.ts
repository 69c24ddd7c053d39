import { type ErasureStep, removeRows } from '#libs/persistence';

/**
 * Results about the workloads of a cluster, in simulations made before. Their summaries stay: they are numbers. The
 * lateral join finds the results of each run in the index, however many there are of other clusters.
 */
export const simulationErasure: readonly ErasureStep[] = [
  {
    name: 'simulation_results',
    erase: async (transaction, { cluster, namespace, before }, atMost) => {
      const removed = await removeRows(
        transaction,
        `DELETE FROM simulation_results WHERE ctid = ANY (ARRAY(
           SELECT result.ctid FROM simulations s
             CROSS JOIN LATERAL generate_series(1, s.run) AS run
             CROSS JOIN LATERAL (
               SELECT r.ctid FROM simulation_results r
               WHERE r.simulation_id = s.id AND r.run = run AND r.cluster = $1
                 AND ($2::text IS NULL OR r.namespace = $2) LIMIT $4) AS result
           WHERE s.created_at <= $3 LIMIT $4))`,
        [cluster, namespace ?? null, before, atMost],
      );
      return { removed, more: removed >= atMost };
    },
  },
];
