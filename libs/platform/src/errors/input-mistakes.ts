import type { z } from 'zod';
import { type InputMistake, InvalidError } from './service-error.js';

/** What a Zod error, or that of any Standard Schema, says about one place. */
interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

const mostMistakes = 100;

/** Path segments as a JSON Pointer (RFC 6901). */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The issues of a schema as mistakes with JSON Pointers, at most 100, and `at` in front of each path. */
export function mistakesOf(
  issues: readonly Issue[],
  at: readonly PropertyKey[] = [],
): readonly InputMistake[] {
  const mistakes = issues.slice(0, mostMistakes).map(({ message, path = [] }) => ({
    pointer: jsonPointer([
      ...at,
      ...path.map((segment) => (typeof segment === 'object' ? segment.key : segment)),
    ]),
    detail: message,
  }));
  const omitted = issues.length - mistakes.length;
  return omitted > 0 ? [...mistakes, { pointer: '', detail: `and ${omitted} more mistakes` }] : mistakes;
}

/**
 * Parses a value that came from outside.
 *
 * @throws {InvalidError} (422) with a JSON Pointer to each mistake
 */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown, detail = 'The body is not valid.'): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new InvalidError(detail, { mistakes: mistakesOf(result.error.issues) });
}
