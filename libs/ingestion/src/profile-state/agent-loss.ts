import type { Dimension } from '#libs/events';
import type { AgentState, NodeDay } from './states.js';

/** What agents lost, as far as it became known since the last flush. */
export interface AgentLoss {
  /** Observations that agents said they had to drop. */
  readonly observations: ReadonlyMap<Dimension, number>;
  /** Events that gaps in the numbers of agents show to be missing, beyond those that were missing before. */
  readonly missing: number;
  /** Events that were missing before, and have come. */
  readonly late: number;
}

/** What is pending tells of loss. */
export function agentLoss(nodes: readonly NodeDay[], agents: readonly AgentState[]): AgentLoss {
  const observations = new Map<Dimension, number>();
  for (const { lost } of nodes) {
    for (const [dimension, count] of lost) {
      observations.set(dimension, (observations.get(dimension) ?? 0) + count);
    }
  }
  let [missing, late] = [0, 0];
  for (const { sequences, missing: before } of agents) {
    const more = sequences.missing - before;
    if (more > 0) missing += more;
    else late -= more;
  }
  return { observations, missing, late };
}
