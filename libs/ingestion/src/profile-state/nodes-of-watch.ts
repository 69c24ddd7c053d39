import { compareText } from '#libs/events';

/**
 * Names of a pod's node on a day that are kept. Each agent has its own: the name of the node, of its own pod, or none. Those of
 * more than so many are of a pod that only stands for others; the first in their order are kept, whoever comes first.
 */
export const MOST_NODES = 16;

/** The names with another one: the list itself if that changes nothing. */
export function withNode(nodes: readonly string[], node: string): readonly string[] {
  if (nodes.includes(node)) return nodes;
  const last = nodes[MOST_NODES - 1];
  if (last !== undefined && last < node) return nodes;
  return [...nodes, node].sort(compareText).slice(0, MOST_NODES);
}

/** SQL: the names of both of two columns; null stands for none that are known. */
export function nodesOfBoth(a: string, b: string): string {
  return `CASE WHEN ${a} @> ${b} THEN ${a} WHEN ${a} IS NULL OR ${b} IS NULL THEN coalesce(${a}, ${b})
    ELSE ARRAY(SELECT DISTINCT node FROM unnest(${a} || ${b}) AS node ORDER BY node LIMIT ${MOST_NODES}) END`;
}
