import type { z } from 'zod';
import { type InputMistake, InvalidError } from './service-error.js';

/** What a Zod error, or that of any Standard Schema, says about one place. */
interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  /** Zod's `invalid_union`: what each of the alternatives says. */
  readonly errors?: readonly (readonly Issue[])[] | undefined;
  /** Zod's `unrecognized_keys`. */
  readonly keys?: readonly PropertyKey[] | undefined;
  readonly code?: string | undefined;
  /** Zod's `invalid_type`. */
  readonly expected?: string | undefined;
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
  const all = issues.flatMap((issue) => placed(issue, at));
  const mistakes = all.slice(0, mostMistakes);
  const omitted = all.length - mistakes.length;
  return omitted > 0 ? [...mistakes, { pointer: '', detail: `and ${omitted} more mistakes` }] : mistakes;
}

type Placed = InputMistake & { readonly pointer: string };

function placed(issue: Issue, at: readonly PropertyKey[]): readonly Placed[] {
  const { message, path = [], keys, errors, code } = issue;
  const here = [...at, ...path.map((segment) => (typeof segment === 'object' ? segment.key : segment))];
  if (code === 'unrecognized_keys' && keys !== undefined)
    return keys.map((key) => ({ pointer: jsonPointer([...here, key]), detail: 'unknown field' }));
  if (code === 'invalid_union' && message === unspecific && errors !== undefined && errors.length > 0)
    return ofAlternatives(errors, here);
  return [{ pointer: jsonPointer(here), detail: message }];
}

/** What Zod says of a union for which the schema has no words of its own. */
const unspecific = 'Invalid input';

// The alternative that was most likely meant is the one with the fewest mistakes; those of another type were not meant.
function ofAlternatives(
  alternatives: readonly (readonly Issue[])[],
  here: readonly PropertyKey[],
): readonly Placed[] {
  const ofThisType = alternatives.filter((issues) => !issues.some(isOfAnotherType));
  if (ofThisType.length === 0) return [{ pointer: jsonPointer(here), detail: typesOf(alternatives.flat()) }];
  const mistakes = ofThisType.map((issues) => issues.flatMap((issue) => placed(issue, here)));
  const fewest = Math.min(...mistakes.map(({ length }) => length));
  const nearest = mistakes.filter(({ length }) => length === fewest);
  const [only = []] = nearest;
  if (nearest.length === 1) return only;
  const pointer = jsonPointer(here);
  const texts = nearest.map((each) =>
    each.map((mistake) => `${mistake.pointer.slice(pointer.length)} ${mistake.detail}`.trim()).join(', '),
  );
  return [{ pointer, detail: `fits none of the alternatives: ${texts.join('; or ')}` }];
}

function typesOf(issues: readonly Issue[]): string {
  const types = issues.flatMap(({ expected }) => (expected === undefined ? [] : [expected]));
  const received = issues[0]?.message.match(/, received \w+$/)?.[0] ?? '';
  return `${unspecific}: expected ${[...new Set(types)].join(' or ')}${received}`;
}

function isOfAnotherType({ code, path = [] }: Issue): boolean {
  return path.length === 0 && code === 'invalid_type';
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
