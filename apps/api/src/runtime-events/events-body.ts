import { createHash } from 'node:crypto';
import { parseMessage, RecentMap, runtimeEvent, type SourceSettings, sourceSettings } from '#libs/events';
import type { EventsBody, Idempotency } from '#libs/ingestion';
import { InvalidError, MalformedError, mistakesOf } from '#libs/platform';
import { z } from 'zod';

const { $schema: _, ...eventSchema } = z.toJSONSchema(runtimeEvent, { io: 'input', unrepresentable: 'any' });

/** Says in the API documentation what a body may be. Parsing is the affair of ingestion, which is much faster at it. */
export const eventsBody = z.unknown().meta({
  description:
    'A runtime event, or an array of them; as application/x-ndjson one event a line. Native events, whose schema stands here, or those of another agent, in its own format. See docs/agents.md.',
  anyOf: [eventSchema, { type: 'array', items: eventSchema }, { type: 'object' }],
});

/** The body of a request: what Fastify parsed from JSON, or the text of NDJSON, one event a line. */
export function eventsBodyOf(body: unknown): EventsBody {
  return typeof body === 'string' ? { lines: parseLines(body) } : { json: body };
}

/** @throws {MalformedError} with the first line that is none, counted from 0, as pointer; it reads no further */
function parseLines(text: string): readonly unknown[] {
  const messages: unknown[] = [];
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const line = text.slice(start, newline === -1 ? text.length : newline);
    start += line.length + 1;
    if (line.trim() === '') continue;
    try {
      messages.push(parseMessage(line));
    } catch {
      throw new MalformedError('A line of the body is not valid JSON.', {
        mistakes: [{ pointer: `/${messages.length}`, detail: 'must be JSON on one line' }],
      });
    }
  }
  return messages;
}

/** Query parameters that say of the events what they don't say themselves. */
export const sourceQuery = z.object({
  format: sourceSettings.in.shape.format,
  cluster: sourceSettings.in.shape.cluster,
  covers: z.string().max(1_000).optional().meta({
    description:
      'The dimensions that the agent is configured to watch as a whole, with commas between them. Native events say it themselves.',
  }),
  coversPartly: z.string().max(1_000).optional().meta({
    description:
      'The dimensions of which the agent is configured to watch a part only, with commas between them. Goes before `covers`.',
  }),
  gadget: sourceSettings.in.shape.gadget,
  clusterField: sourceSettings.in.shape.clusterField,
});

/** The same where the path names the cluster. */
export const clusterSourceQuery = sourceQuery.extend({
  timeout: z.string().max(20).optional().meta({
    description: 'Passed over: kube-apiserver says here how long its webhook waits.',
  }),
});

/** The cluster that the path names. Throws `InvalidError` if the query names another. */
export function pathCluster(inPath: string, inQuery: string | undefined): string {
  if (inQuery === undefined || inQuery === inPath) return inPath;
  throw new InvalidError('The query is not valid.', {
    mistakes: [{ parameter: 'cluster', detail: `must be ${inPath}, as the path says, or be left out` }],
  });
}

/** Formats remember what they made of settings: senders say the same with each request. */
const known = new RecentMap<string, SourceSettings>(1_000);

/** @throws {InvalidError} for what is no dimension */
export function sourceOf({ covers, coversPartly, ...query }: z.infer<typeof sourceQuery>): SourceSettings {
  const { format, cluster, gadget, clusterField } = query;
  const key = JSON.stringify([format, cluster, gadget, clusterField, covers, coversPartly]);
  const before = known.get(key);
  if (before !== undefined) return before;
  const parsed = sourceSettings.safeParse({
    ...query,
    ...(covers !== undefined && { covers: namesIn(covers) }),
    ...(coversPartly !== undefined && { coversPartly: namesIn(coversPartly) }),
  });
  if (!parsed.success) {
    const mistakes = mistakesOf(parsed.error.issues).map(({ pointer = '', detail }) => ({
      parameter: pointer.split('/')[1] ?? '',
      detail,
    }));
    throw new InvalidError('The query is not valid.', { mistakes });
  }
  known.set(key, parsed.data);
  return parsed.data;
}

function namesIn(list: string): readonly string[] {
  return list.split(',').map((name) => name.trim());
}

/** What an Idempotency-Key stands for: a request of an API key with this content. */
export function idempotencyOf(
  key: string | undefined,
  keyId: string,
  content: unknown,
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
    .update(JSON.stringify(content) ?? '')
    .digest();
  return { keyId, idempotencyKey: key, bodyHash };
}
