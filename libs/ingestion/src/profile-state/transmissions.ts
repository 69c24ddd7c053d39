import { type Dimension, dimensionNames, type NormalisedEvent, RecentMap } from '#libs/events';
import { NO_FACTS, NodeDay } from './states.js';

/** What agents sent and lost since the last flush, per node and day. */
export class Transmissions {
  #nodes = new Map<string, NodeDay>();
  /** Short cut from who sent an event. */
  #bySender = new Map<NormalisedEvent['origin'], NodeDay>();
  #rows = 0;

  get nodes(): readonly NodeDay[] {
    return [...this.#nodes.values()];
  }

  /** Rows that are pending, about: one for each of the facts of a node, and one for each of its dimensions. */
  get changedRows(): number {
    return this.#rows;
  }

  /** Adds an event; `observations` are those in it, by place of the dimension among `dimensionNames`. */
  add(
    { origin, covers, coversPartly = [], lost, nodeFacts }: NormalisedEvent,
    day: string,
    observations: Float64Array,
  ): void {
    const node = this.#nodeDay(origin, day);
    const facts = nodeFacts === undefined ? NO_FACTS : JSON.stringify(nodeFacts);
    const messages = node.messages.get(facts) ?? 0;
    node.messages.set(facts, messages + 1);
    if (messages === 0) this.#rows += 1;
    this.#rows += addReceived(node, covers, observations) + addReceived(node, coversPartly, observations);
    for (const [dimension, count] of lost) {
      if (count === 0) continue;
      const before = node.lost.get(dimension) ?? 0;
      node.lost.set(dimension, before + count);
      if (before === 0) this.#rows += 1;
    }
  }

  clear(): void {
    this.#nodes = new Map();
    this.#bySender = new Map();
    this.#rows = 0;
  }

  #nodeDay(origin: NormalisedEvent['origin'], day: string): NodeDay {
    const last = this.#bySender.get(origin);
    if (last?.day === day) return last;
    const { cluster, node } = origin;
    const key = `${day} ${cluster} ${node}`;
    let state = this.#nodes.get(key);
    if (state === undefined) this.#nodes.set(key, (state = new NodeDay(cluster, node, day)));
    this.#bySender.set(origin, state);
    return state;
  }
}

/**
 * An event that covers a dimension and shows nothing of it says one thing: that there was nothing. Returns of how many
 * dimensions nothing was said before.
 */
function addReceived(
  { received }: NodeDay,
  covers: readonly Dimension[],
  observations: Float64Array,
): number {
  let fresh = 0;
  for (const place of placesOf(covers)) {
    const before = received[place] ?? 0;
    if (before === 0) fresh += 1;
    received[place] = before + Math.max(1, observations[place] ?? 0);
  }
  return fresh;
}

const placesOfLists = new RecentMap<readonly Dimension[], readonly number[]>(1_000);

/** Places among `dimensionNames`; nearly always of the same few lists. */
function placesOf(dimensions: readonly Dimension[]): readonly number[] {
  let places = placesOfLists.get(dimensions);
  if (places === undefined) {
    placesOfLists.set(dimensions, (places = dimensions.map((name) => dimensionNames.indexOf(name))));
  }
  return places;
}
