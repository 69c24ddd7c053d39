/**
 * The native format (runtime-event.ts), told apart by its `schema`. Covers what the agent declares with each event.
 *
 * Nearly everything in a stream repeats, so the schema of the event as a whole is not run: agents, containers and items
 * are recognised by their keys and put before the schema only when they are new, counts and times are checked by hand.
 * What this refuses goes through the whole schema, which says where the mistakes are. That both always agree is
 * property-tested. Texts in which all stands as it stood before are not even parsed (native-bytes.ts).
 */
import type {
  EventFormat,
  NormalisedContainer,
  NormalisedEvent,
  NormalisedObservation,
  Outcome,
} from '../event-format.js';
import { type Instant, instantOf, isAfter } from '../instant.js';
import { type Interner, type KnownItem, sortedDimensions } from '../interner.js';
import { isFields } from '../item-key.js';
import { type Dimension, isDimension, MAX_COUNT } from '../observation.js';
import { RecentMap } from '../recent-map.js';
import {
  MAX_CONTAINERS_PER_EVENT,
  MAX_OBSERVATIONS_PER_CONTAINER,
  type NodeFacts,
  nodeFacts,
  RUNTIME_EVENTS_V1,
  runtimeEvent,
} from '../runtime-event.js';
import { TimestampReader } from '../timestamp-reader.js';

export const native: EventFormat = {
  name: 'native',
  recognises: (message) =>
    isFields(message) &&
    typeof message['schema'] === 'string' &&
    message['schema'].startsWith('runtime-events/'),
  normalise: (message, interner) => {
    const event = readFields(message, interner);
    return event === undefined ? readBySchema(message, interner) : { outcome: 'ok', value: [event] };
  },
};

/** The slow and thorough way: says what is wrong, and where. */
function readBySchema(message: unknown, interner: Interner): Outcome<readonly NormalisedEvent[]> {
  const parsed = runtimeEvent.safeParse(message);
  if (!parsed.success) return { outcome: 'dead-letter', reason: 'invalid', issues: parsed.error.issues };
  const event = readFields(parsed.data, interner);
  if (event !== undefined) return { outcome: 'ok', value: [event] };
  // Can't be, by the property test. If it is all the same, the message must be kept and must not stop its partition.
  return { outcome: 'dead-letter', reason: 'invalid', issues: [{ path: [], message: 'can not be read' }] };
}

const times = new TimestampReader();
const nothingLost: ReadonlyMap<Dimension, number> = new Map();

function readFields(message: unknown, interner: Interner): NormalisedEvent | undefined {
  return readEvent(message, interner, (cluster, containers) => {
    const read: NormalisedContainer[] = [];
    for (const container of containers) {
      const entry = readContainer(cluster, container, interner);
      if (entry === undefined) return undefined;
      read.push(entry);
    }
    return read;
  });
}

/**
 * The event, or undefined if anything in it is not as the schema wants it. `readContainers` reads those of a cluster.
 */
export function readEvent(
  message: unknown,
  interner: Interner,
  readContainers: (
    cluster: string,
    containers: readonly unknown[],
  ) => readonly NormalisedContainer[] | undefined,
): NormalisedEvent | undefined {
  if (!isFields(message) || message['schema'] !== RUNTIME_EVENTS_V1) return undefined;
  const { agent, sequence, containers } = message;
  const sentAt = times.read(message['sentAt']);
  const covers = readCovers(message['covers']);
  const partly = message['coversPartly'] === undefined ? nothing : readCovers(message['coversPartly']);
  const lost = readLost(message['lost']);
  const facts = readNodeFacts(message['nodeFacts']);
  if (!isFields(agent) || !isIntegerFrom(0, sequence, Number.MAX_SAFE_INTEGER)) return undefined;
  if (sentAt === undefined || covers === undefined || partly === undefined) return undefined;
  if (lost === undefined || facts === undefined) return undefined;
  if (!Array.isArray(containers) || containers.length > MAX_CONTAINERS_PER_EVENT) return undefined;
  const origin = interner.origin(message, agent);
  if (origin === undefined) return undefined;
  const read = readContainers(origin.cluster, containers);
  if (read === undefined) return undefined;
  const event = { origin, sequence, sentAt, covers: without(covers, partly), lost, containers: read };
  return {
    ...event,
    ...(partly.length > 0 && { coversPartly: partly }),
    ...(facts !== 'absent' && { nodeFacts: facts }),
  };
}

function readContainer(
  cluster: string,
  fields: unknown,
  interner: Interner,
): NormalisedContainer | undefined {
  if (!isFields(fields)) return undefined;
  const { observations } = fields;
  if (!Array.isArray(observations) || observations.length > MAX_OBSERVATIONS_PER_CONTAINER) return undefined;
  const subject = interner.subject(cluster, fields);
  if (subject === undefined) return undefined;
  const read: NormalisedObservation[] = [];
  for (const observation of observations) {
    const entry = readObservation(observation, interner);
    if (entry === undefined) return undefined;
    read.push(entry);
  }
  return { subject, observations: read };
}

function readObservation(fields: unknown, interner: Interner): NormalisedObservation | undefined {
  if (!isFields(fields)) return undefined;
  const { count } = fields;
  const item = interner.item(fields);
  const first = readInstant(fields['first']);
  const last = fields['last'] === fields['first'] ? first : readInstant(fields['last']);
  return item === undefined || first === undefined || last === undefined
    ? undefined
    : observationOf(item, count, first, last);
}

function readInstant(value: unknown): Instant | undefined {
  const canonical = times.read(value);
  return canonical === undefined ? undefined : instantOf(canonical);
}

/** What was seen of an item; undefined if the count is not as the schema wants it. */
export function observationOf(
  item: KnownItem,
  count: unknown,
  first: Instant,
  last: Instant,
): NormalisedObservation | undefined {
  if (!isIntegerFrom(1, count, MAX_COUNT)) return undefined;
  // Clocks are set back now and then: the two then stand in the wrong order, which is no reason to refuse them.
  return isAfter(first, last) ? { item, count, first: last, last: first } : { item, count, first, last };
}

function isIntegerFrom(least: number, value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

const nothing: readonly Dimension[] = [];

/** Nearly always the very list, which those who count compare by identity. */
function without(covers: readonly Dimension[], partly: readonly Dimension[]): readonly Dimension[] {
  return partly.length === 0 ? covers : covers.filter((name) => !partly.includes(name));
}

const knownCovers = new RecentMap<string, readonly Dimension[]>(1_000);

function readCovers(covers: unknown): readonly Dimension[] | undefined {
  if (!Array.isArray(covers) || !covers.every((name) => typeof name === 'string')) return undefined;
  // The number of names in front: ["a,b"] is not ["a","b"].
  const key = `${covers.length} ${covers.join()}`;
  const known = knownCovers.get(key);
  if (known !== undefined) return known;
  if (!covers.every(isDimension)) return undefined;
  const sorted = sortedDimensions(covers);
  knownCovers.set(key, sorted);
  return sorted;
}

function readLost(lost: unknown): ReadonlyMap<Dimension, number> | undefined {
  if (lost === undefined) return nothingLost;
  const parsed = runtimeEvent.shape.lost.safeParse(lost);
  if (!parsed.success) return undefined;
  return new Map(
    Object.entries(parsed.data).flatMap(([name, count]) => (isDimension(name) ? [[name, count]] : [])),
  );
}

function readNodeFacts(facts: unknown): NodeFacts | 'absent' | undefined {
  if (facts === undefined) return 'absent';
  const parsed = nodeFacts.safeParse(facts);
  return parsed.success ? parsed.data : undefined;
}
