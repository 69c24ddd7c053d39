import { type Dimension, dimension, nodeFacts, type NodeFacts } from '#libs/events';
import { bigintColumn, rows, type SqlRunner } from '#libs/persistence';
import type { Transmission } from '#libs/profiles';
import { z } from 'zod';
import { boundedSum } from '../bounded-sum.js';
import type { DayRange } from './interactive-items.js';
import { parametersOf, partRows, type WatchedPart } from './watched-part.js';

const sent = z.object({ dimension, received: bigintColumn, lost: bigintColumn });
const recordsRow = z.object({
  container_id: z.int(),
  facts: z.array(nodeFacts).nullable(),
  messages: bigintColumn.nullable(),
  transmissions: z.array(sent).nullable(),
  missing: bigintColumn.nullable(),
});

/** What is known of the nodes on which the pods of containers ran, by container. */
export interface NodeRecords {
  factsOf(container: number): readonly NodeFacts[];
  transmissionOf(container: number): ReadonlyMap<Dimension, Transmission>;
}

/** Containers of which the nodes are read in one statement: what one may take is bounded, and each may be on all nodes. */
const containersAtOnce = 20;

/**
 * What agents on the nodes sent and lost on the days on which the watched pods ran there, under whatever name: that of the
 * node, of the agent's own pod, or none. Summed up in the database: a DaemonSet of 1,000 nodes has 90,000 days of nodes.
 */
export async function readNodes(
  runner: SqlRunner,
  parts: readonly WatchedPart[],
  range: DayRange,
): Promise<NodeRecords> {
  const records = new Map<number, z.infer<typeof recordsRow>>();
  for (let at = 0; at < parts.length; at += containersAtOnce) {
    const found = await readRecords(runner, parts.slice(at, at + containersAtOnce), range);
    for (const row of found) records.set(row.container_id, row);
  }
  return {
    factsOf: (container) => records.get(container)?.facts ?? [],
    transmissionOf: (container) => {
      const { transmissions, missing, messages } = records.get(container) ?? {};
      return withMissed(transmissions ?? [], missing ?? 0, messages ?? 0);
    },
  };
}

function readRecords(
  runner: SqlRunner,
  parts: readonly WatchedPart[],
  { from, to }: DayRange,
): Promise<z.infer<typeof recordsRow>[]> {
  return rows(
    runner,
    recordsRow,
    `WITH node_days AS MATERIALIZED (
       SELECT DISTINCT container_id, pod.cluster, named.node, day
       FROM runtime_watches
         JOIN ${partRows} USING (container_id)
         JOIN runtime_pods AS pod ON pod.id = pod_id
         CROSS JOIN LATERAL unnest(coalesce(nodes, ARRAY[pod.node])) AS named (node)
       WHERE day BETWEEN $4::date AND $5::date AND day >= since
         AND (counted IS NULL OR pod_id = ANY(counted::integer[]))
     ), told AS (
       SELECT container_id, jsonb_agg(DISTINCT facts) FILTER (WHERE facts <> '{}') AS facts, ${boundedSum('sum(messages)')} AS messages
       FROM node_days JOIN runtime_nodes USING (cluster, node, day) GROUP BY container_id
     ), transmitted AS (
       SELECT container_id, dimension, ${boundedSum('sum(received)')}::text AS received, ${boundedSum('sum(lost)')}::text AS lost
       FROM node_days JOIN runtime_transmissions USING (cluster, node, day) GROUP BY container_id, dimension
     ), transmissions AS (
       SELECT container_id, jsonb_agg(to_jsonb(transmitted) - 'container_id') AS transmissions
       FROM transmitted GROUP BY container_id
     ), agents AS (
       SELECT DISTINCT container_id, cluster, instance, missing
       FROM node_days JOIN runtime_agents USING (cluster, node)
       WHERE missing > 0 AND day BETWEEN first_day AND last_day
     ), gaps AS (
       SELECT container_id, ${boundedSum('sum(missing)')} AS missing FROM agents GROUP BY container_id
     )
     SELECT container_id, facts, messages::text, transmissions, missing::text
     FROM (SELECT DISTINCT container_id FROM node_days) AS watched
       LEFT JOIN told USING (container_id)
       LEFT JOIN transmissions USING (container_id)
       LEFT JOIN gaps USING (container_id)`,
    [...parametersOf(parts), from, to],
  );
}

/** A missing event counts as many lost observations of a dimension as the events that did arrive had on average. */
function withMissed(
  transmissions: readonly z.infer<typeof sent>[],
  missedMessages: number,
  messages: number,
): ReadonlyMap<Dimension, Transmission> {
  return new Map(
    transmissions.map(({ dimension: name, received, lost }) => [
      name,
      {
        received,
        lost: lost + (messages === 0 ? missedMessages : Math.ceil((missedMessages * received) / messages)),
      },
    ]),
  );
}
