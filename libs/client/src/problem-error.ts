import { z } from 'zod';
import type { Schema } from './client.js';
import { retryAfter } from './retries.js';

/** How a call of the client resolves. */
export type Answer<T> =
  | { readonly data: T; readonly error?: never; readonly response: Response }
  | { readonly data?: never; readonly error: object; readonly response: Response };

const problemSchema = z.object({
  title: z.string(),
  code: z.string(),
  detail: z.string(),
  errors: z
    .array(
      z.object({
        pointer: z.string().exactOptional(),
        parameter: z.string().exactOptional(),
        detail: z.string(),
        code: z.string().exactOptional(),
      }),
    )
    .default([]),
});

/** A call was refused. */
export class ProblemError extends Error {
  /** Of the answer, from 400 on. */
  readonly status: number;
  /** The kind of problem, for machines: such as `not-found`; `no-problem` where the answer is not the API's own, but that of something on the way to it. */
  readonly code: string;
  /** The kind of problem, for people. */
  readonly title: string;
  /** What is wrong with this very request. */
  readonly detail: string;
  /** Each mistake in the request, with its place; none where the problem is another. */
  readonly errors: NonNullable<Schema<'Problem'>['errors']>;
  /** The correlation id of the request, as it stands in the logs of the service and in its audit log. */
  readonly requestId: string | undefined;
  /** Milliseconds after which it may be worth while to try again, if the answer says so. */
  readonly retryAfter: number | undefined;

  constructor(error: unknown, { status, statusText, headers }: Response) {
    const problem = problemSchema.safeParse(error).data ?? {
      title: statusText,
      code: 'no-problem',
      detail: typeof error === 'string' ? error.slice(0, 1_000) : '',
      errors: [],
    };
    const { title, code, detail, errors } = problem;
    const places = errors.map((each) => `\n  ${each.pointer ?? each.parameter ?? ''}: ${each.detail}`);
    super(`${status} ${code}: ${detail || title}${places.join('')}`);
    this.name = 'ProblemError';
    this.status = status;
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.errors = errors;
    this.requestId = headers.get('x-request-id') ?? undefined;
    this.retryAfter = retryAfter(headers, Date.now());
  }
}

/**
 * What a call answers: `const { id } = await orThrow(client.POST(…))`; undefined for calls that answer nothing. A call
 * that is refused becomes a `ProblemError`. Not for calls with If-None-Match, whose status is the answer (304).
 */
export async function orThrow<T>(call: Promise<Answer<T>>): Promise<T> {
  const answer = await call;
  // An answer without a body has no problem in it, whatever its status.
  if (!answer.response.ok || answer.error !== undefined)
    throw new ProblemError(answer.error, answer.response);
  return answer.data;
}
