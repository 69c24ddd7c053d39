import { z } from 'zod';
import { combineOutcomes } from './combine-outcomes.js';
import type { EventFormat, NormalisedEvent, Outcome, SourceSettings } from './event-format.js';
import { invalid, notRelevant } from './formats/agent-event.js';
import { type LogRecord, logRecords } from './formats/otlp.js';
import { formats } from './formats/registry.js';
import { holdsPartOfLine, unwrap } from './formats/shipper.js';
import type { Interner } from './interner.js';
import { isFields } from './item-key.js';

const noSettings: SourceSettings = {};
const byName = new Map(formats.map((format) => [format.name, format]));
/** Shippers in a row: what is wrapped more often is not understood. */
const mostLayers = 3;

/** The format of a message, by its looks; undefined if it is none that is understood. */
export function formatOf(message: unknown): EventFormat | undefined {
  return formats.find((format) => format.recognises(message));
}

/**
 * Finds the format of a decoded JSON message, by the settings or by its looks, and takes it apart, as a whole or not at
 * all. What log shippers put around it is taken off, if it is not understood with that; a message of an OpenTelemetry
 * Collector holds many records, each of them read as a message of its own.
 */
export function normaliseMessage(
  message: unknown,
  interner: Interner,
  settings: SourceSettings = noSettings,
): Outcome<readonly NormalisedEvent[]> {
  let content: unknown = message;
  for (let layers = 0; layers <= mostLayers && content !== undefined; layers += 1) {
    const found = find(content, settings);
    if (found !== undefined) return found.normalise(content, interner, settings);
    const records = logRecords(content);
    if (records instanceof z.ZodError) return invalid(records.issues);
    if (records !== undefined) return normaliseRecords(records, interner, settings);
    const inside = unwrap(content);
    if (inside === undefined && holdsPartOfLine(content)) return partOfLine;
    content = inside;
  }
  return unknownFormat(message, settings);
}

/** All of them, or none. A record does not hold records. */
function normaliseRecords(
  records: readonly LogRecord[],
  interner: Interner,
  settings: SourceSettings,
): Outcome<readonly NormalisedEvent[]> {
  if (records.length === 0) return notRelevant;
  const parts = records.map(({ content, path }) => ({
    outcome:
      logRecords(content) === undefined
        ? normaliseMessage(content, interner, settings)
        : unknownFormat(content, settings),
    path,
  }));
  const combined = combineOutcomes(parts);
  if (combined.outcome !== 'dead-letter') return combined;
  const isAnyUnderstood = parts.some(
    ({ outcome: one }) => one.outcome !== 'dead-letter' || one.reason !== 'unknown-format',
  );
  return isAnyUnderstood ? combined : { ...combined, reason: 'unknown-format' };
}

/** Of what the settings say to be of a format is only asked whether it is. */
function find(message: unknown, { format }: SourceSettings): EventFormat | undefined {
  if (format === undefined) return formatOf(message);
  const said = byName.get(format);
  return said?.recognises(message) === true ? said : undefined;
}

const partOfLine: Outcome<never> = {
  outcome: 'dead-letter',
  reason: 'unknown-format',
  issues: [
    {
      path: [],
      message: 'must be a whole line: the container runtime has cut it, and the shipper has to join it',
    },
  ],
  cut: 1,
};

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
