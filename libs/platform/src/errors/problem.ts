import { z } from 'zod';
import { type ErrorKind, errorKinds, type ServiceError } from './service-error.js';

export const problemMediaType = 'application/problem+json';

/** The body of every error answer (RFC 9457). */
export const problem = z
  .object({
    type: z.string().meta({ description: 'A URI that identifies the kind of problem.' }),
    title: z.string().meta({ description: 'The kind of problem, for people. The same for all of its kind.' }),
    status: z.int().min(400).max(599),
    code: z.string().meta({ description: 'The kind of problem, for machines. Stable.' }),
    detail: z.string().meta({ description: 'What is wrong with this very request.' }),
    instance: z
      .string()
      .meta({ description: 'Identifies this occurrence: `urn:request:` and the X-Request-Id.' }),
    errors: z
      .array(
        z.object({
          pointer: z
            .string()
            .optional()
            .meta({ description: 'JSON Pointer into the request body; "" is the whole.' }),
          parameter: z
            .string()
            .optional()
            .meta({ description: 'Name of the path or query parameter, or header.' }),
          detail: z.string(),
          code: z.string().optional(),
        }),
      )
      .optional()
      .meta({ description: 'Each mistake in the request, where there can be several.' }),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problem>;

/** The problem document of an error of the closed set. */
export function problemOf(error: ServiceError, requestId: string): Problem {
  const { status, title } = errorKinds[error.kind];
  return {
    type: problemType(error.kind),
    title,
    status,
    code: error.kind,
    detail: error.detail,
    instance: `urn:request:${requestId}`,
    ...(error.mistakes.length === 0 ? {} : { errors: [...error.mistakes] }),
  };
}

/** The problem document of a fault of ours: says nothing but where to look. */
export function internalProblem(requestId: string): Problem {
  return {
    type: problemType('internal'),
    title: 'Internal error',
    status: 500,
    code: 'internal',
    detail: 'The request could not be handled because of a fault in the service. Its log has the cause.',
    instance: `urn:request:${requestId}`,
  };
}

function problemType(code: ErrorKind | 'internal'): string {
  return `urn:policy-advisor:problem:${code}`;
}
