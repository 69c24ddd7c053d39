import type { EventFormat, NormalisedEvent, Outcome, SourceSettings } from './event-format.js';
import { formats } from './formats/registry.js';
import { unwrap } from './formats/shipper.js';
import type { Interner } from './interner.js';
import { isFields } from './item-key.js';

const noSettings: SourceSettings = {};
const byName = new Map(formats.map((format) => [format.name, format]));

/** The format of a message, by its looks; undefined if it is none that is understood. */
export function formatOf(message: unknown): EventFormat | undefined {
  return formats.find((format) => format.recognises(message));
}

/**
 * Finds the format of a decoded JSON message, by the settings or by its looks, and takes it apart, as a whole or not at
 * all. What log shippers put around it is taken off, if it is not understood with that.
 */
export function normaliseMessage(
  message: unknown,
  interner: Interner,
  settings: SourceSettings = noSettings,
): Outcome<readonly NormalisedEvent[]> {
  const found = find(message, settings);
  if (found !== undefined) return found.normalise(message, interner, settings);
  const content = unwrap(message);
  const inner = content === undefined ? undefined : find(content, settings);
  return inner === undefined
    ? unknownFormat(message, settings)
    : inner.normalise(content, interner, settings);
}

/** Of what the settings say to be of a format is only asked whether it is. */
function find(message: unknown, { format }: SourceSettings): EventFormat | undefined {
  if (format === undefined) return formatOf(message);
  const said = byName.get(format);
  return said?.recognises(message) === true ? said : undefined;
}

function unknownFormat(message: unknown, { format }: SourceSettings): Outcome<never> {
  const names = formats.map(({ name }) => name).join(', ');
  const wanted =
    format === undefined
      ? `must be "runtime-events/v1"; formats that are understood: ${names}`
      : `must be an event of the format ${format}, as the settings say; formats that are understood: ${names}`;
  const issue = isFields(message)
    ? { path: ['schema'], message: wanted }
    : { path: [], message: 'must be a JSON object' };
  return { outcome: 'dead-letter', reason: 'unknown-format', issues: [issue] };
}
