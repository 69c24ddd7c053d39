import { InvalidError } from '#libs/platform';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cutPage, decodeCursor, encodeCursor } from './paging.js';

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
