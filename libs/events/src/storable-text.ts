/** Message for text that `isStorable` refuses. */
export const NOT_STORABLE = 'must be well-formed Unicode without NUL characters';

/** Whether Postgres can hold a text, and UTF-8 carry it: no NUL character, no half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
