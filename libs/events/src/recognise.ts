import type { EventFormat, NormalisedEvent, Outcome } from './event-format.js';
import { formats } from './formats/registry.js';
import type { Interner } from './interner.js';
import { isFields } from './item-key.js';

/** The format of a message, by its looks; undefined if it is none that is understood. */
export function formatOf(message: unknown): EventFormat | undefined {
  return formats.find((format) => format.recognises(message));
}

/** Recognises the format of a decoded JSON message and takes it apart, as a whole or not at all. */
export function normaliseMessage(message: unknown, interner: Interner): Outcome<readonly NormalisedEvent[]> {
  const format = formatOf(message);
  return format === undefined ? unknownFormat(message) : format.normalise(message, interner);
}

function unknownFormat(message: unknown): Outcome<never> {
  const names = formats.map(({ name }) => name).join(', ');
  const issue = isFields(message)
    ? { path: ['schema'], message: `must be "runtime-events/v1"; formats that are understood: ${names}` }
    : { path: [], message: 'must be a JSON object' };
  return { outcome: 'dead-letter', reason: 'unknown-format', issues: [issue] };
}
