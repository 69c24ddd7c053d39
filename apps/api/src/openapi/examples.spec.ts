import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeApi } from './describe-api.js';

const media = z.record(
  z.string(),
  z.looseObject({ schema: z.unknown().optional(), example: z.unknown().optional() }),
);
const operation = z.looseObject({
  operationId: z.string(),
  parameters: z
    .array(z.looseObject({ name: z.string(), in: z.string(), example: z.unknown().optional() }))
    .default([]),
  requestBody: z.looseObject({ content: media }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: media.optional() })),
});

interface Described {
  readonly place: string;
  readonly schema: unknown;
  readonly example: unknown;
}

let ajv: Ajv2020;
let operations: readonly z.infer<typeof operation>[];

beforeAll(async () => {
  const document = await describeApi();
  const paths = z.record(z.string(), z.record(z.string(), operation)).parse(document.paths);
  operations = Object.values(paths).flatMap((item) => Object.values(item));
  // OpenAPI says more of schemas than JSON Schema does: no strictness about words that are not its own.
  ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'https://api.invalid/openapi', components: document.components });
});

/** What is sent and answered as JSON by each operation when it succeeds. */
function described(): readonly Described[] {
  return operations.flatMap(({ operationId, requestBody, responses }) => [
    ...bodies(`${operationId} request`, requestBody?.content),
    ...Object.entries(responses)
      .filter(([status]) => status.startsWith('2'))
      .flatMap(([status, { content }]) => bodies(`${operationId} ${status}`, content)),
  ]);
}

function bodies(place: string, content: z.infer<typeof media> = {}): readonly Described[] {
  const json = content['application/json'];
  return json === undefined ? [] : [{ place, schema: json.schema, example: json.example }];
}

describe('the examples of the API', () => {
  it('are there for what every operation takes and answers: record new ones with test/e2e/api-examples.spec.ts --update', () => {
    const without = described().filter(({ example }) => example === undefined);
    expect(without.map(({ place }) => place)).toEqual([]);
  });

  it('are what the schemas say', () => {
    const wrong = described().flatMap(({ place, schema, example }) => {
      if (example === undefined || typeof schema !== 'object' || schema === null) return [];
      const text = JSON.stringify(schema).replaceAll(
        '"#/components',
        '"https://api.invalid/openapi#/components',
      );
      const validate = ajv.compile(z.record(z.string(), z.unknown()).parse(JSON.parse(text)));
      return validate(example) ? [] : [[place, ajv.errorsText(validate.errors)]];
    });
    expect(wrong).toEqual([]);
  });

  it('name a value for each part of a path', () => {
    const without = operations.flatMap(({ operationId, parameters }) =>
      parameters
        .filter((parameter) => parameter.in === 'path' && parameter.example === undefined)
        .map(({ name }) => `${operationId} ${name}`),
    );
    expect(without).toEqual([]);
  });
});
