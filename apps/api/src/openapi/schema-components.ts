import { z } from 'zod';

type Json = Readonly<Record<string, unknown>>;

interface Conversion {
  readonly schema: Json;
  readonly components: Record<string, Json>;
}

/** Between the id of a component and the direction it was written for, until `settleNames` decides on the name. */
const separator = '__';
/** Of references to components. */
export const componentPrefix = '#/components/schemas/';

const json = z.record(z.string(), z.unknown());
const definitions = z.record(z.string(), json);

/**
 * A Zod schema as JSON Schema 2020-12, the dialect of OpenAPI 3.1. Schemas with an id (`.meta({ id })`) become
 * components. Objects stay open in what we answer: clients have to bear fields that a later version adds.
 */
export function convertSchema(
  schema: unknown,
  { schemaType }: { readonly schemaType: 'input' | 'output' },
): Conversion | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const converted = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: schemaType,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  const names = componentNames(definitions.parse(converted.$defs ?? {}));
  const text = JSON.stringify(converted).replace(
    /"\$ref":"#\/\$defs\/([^"]+)"/g,
    (_, id: string) => `"$ref":"${componentPrefix}${names.get(id) ?? id}${separator}${schemaType}"`,
  );
  const { $schema: _, $defs, ...root } = json.parse(JSON.parse(text));
  const components = Object.entries(definitions.parse($defs ?? {})).map(([id, definition]) => {
    const name = names.get(id);
    return [`${name ?? id}${separator}${schemaType}`, name === undefined ? definition : jsonValue] as const;
  });
  return { schema: root, components: Object.fromEntries(components) };
}

// Zod numbers recursive schemas that have no id (__schema0, __schema1, …). Of these we know one: z.json(), any value.
function componentNames(found: Readonly<Record<string, Json>>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [id, definition] of Object.entries(found)) {
    if (!id.startsWith('__schema')) continue;
    if (JSON.stringify(definition).replaceAll(`"#/$defs/${id}"`, '"#"') !== anyValue) {
      throw new Error(`a recursive schema needs an id (.meta({ id })): ${JSON.stringify(definition)}`);
    }
    names.set(id, 'JsonValue');
  }
  return names;
}

/** How z.json() is written: what is said of all its parts says no more, and generators of types can't bear the circle. */
const jsonValue: Json = { description: 'Any JSON value.' };

const anyValue = JSON.stringify({
  anyOf: [
    { type: 'string' },
    { type: 'number' },
    { type: 'boolean' },
    { type: 'null' },
    { type: 'array', items: { $ref: '#' } },
    { type: 'object', propertyNames: { type: 'string' }, additionalProperties: { $ref: '#' } },
  ],
});

/**
 * Gives the components their final names: `Name` where what is sent and what is answered look alike, or only one of
 * them occurs; otherwise `Name` for what is answered and `NameInput` for what is sent. Sorted by name.
 */
export function settleNames<T>(document: T & { components?: { schemas?: Record<string, unknown> } }): T {
  const schemas = new Map(
    Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => [
      name,
      JSON.stringify(schema),
    ]),
  );
  const differing = differingIds(schemas);
  const finalName = (name: string): string => {
    const [id = name, io] = name.split(separator);
    return io === 'input' && differing.has(id) ? `${id}Input` : id;
  };
  const renamed = [...schemas].map(([name, schema]) => [finalName(name), schema] as const);
  const sorted = Object.fromEntries(renamed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  const withSchemas = {
    ...document,
    components: {
      ...document.components,
      schemas: Object.fromEntries(Object.entries(sorted).map(([name, text]) => [name, parsed(text)])),
    },
  };
  return renameReferences(withSchemas, finalName);
}

function parsed(text: string): unknown {
  return JSON.parse(text);
}

const reference = /"#\/components\/schemas\/([^"]+)"/g;

// The shape stays as it is: only the ends of references change.
function renameReferences<T>(document: T, finalName: (name: string) => string): T {
  const text = JSON.stringify(document).replace(
    reference,
    (_, name: string) => `"${componentPrefix}${finalName(name)}"`,
  );
  const renamed: T = JSON.parse(text);
  return renamed;
}

/** Ids whose input and output differ, themselves or in what they refer to. */
function differingIds(schemas: ReadonlyMap<string, string>): ReadonlySet<string> {
  const ids = [...schemas.keys()]
    .filter((name) => name.endsWith(`${separator}input`))
    .map((name) => idOf(name));
  const pairs = ids.filter((id) => schemas.has(`${id}${separator}output`));
  const stripped = (name: string) => schemas.get(name)?.replace(reference, (_, to: string) => idOf(to));
  const differing = new Set(
    pairs.filter((id) => stripped(`${id}${separator}input`) !== stripped(`${id}${separator}output`)),
  );
  for (let before = -1; before !== differing.size;) {
    before = differing.size;
    for (const id of pairs) {
      const references = [...(schemas.get(`${id}${separator}input`) ?? '').matchAll(reference)];
      if (references.some(([, name = '']) => differing.has(idOf(name)))) differing.add(id);
    }
  }
  return differing;
}

function idOf(name: string): string {
  return name.split(separator, 1).join();
}
