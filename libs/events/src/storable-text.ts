import { z } from 'zod';

/** Written so that readers of the OpenAPI document in other languages understand it too: not all know `\0`. */
const withoutNul = '^[^\\u0000]*$';

/** Message for text that `isStorable` refuses. */
export const NOT_STORABLE = 'must be well-formed Unicode without NUL characters';

/** Whether Postgres can hold a text, and UTF-8 carry it: no NUL character, no half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/**
 * Text that Postgres can hold and compare with. That it is well-formed no JSON Schema can say: JSON can carry half of a
 * surrogate pair as an escape (`"\ud800"`), text in UTF-8 can't.
 */
export const plainText = z
  .string()
  .regex(new RegExp(withoutNul), 'may not contain NUL')
  .refine((text) => text.isWellFormed(), 'must be well-formed Unicode');

/** The text as Postgres can hold it, with U+FFFD in place of what it can't. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}
