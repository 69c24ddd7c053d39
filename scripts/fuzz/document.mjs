// The live OpenAPI document as Schemathesis reads it.

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Calls by method and path: `GET`, `/api/v1/policies/{id}`, and what the document says of them. */
export function operationsOf(document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([name, operation]) => ({ method: name.toUpperCase(), path, operation })),
  );
}

/** The document with the ids of its examples replaced by those of what is there, so that the examples can succeed. */
export function withLiveExamples(document, fixtures) {
  let text = JSON.stringify(document);
  for (const { method, path, operation } of operationsOf(document)) {
    const [live] = fixtures.pathParameters(method, path) ?? [];
    for (const { in: place, name, example } of operation.parameters ?? []) {
      if (place !== 'path' || live?.[name] === undefined || !uuid.test(example ?? '')) continue;
      if (!fixtures.isDestructive(method, path)) text = text.replaceAll(example, live[name]);
    }
  }
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
