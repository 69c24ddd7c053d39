import { type NormalisedEvent, RecentMap } from '#libs/events';
import { contentId } from '#libs/persistence';

const remembered = 200_000;
/** Characters of an id. That of an audit event may be made up by whoever asks, of any length: longer ones are digests here. */
const mostOfAnId = 512;

/**
 * Which events were taken already, of those that agents identify: falcosidekick by uuid, the audit log by auditID, stage
 * and when the request was received. What is not known here has to be looked up before the event can be added.
 */
export class EventIds {
  readonly #stored = new RecentMap<string, true>(remembered);
  /** Looked up and not found: nobody had taken them then. */
  readonly #free = new Set<string>();
  #pending = new Set<string>();

  /** Whether it is known of an event if it was taken. */
  isKnown(event: NormalisedEvent): boolean {
    const id = idOf(event);
    return id === undefined || this.#isLookedUp(id);
  }

  /** Ids of events that nothing is known of. */
  unknown(events: readonly NormalisedEvent[]): ReadonlySet<string> {
    const unknown = new Set<string>();
    for (const event of events) {
      const id = idOf(event);
      if (id !== undefined && !this.#isLookedUp(id)) unknown.add(id);
    }
    return unknown;
  }

  /** What a look-up has found. */
  learn(lookedUp: Iterable<string>, taken: ReadonlySet<string>): void {
    for (const id of lookedUp) {
      if (taken.has(id)) this.#stored.set(id, true);
      else this.#free.add(id);
    }
  }

  /** Takes an event, unless it was taken before. Events without an id are always taken. */
  take(event: NormalisedEvent): boolean {
    const id = idOf(event);
    if (id === undefined) return true;
    if (this.#isTaken(id)) return false;
    if (!this.#free.delete(id)) throw new Error('the id of an event was not looked up');
    this.#pending.add(id);
    return true;
  }

  get pending(): ReadonlySet<string> {
    return this.#pending;
  }

  flushed(): void {
    for (const id of this.#pending) this.#stored.set(id, true);
    this.#pending = new Set();
  }

  reset(): void {
    this.#stored.clear();
    this.#free.clear();
    this.#pending = new Set();
  }

  #isLookedUp(id: string): boolean {
    return this.#isTaken(id) || this.#free.has(id);
  }

  #isTaken(id: string): boolean {
    return this.#pending.has(id) || this.#stored.get(id) !== undefined;
  }
}

/** An agent's ids are its own, within a cluster. */
function idOf({ eventId, origin: { cluster, agent } }: NormalisedEvent): string | undefined {
  if (eventId === undefined) return undefined;
  const id = JSON.stringify([cluster, agent.name, eventId]);
  return id.length > mostOfAnId ? contentId(id) : id;
}
