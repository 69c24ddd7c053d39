import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { convertSchema, settleNames } from './schema-components.js';

const limits = z.object({ memory: z.string(), cpu: z.string().nullable() }).meta({ id: 'Limits' });
const container = z.object({
  id: z.string(),
  limits: limits.optional(),
  ports: z.array(z.int()).default([]),
});
const named = container.meta({ id: 'Container' });
const pod = z.object({ containers: z.array(named) }).meta({ id: 'Pod' });

function documentOf(...schemas: readonly (readonly [z.ZodType, 'input' | 'output'])[]) {
  const conversions = schemas.map(([schema, schemaType]) => convertSchema(schema, { schemaType }));
  return settleNames({
    used: conversions.map((conversion) => conversion?.schema),
    components: { schemas: Object.assign({}, ...conversions.map((conversion) => conversion?.components)) },
  });
}

describe('a Zod schema in the document', () => {
  it('is JSON Schema 2020-12: null is a type, and bounds are numbers', () => {
    const schema = z.object({ a: z.string().nullable(), b: z.int().gt(3).lt(9) });
    expect(convertSchema(schema, { schemaType: 'input' })?.schema).toEqual({
      type: 'object',
      properties: {
        a: { type: ['string', 'null'] },
        b: { type: 'integer', exclusiveMinimum: 3, exclusiveMaximum: 9 },
      },
      required: ['a', 'b'],
    });
  });

  it('is a component if it has an id', () => {
    expect(documentOf([limits, 'output'])).toEqual({
      used: [{ $ref: '#/components/schemas/Limits' }],
      components: {
        schemas: {
          Limits: {
            type: 'object',
            properties: {
              memory: { type: 'string' },
              cpu: { type: ['string', 'null'] },
            },
            required: ['memory', 'cpu'],
          },
        },
      },
    });
  });

  it('has one name where it is sent and answered alike', () => {
    const { used, components } = documentOf([limits, 'output'], [limits, 'input']);
    expect(used).toEqual([{ $ref: '#/components/schemas/Limits' }, { $ref: '#/components/schemas/Limits' }]);
    expect(Object.keys(components.schemas)).toEqual(['Limits']);
  });

  it('has two names where a default makes a difference, and so has what refers to it', () => {
    const { used, components } = documentOf([pod, 'output'], [pod, 'input']);
    expect(used).toEqual([{ $ref: '#/components/schemas/Pod' }, { $ref: '#/components/schemas/PodInput' }]);
    expect(Object.keys(components.schemas)).toEqual([
      'Container',
      'ContainerInput',
      'Limits',
      'Pod',
      'PodInput',
    ]);
    expect(components.schemas).toMatchObject({
      Container: { required: ['id', 'ports'] },
      ContainerInput: { required: ['id'] },
      PodInput: { properties: { containers: { items: { $ref: '#/components/schemas/ContainerInput' } } } },
    });
  });

  it('keeps its plain name where it is only sent', () => {
    const { used, components } = documentOf([pod, 'input']);
    expect(used).toEqual([{ $ref: '#/components/schemas/Pod' }]);
    expect(Object.keys(components.schemas)).toEqual(['Container', 'Limits', 'Pod']);
  });

  it('that takes any JSON value is one component, however often it occurs', () => {
    const { used, components } = documentOf([z.object({ a: z.json(), b: z.json() }), 'output']);
    const value = { $ref: '#/components/schemas/JsonValue' };
    expect(used).toEqual([{ type: 'object', properties: { a: value, b: value }, required: ['a', 'b'] }]);
    expect(Object.keys(components.schemas)).toEqual(['JsonValue']);
  });

  it('that is recursive has to have an id', () => {
    const tree: z.ZodType = z.object({ children: z.lazy(() => z.array(tree)) });
    expect(() => convertSchema(tree, { schemaType: 'output' })).not.toThrow();
    const nested = z.object({ tree });
    expect(() => convertSchema(nested, { schemaType: 'output' })).toThrow('a recursive schema needs an id');
  });

  it('is left to Nest if it is none of ours', () => {
    expect(convertSchema({ '~standard': {} }, { schemaType: 'input' })).toBeUndefined();
  });
});
