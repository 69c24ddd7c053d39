import type {
  Interaction,
  NormalisedEvent,
  NormalisedObservation,
  Outcome,
  ServiceAccountUse,
} from './event-format.js';
import { type Instant, instantOf, isAfter } from './instant.js';
import { timestampOfMilliseconds } from './timestamp.js';

/** How late the times of a message may be: canonical. Later than `latest` are those of a clock that is wrong. */
export interface TimeBound {
  readonly latest: string;
  readonly latestInstant: Instant;
  /** What counts instead: when the message was written. */
  readonly written: string;
  readonly writtenInstant: Instant;
}

/** The bound of a message that was written at a time, by clocks that may be ahead of that by so much; both in ms. */
export function timeBound(written: number, ahead: number): TimeBound {
  const bound = {
    latest: timestampOfMilliseconds(written + ahead),
    written: timestampOfMilliseconds(written),
  };
  return { ...bound, latestInstant: instantOf(bound.latest), writtenInstant: instantOf(bound.written) };
}

/**
 * Events of which no time is after the bound: one that is was made by a clock that is ahead, and becomes the time at which
 * the message was written. Nothing can have been seen after that, so it is the latest that may be true; and the same each time
 * the message is read. Times before that are left as they are: what is late is no less true. `bounded` is told how many
 * events there were of that kind.
 */
export function boundTimes(
  decoded: Outcome<readonly NormalisedEvent[]>,
  bound: TimeBound,
  bounded: (events: number) => void,
): Outcome<readonly NormalisedEvent[]> {
  if (decoded.outcome !== 'ok') return decoded;
  let ahead = 0;
  for (const event of decoded.value) if (isAhead(event, bound)) ahead += 1;
  if (ahead === 0) return decoded;
  bounded(ahead);
  return {
    ...decoded,
    value: decoded.value.map((event) => (isAhead(event, bound) ? within(event, bound) : event)),
  };
}

function isAhead(
  { sentAt, containers, interactions, serviceAccountUses }: NormalisedEvent,
  { latest, latestInstant }: TimeBound,
): boolean {
  if (sentAt > latest) return true;
  // Nearly always of one day, which is looked at once.
  let day = '';
  let isLate = false;
  for (const { observations } of containers) {
    for (const { last } of observations) {
      if (last.day !== day) {
        day = last.day;
        isLate = day >= latestInstant.day;
      }
      if (isLate && isAfter(last, latestInstant)) return true;
    }
  }
  return (
    interactions?.some(({ at }) => at > latest) === true ||
    serviceAccountUses?.some(({ at }) => at > latest) === true
  );
}

function within(event: NormalisedEvent, bound: TimeBound): NormalisedEvent {
  const { sentAt, containers, interactions, serviceAccountUses } = event;
  return {
    ...event,
    sentAt: bounded(sentAt, bound),
    containers: containers.map(({ subject, observations }) => ({
      subject,
      observations: observations.map((each) => observationWithin(each, bound)),
    })),
    ...(interactions !== undefined && {
      interactions: interactions.map((each) => interactionWithin(each, bound)),
    }),
    ...(serviceAccountUses !== undefined && {
      serviceAccountUses: serviceAccountUses.map((each): ServiceAccountUse => ({
        ...each,
        at: bounded(each.at, bound),
      })),
    }),
  };
}

function observationWithin(observation: NormalisedObservation, bound: TimeBound): NormalisedObservation {
  const { latestInstant, writtenInstant } = bound;
  if (!isAfter(observation.last, latestInstant)) return observation;
  const { first } = observation;
  return {
    ...observation,
    first: isAfter(first, writtenInstant) ? writtenInstant : first,
    last: writtenInstant,
  };
}

function interactionWithin(interaction: Interaction, bound: TimeBound): Interaction {
  const { from } = interaction;
  const at = bounded(interaction.at, bound);
  return { ...interaction, from: from < at ? from : at, at };
}

function bounded(time: string, { latest, written }: TimeBound): string {
  return time > latest ? written : time;
}
