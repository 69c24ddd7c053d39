import type { UnreadableBatch } from '#libs/kafka';
import {
  combineOutcomes,
  type Interner,
  type NormalisedEvent,
  normaliseMessage,
  type Outcome,
  parseMessage,
  readNativeBytes,
  type SourceSettings,
} from '#libs/events';

/** Limits of one message. */
export interface MessageLimits {
  /** Bytes, after decompression. */
  readonly maxMessageSize: number;
  readonly maxEventsPerRequest: number;
}

export type DecodedMessage = Outcome<readonly NormalisedEvent[]>;

/** Takes the bytes of a Kafka message apart: JSON, one event or an array of them. All of it, or nothing. */
export function decodeMessage(
  value: Buffer | null,
  interner: Interner,
  limits: MessageLimits,
  settings?: SourceSettings,
): DecodedMessage {
  if (value === null || value.length === 0) return refuse('empty', 'must not be empty');
  if (value.length > limits.maxMessageSize) {
    return refuse('too-large', `must not be larger than ${limits.maxMessageSize} bytes`);
  }
  const event = readNativeBytes(value, interner, settings);
  if (event !== undefined) return { outcome: 'ok', value: [event] };
  const text = value.toString();
  let json: unknown;
  try {
    json = parseMessage(text);
  } catch (error) {
    return refuse('not-json', error instanceof SyntaxError ? error.message : 'must be JSON');
  }
  return normalise(json, interner, limits, settings);
}

/** Takes parsed JSON apart: one event, or an array of them. */
export function normalise(
  json: unknown,
  interner: Interner,
  limits: MessageLimits,
  settings?: SourceSettings,
): DecodedMessage {
  return Array.isArray(json)
    ? normaliseAll(json, interner, limits, settings)
    : bounded(normaliseMessage(json, interner, settings), limits);
}

/** Events in a row. One that is refused refuses all; the mistakes of each carry its index in their path. */
export function normaliseAll(
  messages: readonly unknown[],
  interner: Interner,
  limits: MessageLimits,
  settings?: SourceSettings,
): DecodedMessage {
  if (messages.length > limits.maxEventsPerRequest) return tooMany(limits);
  const parts = messages.map((message, index) => ({
    outcome: normaliseMessage(message, interner, settings),
    path: [index],
  }));
  return bounded(combineOutcomes(parts), limits);
}

/** One message may hold many events: an EventList of kube-apiserver, the records of a log shipper. */
function bounded(decoded: DecodedMessage, limits: MessageLimits): DecodedMessage {
  const isWithin = decoded.outcome !== 'ok' || decoded.value.length <= limits.maxEventsPerRequest;
  return isWithin ? decoded : tooMany(limits);
}

function tooMany({ maxEventsPerRequest }: MessageLimits): DecodedMessage {
  return refuse('too-many-events', `must not be more than ${maxEventsPerRequest} events`);
}

function refuse(
  reason: 'empty' | 'too-large' | 'not-json' | 'too-many-events',
  message: string,
): DecodedMessage {
  return { outcome: 'dead-letter', reason, issues: [{ path: [], message }] };
}

/** A record batch that can't be read becomes one dead letter; what was in it still stands in the topic. */
export function refused({ reason, detail }: UnreadableBatch): DecodedMessage {
  return { outcome: 'dead-letter', reason, issues: [{ path: [], message: detail }] };
}
