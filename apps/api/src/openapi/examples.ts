import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { examples as recorded } from './generated/examples.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** A call that was made and what was answered, by operationId (test/e2e/api-examples.spec.ts records them). */
export const recordedExamples = z.record(
  z.string(),
  z.strictObject({
    /** Values of the path and the query by name. */
    parameters: z.record(z.string(), z.string()),
    request: z.strictObject({ mediaType: z.string(), body: z.unknown() }).optional(),
    status: z.int(),
    response: z.strictObject({ mediaType: z.string(), body: z.unknown() }).optional(),
  }),
);

const examples = recordedExamples.parse(recorded);

/** The operation with the example of its parameters, its body and its answer, as far as there is one. */
export function withExamples(operation: Operation): Operation {
  const example = examples[operation.operationId ?? ''];
  if (example === undefined) return operation;
  const { parameters, request, response } = example;
  return {
    ...operation,
    ...(operation.parameters && {
      parameters: operation.parameters.map((parameter) => {
        const value = 'name' in parameter ? parameters[parameter.name] : undefined;
        return value === undefined ? parameter : { ...parameter, example: value };
      }),
    }),
    ...(operation.requestBody && { requestBody: withContent(operation.requestBody, request) }),
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, described]) => [
        status,
        described !== undefined && isExampleOf(status, example.status)
          ? withContent(described, response)
          : described,
      ]),
    ),
  };
}

/** Of an operation that succeeds in several ways the answer is the same; only the status says which it was. */
function isExampleOf(status: string, recorded: number): boolean {
  return Number(status) === recorded || (status.startsWith('2') && recorded >= 200 && recorded < 300);
}

/** The example stands at its media type, where that is described. */
function withContent<Described extends object>(
  described: Described,
  example: { readonly mediaType: string; readonly body?: unknown } | undefined,
): Described {
  const content =
    'content' in described ? z.record(z.string(), z.looseObject({})).parse(described.content) : {};
  const media = example === undefined ? undefined : content[example.mediaType];
  if (example === undefined || media === undefined) return described;
  return {
    ...described,
    content: { ...content, [example.mediaType]: { ...media, example: example.body } },
  };
}
