import { createHash } from 'node:crypto';
import { runtimeEvent } from '#libs/events';
import type { EventsBody, Idempotency } from '#libs/ingestion';
import { InvalidError, MalformedError } from '#libs/platform';
import { z } from 'zod';

const { $schema: _, ...eventSchema } = z.toJSONSchema(runtimeEvent, { io: 'input', unrepresentable: 'any' });

/** Says in the API documentation what a body may be. Parsing is the affair of ingestion, which is much faster at it. */
export const eventsBody = z.unknown().meta({
  description:
    'A runtime event, or an array of them; as application/x-ndjson one event a line. See docs/agents.md.',
  anyOf: [eventSchema, { type: 'array', items: eventSchema }],
});

/** The body of a request: what Fastify parsed from JSON, or the text of NDJSON, one event a line. */
export function eventsBodyOf(body: unknown): EventsBody {
  return typeof body === 'string' ? { lines: parseLines(body) } : { json: body };
}

/** @throws {MalformedError} with the line, counted from 0, as pointer */
function parseLines(text: string): readonly unknown[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, index): unknown => {
    try {
      return JSON.parse(line);
    } catch {
      throw new MalformedError('A line of the body is not valid JSON.', {
        mistakes: [{ pointer: `/${index}`, detail: 'must be JSON on one line' }],
      });
    }
  });
}

/** What an Idempotency-Key stands for: a request of an API key with this body. */
export function idempotencyOf(
  key: string | undefined,
  keyId: string,
  body: unknown,
): Idempotency | undefined {
  if (key === undefined) return undefined;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new InvalidError('A header is not valid.', {
      mistakes: [
        {
          parameter: 'Idempotency-Key',
          detail: 'must be 1 to 255 printable ASCII characters without spaces',
        },
      ],
    });
  }
  const bodyHash = createHash('sha256')
    .update(JSON.stringify(body) ?? '')
    .digest();
  return { keyId, idempotencyKey: key, bodyHash };
}
