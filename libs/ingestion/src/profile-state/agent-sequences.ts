import type { NormalisedEvent } from '#libs/events';
import type { AgentState } from './states.js';
import { WriteBackCache } from './write-back-cache.js';

const rememberedAgents = 50_000;
/** An agent whose numbers come with gaps has many ranges of them. Of all agents together so many are remembered. */
const rememberedRanges = 500_000;
/** Ranges that are as long as an ordinary row. */
const rangesOfRow = 50;

/** Key of an agent: of the row that holds its sequence numbers. */
export function agentKey(cluster: string, instance: string): string {
  return `${cluster}/${instance}`;
}

/**
 * Which events were taken already, of agents that number them. The numbers of an agent that is not known have to be looked
 * up before an event of it can be added.
 */
export class AgentSequences {
  readonly #agents: WriteBackCache<AgentState>;
  /** Ranges of all agents that are remembered, or more: those that were forgotten count until all are. */
  #ranges = 0;
  /** What the ranges of agents that have changed take beyond an ordinary row, in rows. */
  #longRows = 0;

  /** `remembered`: so many agents at least, and twice as many at most, beside those that have changed. */
  constructor(
    remembered = rememberedAgents,
    private readonly mostRanges = rememberedRanges,
  ) {
    this.#agents = new WriteBackCache(remembered);
  }

  /** Whether all is known that an event can be taken by. */
  isKnown(event: NormalisedEvent): boolean {
    const key = keyOf(event);
    return key === undefined || this.#agents.get(key) !== undefined;
  }

  /** Who sent events and is not known, by key. */
  unknown(events: readonly NormalisedEvent[]): ReadonlyMap<string, NormalisedEvent['origin']> {
    const unknown = new Map<string, NormalisedEvent['origin']>();
    for (const event of events) {
      const key = keyOf(event);
      if (key !== undefined && this.#agents.get(key) === undefined) unknown.set(key, event.origin);
    }
    return unknown;
  }

  /** What a look-up has found. */
  learn(found: Iterable<AgentState>): void {
    for (const each of found) {
      this.#hold(each.ranges);
      this.#agents.set(agentKey(each.origin.cluster, each.instance), each);
    }
  }

  /** Takes an event, unless its number was taken before. Events without a number are always taken. `day`: of the event. */
  take(event: NormalisedEvent, day: string): boolean {
    const key = keyOf(event);
    if (key === undefined || event.sequence === undefined) return true;
    const agent = this.#agents.get(key);
    if (agent === undefined) throw new Error('the sequence numbers of an agent were not loaded');
    if (!agent.sequences.add(event.sequence)) return false;
    if (day < agent.firstDay) agent.firstDay = day;
    if (day > agent.lastDay) agent.lastDay = day;
    const { changes } = this.#agents;
    this.#agents.change(agent);
    if (this.#agents.changes > changes) this.#longRows += Math.floor(agent.ranges / rangesOfRow);
    return true;
  }

  get pending(): readonly AgentState[] {
    return this.#agents.changed;
  }

  /** Rows that are pending; of very long ones, as many as are as long. */
  get changedRows(): number {
    return this.#agents.changes + this.#longRows;
  }

  flushed(): void {
    for (const agent of this.#agents.changed) {
      agent.revision += 1;
      agent.missing = agent.sequences.missing;
      const more = agent.sequences.size - agent.ranges;
      agent.ranges = agent.sequences.size;
      this.#hold(Math.max(0, more));
    }
    this.#agents.stored();
    this.#longRows = 0;
  }

  /** Forgets all agents but those that are pending. */
  forget(): void {
    this.#agents.forget();
    this.#ranges = 0;
  }

  reset(): void {
    this.#agents.clear();
    this.#ranges = 0;
    this.#longRows = 0;
  }

  /** Makes room for more ranges: all agents are forgotten where there is none. */
  #hold(ranges: number): void {
    this.#ranges += ranges;
    if (this.#ranges <= this.mostRanges) return;
    this.#agents.forget();
    this.#ranges = ranges;
  }
}

function keyOf({ sequence, origin: { cluster, agent } }: NormalisedEvent): string | undefined {
  return sequence === undefined || agent.instance === undefined
    ? undefined
    : agentKey(cluster, agent.instance);
}
