import { z } from 'zod';

const object = z.record(z.string(), z.unknown());
const metadata = z.looseObject({
  name: z.string().optional(),
  namespace: z.string().optional(),
  resourceVersion: z.string().min(1),
});

const line = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']), object }),
  z.object({
    type: z.literal('ERROR'),
    object: z.object({ code: z.int().default(0), message: z.string().default('') }),
  }),
]);

/** A page of a list. */
export const listPage = z.object({
  metadata: z.object({ resourceVersion: z.string().min(1), continue: z.string().default('') }),
  items: z
    .array(object)
    .nullish()
    .transform((items) => items ?? []),
});

/** What one line of a watch says. */
export type WatchEvent =
  | {
      readonly type: 'present' | 'gone';
      readonly object: Readonly<Record<string, unknown>>;
      readonly resourceVersion: string;
    }
  /** Nothing has happened up to there. */
  | { readonly type: 'bookmark'; readonly resourceVersion: string }
  | { readonly type: 'error'; readonly code: number; readonly message: string };

/** Reads a line of a watch. Throws ZodError or SyntaxError: what answers is no API server. */
export function readWatchEvent(text: string): WatchEvent {
  const event = line.parse(JSON.parse(text));
  if (event.type === 'ERROR') return { type: 'error', ...event.object };
  const { resourceVersion } = metadata.parse(event.object['metadata']);
  if (event.type === 'BOOKMARK') return { type: 'bookmark', resourceVersion };
  return { type: event.type === 'DELETED' ? 'gone' : 'present', object: event.object, resourceVersion };
}
