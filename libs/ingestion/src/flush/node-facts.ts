import { compareText } from '#libs/events';
import { rows } from '#libs/persistence';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { NO_FACTS, type NodeDay } from '../profile-state/states.js';

/**
 * Different facts of a node on a day that are kept: agents know different things, and some change. Those that most messages
 * told are kept, so that an agent which makes facts up, others with each message, takes the place of none that holds.
 */
const MOST_FACTS = 16;

const writtenRow = z.object({ cluster: z.string(), node: z.string(), day: z.string(), fresh: z.boolean() });

/** Adds to how many messages told which facts of nodes, per day. Nodes in the order of their keys. */
export async function writeMessages(transaction: EntityManager, nodes: readonly NodeDay[]): Promise<void> {
  const messages = nodes.flatMap((at) => keptOf(at).map(([facts, count]) => ({ at, facts, count })));
  const written = await rows(
    transaction,
    writtenRow,
    `INSERT INTO runtime_nodes AS stored (cluster, node, day, facts, messages)
     SELECT * FROM unnest($1::text[], $2::text[], $3::date[], $4::jsonb[], $5::bigint[])
     ON CONFLICT (cluster, node, day, facts) DO UPDATE SET messages = stored.messages + excluded.messages
     RETURNING cluster, node, day::text, xmax = 0 AS fresh`,
    [
      messages.map(({ at }) => at.cluster),
      messages.map(({ at }) => at.node),
      messages.map(({ at }) => at.day),
      messages.map(({ facts }) => facts),
      messages.map(({ count }) => count),
    ],
  );
  const fresh = written.filter((row) => row.fresh);
  if (fresh.length > 0) await removeRare(transaction, fresh);
}

/**
 * The JSON of the facts that most messages told since the last flush, in order. No facts stand for those that are not kept as
 * well: all messages count.
 */
function keptOf({ messages }: NodeDay): readonly (readonly [facts: string, count: number])[] {
  const told = [...messages].filter(([facts]) => facts !== NO_FACTS);
  const kept = told.sort(([a, x], [b, y]) => y - x || compareText(a, b));
  const none = messages.get(NO_FACTS) ?? 0;
  const others = kept.splice(MOST_FACTS).reduce((sum, [, count]) => sum + count, none);
  if (others > 0) kept.push([NO_FACTS, others]);
  return kept.sort(([a], [b]) => compareText(a, b));
}

/** Keeps the facts of nodes that most messages told. Those that another process is writing are left to it. */
async function removeRare(
  transaction: EntityManager,
  nodes: readonly Pick<z.infer<typeof writtenRow>, 'cluster' | 'node' | 'day'>[],
): Promise<void> {
  await transaction.query(
    `WITH ranked AS (
       SELECT cluster, node, day, facts,
         row_number() OVER (PARTITION BY cluster, node, day ORDER BY messages DESC, facts) AS place
       FROM runtime_nodes JOIN (
         SELECT DISTINCT * FROM unnest($1::text[], $2::text[], $3::date[]) AS given (cluster, node, day)
       ) AS wanted USING (cluster, node, day)
       WHERE facts <> '${NO_FACTS}'
     ), rare AS (
       SELECT n.cluster, n.node, n.day, n.facts FROM runtime_nodes n JOIN ranked USING (cluster, node, day, facts)
       WHERE ranked.place > ${MOST_FACTS} ORDER BY n.cluster, n.node, n.day, n.facts FOR UPDATE OF n SKIP LOCKED
     ), removed AS (
       DELETE FROM runtime_nodes n USING rare
       WHERE (n.cluster, n.node, n.day, n.facts) = (rare.cluster, rare.node, rare.day, rare.facts)
       RETURNING n.cluster, n.node, n.day, n.messages
     )
     INSERT INTO runtime_nodes AS stored (cluster, node, day, facts, messages)
     SELECT cluster, node, day, '${NO_FACTS}'::jsonb, sum(messages) FROM removed GROUP BY cluster, node, day
     ORDER BY cluster, node, day
     ON CONFLICT (cluster, node, day, facts) DO UPDATE SET messages = stored.messages + excluded.messages`,
    [nodes.map(({ cluster }) => cluster), nodes.map(({ node }) => node), nodes.map(({ day }) => day)],
  );
}
