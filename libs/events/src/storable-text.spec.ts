import { expect, it } from 'vitest';
import { day } from './observation.js';
import { plainText, storable } from './storable-text.js';

it.each([
  ['NUL', 'a\0b', 'may not contain NUL'],
  ['the first half of a surrogate pair', 'a\ud83d', 'must be well-formed Unicode'],
  ['halves in the wrong order', '\udca9\ud83d', 'must be well-formed Unicode'],
])('text with %s is refused', (_, text, message) => {
  expect(plainText.safeParse(text).error?.issues.map((issue) => issue.message)).toEqual([message]);
});

it('text of any script and with whole surrogate pairs is taken', () => {
  for (const text of ['', 'e\u0301', '\u{1F4A9}\u202e', '\uffff']) expect(plainText.parse(text)).toBe(text);
});

it('text that can not be stored becomes text that can, and keeps the rest', () => {
  expect(storable('a\0b\ud83dc\u{1F4A9}')).toBe('a\ufffdb\ufffdc\u{1F4A9}');
});

it.each(['0000-01-01', '1970-12-31', '2262-01-01', '2026-02-30', '+12026-01-01'])('%s is no day', (text) => {
  expect(day.safeParse(text).success).toBe(false);
});
