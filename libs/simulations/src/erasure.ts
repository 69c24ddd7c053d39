import { type ErasureStep, removeRows, rows } from '#libs/persistence';
import { z } from 'zod';

/** Whether a proposal is for the cluster $1, and names the namespace $2, if that is not null. */
const concerned = `(p ->> 'cluster' = $1 AND ($2::text IS NULL
  OR jsonb_path_exists(p, '$.** ? (@.namespace == $erased)', jsonb_build_object('erased', $2::text))))`;

const removedRow = z.object({ simulation_id: z.string(), run: z.int(), document_id: z.string() });

/**
 * Results about the workloads of a cluster and the history of their verdicts, in simulations made before, with what nobody
 * else's result says, and what was proposed for it. Their summaries stay, with the names of the first workloads without
 * manifest, as do manifests that were uploaded with them: both are what the simulation was about, and go with it. The
 * lateral join finds the results of each run in the index, however many there are of other clusters.
 */
export const simulationErasure: readonly ErasureStep[] = [
  {
    name: 'simulation_results',
    erase: async (transaction, { cluster, namespace, before }, atMost) => {
      const removed = await rows(
        transaction,
        removedRow,
        `DELETE FROM simulation_results WHERE ctid = ANY (ARRAY(
           SELECT result.ctid FROM simulations s
             CROSS JOIN LATERAL generate_series(1, s.run) AS run
             CROSS JOIN LATERAL (
               SELECT r.ctid FROM simulation_results r
               WHERE r.simulation_id = s.id AND r.run = run AND r.cluster = $1
                 AND ($2::text IS NULL OR r.namespace = $2) LIMIT $4) AS result
           WHERE s.created_at <= $3 LIMIT $4))
         RETURNING simulation_id, run, document_id`,
        [cluster, namespace ?? null, before, atMost],
      );
      await transaction.query(
        `DELETE FROM simulation_documents d
         USING (SELECT DISTINCT * FROM unnest($1::uuid[], $2::int[], $3::uuid[])) AS gone (simulation_id, run, id)
         WHERE d.simulation_id = gone.simulation_id AND d.run = gone.run AND d.id = gone.id
           AND NOT EXISTS (SELECT FROM simulation_results r
             WHERE r.simulation_id = d.simulation_id AND r.run = d.run AND r.document_id = d.id)`,
        [
          removed.map(({ simulation_id: id }) => id),
          removed.map(({ run }) => run),
          removed.map(({ document_id: id }) => id),
        ],
      );
      return { removed: removed.length, more: removed.length >= atMost };
    },
  },
  {
    name: 'simulation_history',
    erase: async (transaction, { cluster, namespace, before }, atMost) => {
      const removed = await removeRows(
        transaction,
        `DELETE FROM simulation_history WHERE ctid = ANY (ARRAY(
           SELECT entry.ctid FROM simulations s
             CROSS JOIN LATERAL (
               SELECT h.ctid FROM simulation_history h
               WHERE h.simulation_id = s.id AND h.cluster = $1 AND ($2::text IS NULL OR h.namespace = $2)
                 AND h.at <= $3 LIMIT $4) AS entry
           WHERE s.continuous LIMIT $4))`,
        [cluster, namespace ?? null, before, atMost],
      );
      return { removed, more: removed >= atMost };
    },
  },
  {
    // Part of a proposal would be a bundle that lacks something: of a namespace that it names it goes as a whole.
    name: 'simulation_proposals',
    erase: async (transaction, { cluster, namespace, before }, atMost) => {
      const removed = await rows(
        transaction,
        z.object({ id: z.string() }),
        `UPDATE simulations s SET version = version + 1, proposals = nullif((
             SELECT coalesce(jsonb_agg(p ORDER BY place), '[]')
             FROM jsonb_array_elements(s.proposals) WITH ORDINALITY AS each (p, place) WHERE NOT ${concerned}), '[]')
         WHERE ctid = ANY (ARRAY(
           SELECT ctid FROM simulations WHERE proposals IS NOT NULL AND created_at <= $3
             AND EXISTS (SELECT FROM jsonb_array_elements(proposals) AS p WHERE ${concerned}) LIMIT $4))
         RETURNING s.id`,
        [cluster, namespace ?? null, before, atMost],
      );
      return { removed: removed.length, more: removed.length >= atMost };
    },
  },
];
