// The live OpenAPI document as Schemathesis reads it.

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Calls by method and path: `GET`, `/api/v1/policies/{id}`, and what the document says of them. */
export function operationsOf(document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([name, operation]) => ({ method: name.toUpperCase(), path, operation })),
  );
}

/**
 * The document with the ids of its examples replaced by those of what is there, so that the examples can succeed: in each
 * operation by what it is to be asked about, then wherever else something of the same kind is named.
 */
export function withLiveExamples(document, fixtures) {
  const others = new Map();
  const paths = structuredClone(document.paths);
  for (const { method, path, operation } of operationsOf(document)) {
    if (fixtures.isDestructive(method, path)) continue;
    const [live] = fixtures.pathParameters(method, path) ?? [];
    const own = new Map();
    for (const { in: place, name, example } of operation.parameters ?? []) {
      if (place !== 'path' || live?.[name] === undefined || !uuid.test(example ?? '')) continue;
      own.set(example, live[name]);
      if (!others.has(example)) others.set(example, live[name]);
    }
    const changed = replaced(operation, own);
    for (const content of Object.values(changed.requestBody?.content ?? {})) {
      if (content.example !== undefined) content.example = fixtures.body(method, path, content.example);
    }
    paths[path][method.toLowerCase()] = changed;
  }
  return replaced({ ...document, paths }, others);
}

function replaced(value, texts) {
  let text = JSON.stringify(value);
  for (const [from, to] of texts) text = text.replaceAll(from, to);
  return JSON.parse(text);
}

/**
 * The document with a schema for each event of a stream: OpenAPI has none for it before 3.2, the `schema` of the document
 * is that of the text. Schemathesis holds each event against it.
 */
export function withEvents(document) {
  const event = (name, contentSchema) => ({
    type: 'object',
    properties: {
      id: { type: 'string', pattern: '^\\d+\\.\\d+$' },
      event: { const: name },
      data: { type: 'string', contentMediaType: 'application/json', contentSchema },
    },
    required: ['id', 'event', 'data'],
  });
  const schema = {
    oneOf: [
      event('state', { $ref: '#/components/schemas/Simulation' }),
      event('progress', { type: 'object', required: ['status', 'progress'] }),
      event('change', { type: 'object', required: ['seq', 'at'] }),
    ],
  };
  const paths = structuredClone(document.paths);
  for (const { operation } of operationsOf({ paths })) {
    const content = operation.responses['200']?.content;
    if (content?.['text/event-stream'] !== undefined) content['text/event-stream'] = { schema };
  }
  return { ...document, paths };
}
