import type { NormalisedEvent } from '#libs/events';
import type { AgentState } from './states.js';
import { WriteBackCache } from './write-back-cache.js';

const rememberedAgents = 50_000;

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

  /** `remembered`: so many agents at least, and twice as many at most, beside those that have changed. */
  constructor(remembered = rememberedAgents) {
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
    for (const each of found) this.#agents.set(agentKey(each.origin.cluster, each.instance), each);
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
    this.#agents.change(key, agent);
    return true;
  }

  get pending(): readonly AgentState[] {
    return this.#agents.changed;
  }

  /** Rows that are pending. */
  get changedRows(): number {
    return this.#agents.changes;
  }

  flushed(): void {
    for (const agent of this.#agents.changed) {
      agent.revision += 1;
      agent.missing = agent.sequences.missing;
    }
    this.#agents.stored();
  }

  reset(): void {
    this.#agents.clear();
  }
}

function keyOf({ sequence, origin: { cluster, agent } }: NormalisedEvent): string | undefined {
  return sequence === undefined || agent.instance === undefined
    ? undefined
    : agentKey(cluster, agent.instance);
}
