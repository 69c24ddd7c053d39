import { z } from 'zod';
import type {
  Issue,
  LossSoFar,
  NormalisedEvent,
  NormalisedObservation,
  Outcome,
  SourceSettings,
} from '../event-format.js';
import { instantOf } from '../instant.js';
import { type Description, type Interner, sortedDimensions, subject as subjectSchema } from '../interner.js';
import type { RawFields } from '../item-key.js';
import { type Dimension, MAX_COUNT, observedItem } from '../observation.js';
import { MAX_OBSERVATIONS_PER_CONTAINER } from '../runtime-event.js';
import { TimestampReader } from '../timestamp-reader.js';

/** What a format can show: of some dimensions all there is, of others a part. */
export interface Gives {
  readonly whole: readonly Dimension[];
  readonly part: readonly Dimension[];
}

/** One event of a foreign agent in the words of this product; nothing of it has been checked. */
export interface AgentEvent {
  readonly agent: string;
  readonly gives: Gives;
  readonly cluster: unknown;
  /** Undefined where the agent doesn't say. */
  readonly node: unknown;
  readonly time: unknown;
  /** The container: `namespace`, `pod`, `owner`, `container` of a native event. */
  readonly subject?: RawFields;
  /** The container where the agent knows its id and not its pod; `fields` as of Interner.containerSubject. */
  readonly onlyContainer?: { readonly id: string; readonly fields: RawFields };
  /** The container where its description costs much: as the agent writes it, and how that is read. */
  readonly described?: { readonly by: Description; readonly raw: RawFields };
  readonly items?: readonly RawFields[];
  /** The container has ended with this event. */
  readonly ended?: boolean;
  /** Observations of any kind that the agent had to drop. */
  readonly lost?: number;
  /** The same as totals since a run of the agent began. */
  readonly lostSoFar?: LossSoFar | undefined;
  /** Of any length: it may be made up by whoever the event is about, and must not cost what others did. */
  readonly eventId?: string | undefined;
}

/** Where the parts of an event stand in the message of an agent, by their dotted names; for telling mistakes. */
export type Places = Readonly<Record<string, readonly PropertyKey[]>>;

/** The node of agents that don't name theirs. */
export const UNKNOWN_NODE = 'unknown';

const times = new TimestampReader();
const nothingLost: ReadonlyMap<Dimension, number> = new Map();

/** Checks an event of an agent, and makes it one of this product. */
export function agentEvent(
  {
    agent,
    gives,
    cluster,
    node,
    time,
    subject: fields,
    described,
    onlyContainer,
    items = [],
    ended = false,
    lost = 0,
    lostSoFar,
    eventId,
  }: AgentEvent,
  places: Places,
  interner: Interner,
  settings: SourceSettings,
): Outcome<readonly NormalisedEvent[]> {
  const issues: Issue[] = [];
  const claimed = settings.cluster ?? cluster;
  if (claimed === undefined || claimed === '') {
    issues.push({
      path: places['cluster'] ?? [],
      message: 'must be there, or the settings must name the cluster',
    });
  }
  const origin = interner.unnumberedOrigin(claimed === '' ? undefined : claimed, node ?? UNKNOWN_NODE, agent);
  if (origin instanceof z.ZodError && issues.length === 0) issues.push(...placed(origin.issues, places));
  const sentAt = times.read(time);
  if (sentAt === undefined) issues.push({ path: places['time'] ?? [], message: 'must be an RFC 3339 time' });
  if (items.length > MAX_OBSERVATIONS_PER_CONTAINER) {
    const message = `must not be more than ${MAX_OBSERVATIONS_PER_CONTAINER} observations`;
    return invalid([...issues, { path: places['item'] ?? [], message }]);
  }
  if (origin instanceof z.ZodError || sentAt === undefined || issues.length > 0) return invalid(issues);

  const { covers, coversPartly } = coverage(gives, settings);
  const event = {
    origin,
    sentAt,
    covers,
    ...(coversPartly.length > 0 && { coversPartly }),
    lost:
      lost === 0 ? nothingLost : new Map([...covers, ...coversPartly].map((dimension) => [dimension, lost])),
    ...(lostSoFar !== undefined && { lostSoFar }),
    ...(eventId !== undefined && { eventId }),
  };
  if (fields === undefined && described === undefined && onlyContainer === undefined) {
    return { outcome: 'ok', value: [{ ...event, containers: [] }] };
  }
  const found =
    onlyContainer !== undefined
      ? interner.containerSubject(origin.cluster, onlyContainer.id, onlyContainer.fields)
      : described === undefined
        ? interner.subject(origin.cluster, fields ?? {})
        : interner.describedSubject(origin.cluster, described.by, described.raw);
  const known = found instanceof z.ZodError ? undefined : found;
  if (found instanceof z.ZodError) issues.push(...placed(found.issues, places));
  else if (known === undefined) {
    const wrong = fields ?? described?.by.describe(described.raw);
    issues.push(...placed(subjectSchema.safeParse(wrong).error?.issues, places));
  }
  const observations: NormalisedObservation[] = [];
  const seenAt = instantOf(sentAt);
  for (const raw of items) {
    const item = interner.item(raw);
    if (item !== undefined) observations.push({ item, count: 1, first: seenAt, last: seenAt });
    else issues.push(...placed(observedItem.safeParse(raw).error?.issues.filter(isNotOfLength), places));
  }
  if (known === undefined || issues.length > 0) return invalid(issues);
  const leftOut = items.length - observations.length;
  if (leftOut > 0 && observations.length === 0 && !ended) return incomplete;
  const started = items.some(startsContainer) ? interner.startedSubject(known) : known;
  const subject = ended ? { ...started, container: { ...started.container, endedAt: sentAt } } : started;
  const value = [{ ...event, containers: [{ subject, observations }] }];
  return {
    outcome: 'ok',
    value,
    ...(leftOut > 0 && { dropped: new Map([['incomplete', leftOut] as const]) }),
  };
}

