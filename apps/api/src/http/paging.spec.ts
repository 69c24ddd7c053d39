import { text } from 'node:stream/consumers';
import { InvalidError } from '#libs/platform';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cutPage, decodeCursor, encodeCursor, sendPage } from './paging.js';

const key = z.object({ name: z.string() });

describe('a cursor', () => {
  it('comes back as the key that it was made of', () => {
    expect(decodeCursor(key, encodeCursor({ name: 'ä/ö?' }))).toEqual({ name: 'ä/ö?' });
    expect(encodeCursor({ name: '???>>>' })).toMatch(/^[\w-]+$/);
    expect(decodeCursor(key, undefined)).toBeUndefined();
  });

  const unstorable = [{ name: 'a\0' }, { name: '\ud800' }].map(encodeCursor);

  it.each(['', 'x', encodeCursor(3), encodeCursor({ name: 3 }), '%%%', ...unstorable])(
    '%j is none of this list',
    (cursor) => {
      expect(() => decodeCursor(key, cursor)).toThrow(InvalidError);
    },
  );
});

describe('a page', () => {
  const cut = (found: readonly number[]) =>
    cutPage(
      found,
      2,
      (item) => item * 10,
      (item) => item,
    );

  it('names the next one if there is more than fits', () => {
    expect(cut([1, 2, 3])).toEqual({ items: [10, 20], next: encodeCursor(2) });
  });

  it('is the last one if everything fits', () => {
    expect(cut([1, 2])).toEqual({ items: [10, 20] });
    expect(cut([])).toEqual({ items: [] });
  });
});

describe('a page of JSON in pieces', () => {
  const pieces = (...parts: string[]) => parts.map((part) => Buffer.from(part));

  it.each([
    { items: [], page: { items: [] } },
    { items: [pieces('{"a":', '1}')], page: { items: [{ a: 1 }] } },
    { items: [pieces('1'), pieces('"ä', '"')], next: 'x', page: { items: [1, 'ä'], next: 'x' } },
  ])('$page is sent with its length', async ({ page, ...given }) => {
    const file = sendPage(given);
    const sent = await text(file.getStream());
    expect(JSON.parse(sent)).toEqual(page);
    expect(file.getHeaders()).toMatchObject({
      type: 'application/json; charset=utf-8',
      length: Buffer.byteLength(sent),
    });
  });

  it('is whole however large it is', async () => {
    const shared = Buffer.from(JSON.stringify('x'.repeat(10_000)));
    const file = sendPage({ items: Array.from({ length: 1_000 }, () => [shared]) });
    expect(await text(file.getStream())).toBe(
      JSON.stringify({ items: Array(1_000).fill('x'.repeat(10_000)) }),
    );
  });
});
