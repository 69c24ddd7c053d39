import { type Dimension, dimension, nodeFacts, type NodeFacts } from '#libs/events';
import { bigintColumn, rows, type SqlRunner } from '#libs/persistence';
import type { Transmission } from '#libs/profiles';
import { z } from 'zod';

const day = z.string();

/** A pod was watched on a UTC day, on a node to which agents give these names. */
export interface WatchedPod {
  readonly cluster: string;
  readonly nodes: readonly string[];
  readonly day: string;
}

/** A name of a node on a day. */
interface NodeDay {
  readonly cluster: string;
  readonly node: string;
  readonly day: string;
}

const nodeRow = z.object({
  cluster: z.string(),
  node: z.string(),
  day,
  facts: z.array(nodeFacts),
  messages: bigintColumn,
});
const transmissionRow = z.object({
  cluster: z.string(),
  node: z.string(),
  day,
  dimension,
  received: bigintColumn,
  lost: bigintColumn,
});
const gapRow = z.object({
  cluster: z.string(),
  node: z.string(),
  missing: bigintColumn,
  first_day: day,
  last_day: day,
});

/** What is known of nodes, for the watches that are asked about. */
export interface NodeRecords {
  factsOf(watches: readonly WatchedPod[]): readonly NodeFacts[];
  transmissionOf(watches: readonly WatchedPod[]): ReadonlyMap<Dimension, Transmission>;
}

/**
 * What agents on the nodes sent and lost on the days on which the watched pods ran there, under whatever name: that of the
 * node, of the agent's own pod, or none.
 */
export async function readNodes(runner: SqlRunner, watches: readonly WatchedPod[]): Promise<NodeRecords> {
  const wanted = daysOf(watches);
  const parameters = [
    wanted.map((at) => at.cluster),
    wanted.map((at) => at.node),
    wanted.map((at) => at.day),
  ];
  const from = `JOIN unnest($1::text[], $2::text[], $3::date[]) AS wanted (cluster, node, day) USING (cluster, node, day)`;
  const nodes = await rows(
    runner,
    nodeRow,
    `SELECT cluster, node, day::text, array_agg(facts) AS facts, sum(messages)::text AS messages
     FROM runtime_nodes ${from} GROUP BY cluster, node, day`,
    parameters,
  );
  const transmissions = await rows(
    runner,
    transmissionRow,
    `SELECT cluster, node, day::text, dimension, received::text, lost::text FROM runtime_transmissions ${from}`,
    parameters,
  );
  const gaps = await rows(
    runner,
    gapRow,
    `SELECT cluster, node, missing::text, first_day::text, last_day::text FROM runtime_agents
     WHERE missing > 0 AND (cluster, node) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    parameters.slice(0, 2),
  );
  const byDay = new Map(nodes.map((row) => [nodeDayKey(row), row]));
  const sent = Map.groupBy(transmissions, nodeDayKey);
  const missing = Map.groupBy(gaps, nodeKey);
  return {
    factsOf: (seen) => daysOf(seen).flatMap((watch) => nonEmpty(byDay.get(nodeDayKey(watch))?.facts ?? [])),
    transmissionOf: (seen) => {
      const days = daysOf(seen);
      const messages = days.reduce((sum, watch) => sum + (byDay.get(nodeDayKey(watch))?.messages ?? 0), 0);
      const gapsOnDays = new Map(
        days
          .flatMap((watch) =>
            (missing.get(nodeKey(watch)) ?? []).filter(
              (gap) => gap.first_day <= watch.day && watch.day <= gap.last_day,
            ),
          )
          .map((gap) => [gap, gap.missing]),
      );
      const missed = [...gapsOnDays.values()].reduce((sum, count) => sum + count, 0);
      return sumUp(
        days.flatMap((watch) => sent.get(nodeDayKey(watch)) ?? []),
        missed,
        messages,
      );
    },
  };
}

/** The names of nodes on days, each once. */
function daysOf(watches: readonly WatchedPod[]): readonly NodeDay[] {
  const days = new Map<string, NodeDay>();
  for (const { cluster, nodes, day: on } of watches) {
    for (const node of nodes) {
      const at = { cluster, node, day: on };
      days.set(nodeDayKey(at), at);
    }
  }
  return [...days.values()];
}

/** A missing event counts as many lost observations of a dimension as the events that did arrive had on average. */
function sumUp(
  transmissions: readonly z.infer<typeof transmissionRow>[],
  missedMessages: number,
  messages: number,
): ReadonlyMap<Dimension, Transmission> {
  const sums = new Map<Dimension, { received: number; lost: number }>();
  for (const { dimension: name, received, lost } of transmissions) {
    const sum = sums.get(name) ?? { received: 0, lost: 0 };
    sums.set(name, { received: sum.received + received, lost: sum.lost + lost });
  }
  for (const sum of sums.values()) {
    sum.lost += messages === 0 ? missedMessages : Math.ceil((missedMessages * sum.received) / messages);
  }
  return sums;
}

function nonEmpty(facts: readonly NodeFacts[]): readonly NodeFacts[] {
  return facts.filter((each) => Object.keys(each).length > 0);
}

function nodeKey({ cluster, node }: { readonly cluster: string; readonly node: string }): string {
  return `${cluster}/${node}`;
}

function nodeDayKey(at: NodeDay): string {
  return `${at.day} ${nodeKey(at)}`;
}