/**
 * All mistakes but that a text is empty or too long: paths are what a container calls them, and no container may have the
 * message refused that tells of others too. Such an item is left out.
 */
function isNotOfLength(issue: z.core.$ZodIssue): boolean {
  return !(issue.code === 'too_big' || issue.code === 'too_small') || issue.origin !== 'string';
}

/**
 * Who has seen the execution of a container's first process watches it from its start: such a pod is evidence as a whole. A
 * first process that executes another program is taken for the same; it does so when it has just started.
 */
function startsContainer({ dimension, entrypoint, outcome }: RawFields): boolean {
  return dimension === 'exec' && entrypoint === true && outcome !== 'refused';
}

interface Coverage {
  readonly covers: readonly Dimension[];
  readonly coversPartly: readonly Dimension[];
}

const known = new WeakMap<SourceSettings, Map<Gives, Coverage>>();

/** What is declared, as far as the format can show it. The same lists each time: they are compared by identity. */
function coverage(gives: Gives, settings: SourceSettings): Coverage {
  const ofSettings = known.get(settings) ?? new Map<Gives, Coverage>();
  let found = ofSettings.get(gives);
  if (found === undefined) {
    const partly = settings.coversPartly ?? [];
    const declared = sortedDimensions([...(settings.covers ?? []), ...partly]);
    const isWhole = (name: Dimension): boolean => gives.whole.includes(name) && !partly.includes(name);
    found = {
      covers: declared.filter(isWhole),
      coversPartly: declared.filter(
        (name) => !isWhole(name) && (gives.whole.includes(name) || gives.part.includes(name)),
      ),
    };
    known.set(settings, ofSettings.set(gives, found));
  }
  return found;
}

/**
 * An agent says that it had to drop `lost` events. That is evidence about what it is declared to watch; of one that is
 * declared to watch nothing, nothing was expected.
 */
export function lossEvent(
  event: AgentEvent & { readonly lost: number },
  places: Places,
  interner: Interner,
  settings: SourceSettings,
): Outcome<readonly NormalisedEvent[]> {
  const { covers, coversPartly } = coverage(event.gives, settings);
  const lost = countable(event.lost);
  const lostSoFar = event.lostSoFar === undefined ? undefined : countableTotals(event.lostSoFar);
  if (lost === 0 && lostSoFar === undefined) return notRelevant;
  if (covers.length + coversPartly.length === 0) return notRelevant;
  return agentEvent({ ...event, lost, lostSoFar }, places, interner, settings);
}

/** Whoever says that he lost part of an event, less than none, or more than can be counted, has not counted. */
function countable(lost: number): number {
  return Math.min(Math.max(Math.trunc(lost), 0), MAX_COUNT);
}

/** Counters that say something; undefined if none does. */
function countableTotals({ run, totals }: LossSoFar): LossSoFar | undefined {
  const counted = Object.entries(totals)
    .map(([name, total]) => [name, countable(total)] as const)
    .filter(([, total]) => total > 0);
  return counted.length === 0 ? undefined : { run, totals: Object.fromEntries(counted) };
}

export const notRelevant = { outcome: 'drop', reason: 'not-relevant' } as const;
export const incomplete = { outcome: 'drop', reason: 'incomplete' } as const;

export function invalid(issues: readonly Issue[]): Outcome<never> {
  return { outcome: 'dead-letter', reason: 'invalid', issues };
}

/** One part of a message that was cut on the way. */
export function cutOff(issue: Issue): Outcome<never> {
  return { outcome: 'dead-letter', reason: 'invalid', issues: [issue], cut: 1 };
}

function placed(issues: readonly z.core.$ZodIssue[] | undefined, places: Places): readonly Issue[] {
  return (issues ?? []).map(({ path, message }) => ({
    path: places[path.join('.')] ?? places['item'] ?? [],
    message: `${path.join('.')}: ${message}`,
  }));
}
