import { Readable } from 'node:stream';
import { InvalidError } from '#libs/platform';
import { StreamableFile } from '@nestjs/common';
import { z } from 'zod';

/** Query parameters of every list that is paged. */
export const pageQuery = z.object({
  limit: z.coerce
    .number({ error: 'must be one whole number, from 1 to 1000' })
    .int()
    .min(1)
    .max(1000)
    .default(100)
    .meta({ description: 'Items on a page.' }),
  cursor: z
    .string()
    .max(2048)
    .optional()
    .meta({ description: '`next` of the page before; leave it out for the first page.' }),
});

/** A page of a list: `next` is absent on the last one. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: z
      .string()
      .optional()
      .meta({ description: 'The cursor of the next page. Absent: this is the last one.' }),
  });
}

/** Lists are paged by key, so a cursor is the key of the last item. Callers take it as opaque. */
export function encodeCursor(key: unknown): string {
  return Buffer.from(JSON.stringify(key), 'utf8').toString('base64url');
}

/** @throws {InvalidError} (422) for what no page of this list gave out */
export function decodeCursor<T>(schema: z.ZodType<T>, cursor: string | undefined): T | undefined {
  if (cursor === undefined) return undefined;
  const key = schema.safeParse(parsed(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (key.success) return key.data;
  throw new InvalidError('The query is not valid.', {
    mistakes: [{ parameter: 'cursor', detail: 'must be the `next` of a page of this list' }],
  });
}

// No key of a row has text that Postgres can't hold, so neither has a cursor that was given out.
function parsed(text: string): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) =>
      typeof value === 'string' && (value.includes('\0') || !value.isWellFormed()) ? undefined : value,
    );
  } catch {
    return undefined;
  }
}

/** Cuts a page out of one item more than fit: the one beyond tells that there is another page. */
export function cutPage<T, V>(
  found: readonly T[],
  limit: number,
  view: (item: T) => V,
  keyOf: (item: T) => unknown,
): { items: V[]; next?: string } {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(view),
    ...(found.length > limit && last !== undefined ? { next: encodeCursor(keyOf(last)) } : {}),
  };
}

/**
 * The JSON of a page whose items are JSON already, each in pieces. Items may share their pieces: they are sent as they are,
 * some at a time, and nothing as large as the page is made of them.
 */
export function sendPage({
  items,
  next,
}: {
  readonly items: readonly (readonly Buffer[])[];
  readonly next?: string;
}): StreamableFile {
  const end = next === undefined ? ']}' : `],"next":${JSON.stringify(next)}}`;
  const pieces = [
    Buffer.from('{"items":['),
    ...items.flatMap((item, at) => (at === 0 ? item : [comma, ...item])),
    Buffer.from(end),
  ];
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return new StreamableFile(streamOf(pieces), { type: 'application/json; charset=utf-8', length });
}

const comma = Buffer.from(',');

/** Bytes that are sent at a time: to send each piece by itself takes longer than to copy it. */
const SENT_AT_A_TIME = 64 * 1024;

function streamOf(pieces: readonly Buffer[]): Readable {
  let at = 0;
  return new Readable({
    read() {
      const together: Buffer[] = [];
      for (let size = 0; at < pieces.length && size < SENT_AT_A_TIME; at += 1) {
        const piece = pieces[at];
        if (piece === undefined) break;
        together.push(piece);
        size += piece.length;
      }
      this.push(together.length === 0 ? null : Buffer.concat(together));
    },
  });
}
