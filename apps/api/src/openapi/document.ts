import { errorKinds, problem, problemMediaType } from '#libs/platform';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ACCESS_EXTENSION } from '../auth/index.js';
import { operationId } from '../http/index.js';
import { withExamples } from './examples.js';
import { componentPrefix, convertSchema, settleNames } from './schema-components.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Responses = Operation['responses'];
type ResponseObject = Exclude<NonNullable<Responses[string]>, { $ref: string }>;

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

const operationNames = ['get', 'put', 'post', 'delete', 'patch'] as const;

const description = `Learns what Kubernetes workloads need, writes the tightest PodSecurityPolicy that fits, and says before
enforcement what a policy would break.

Every call needs an API key, or a token of the OpenID provider: \`Authorization: Bearer <key>\`. \`x-access\` says which roles may make it. Errors are
\`application/problem+json\` (RFC 9457): decide by \`code\`; \`errors\` points at each mistake.

What has an \`ETag\` is answered with 304 to \`If-None-Match\`, and changed only as the caller has seen it with \`If-Match\` (412
otherwise). If-Match compares strongly: \`W/"…"\` matches nothing, \`*\` whatever is there.

A body of JSON has at most one value for each 8 characters, and at most one name of members for each 64 that differs from the
others; 100,000 values and 20,000 names in any case (413 otherwise). It is nested at most 256 levels deep (400).`;

/** The OpenAPI 3.1 document of the application, made from its routes and the Zod schemas that these parse with. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.1')
    .setTitle('policy-advisor')
    .setDescription(description)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addSecurity('apiKey', {
      type: 'http',
      scheme: 'bearer',
      description: 'An API key, or a token of the OpenID provider.',
    })
    .build();
  const document = SwaggerModule.createDocument(app, base, {
    operationIdFactory: operationId,
    standardSchemaConverter: convertSchema,
  });
  const { schema: _, components } = convertSchema(problem, { schemaType: 'output' }) ?? {
    schema: {},
    components: {},
  };
  const paths = Object.entries(document.paths).sort(([a], [b]) => (a < b ? -1 : 1));
  const known = document.components?.schemas ?? {};
  return settleNames({
    ...document,
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    security: [],
    paths: Object.fromEntries(paths.map(([path, item]) => [path, completeItem(item, known)])),
    components: { ...document.components, schemas: { ...document.components?.schemas, ...components } },
  });
}

function completeItem(item: PathItem, schemas: Schemas): PathItem {
  const complete = { ...item };
  for (const name of operationNames) {
    const operation = complete[name];
    if (operation === undefined) continue;
    complete[name] = withExamples(completeOperation(withOptionalBody(operation, schemas), name !== 'get'));
  }
  return complete;
}

/** A body need not be sent where the schema that parses it has a default for the whole. Nest asks for every body. */
function withOptionalBody(operation: Operation, schemas: Schemas): Operation {
  const { requestBody } = operation;
  if (requestBody === undefined || '$ref' in requestBody) return operation;
  const isOptional = Object.values(requestBody.content).every(({ schema }) => {
    const found =
      schema !== undefined && '$ref' in schema ? schemas[schema.$ref.slice(componentPrefix.length)] : schema;
    return found !== undefined && 'default' in found;
  });
  return isOptional ? { ...operation, requestBody: { ...requestBody, required: false } } : operation;
}

/** What holds for every route and need not be said at each: security, and the errors that guards and parsers raise. */
function completeOperation(operation: Operation, takesBody: boolean): Operation {
  const isPublic = accessOf(operation) === 'public';
  const parameters = operation.parameters ?? [];
  // What a path or ?project= names may not be there, or not for the caller.
  const names = parameters.some(
    (parameter) => 'in' in parameter && (parameter.in === 'path' || parameter.name === 'project'),
  );
  const statuses = [
    ...(isPublic ? [] : [401, 403, 429]),
    ...(names ? [404] : []),
    400,
    406,
    431,
    // Bodies that nobody asked for are looked at, too.
    ...(takesBody ? [408, 413, 415] : []),
    ...(operation.requestBody === undefined && parameters.length === 0 ? [] : [422]),
    500,
    ...(isPublic ? [] : [503]),
  ];
  const errors = statuses.map((status) => [String(status), problemResponse(status)] as const);
  return {
    ...operation,
    security: isPublic ? [] : [{ apiKey: [] }],
    responses: { ...Object.fromEntries(errors), ...withKubernetesObjects(withProblems(operation.responses)) },
  };
}

function accessOf(operation: object): unknown {
  return Object.entries(operation).find(([key]) => key === ACCESS_EXTENSION)?.[1];
}

/** Errors that a route documents itself (409, 412) get the problem schema, if it names none. */
function withProblems(responses: Responses): Responses {
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => {
      const bare = response !== undefined && !('$ref' in response) && response.content === undefined;
      return [
        status,
        bare && Number(status) >= 400 ? { ...problemResponse(Number(status)), ...response } : response,
      ];
    }),
  );
}

const retryAfter = {
  'Retry-After': { description: 'Seconds until it may succeed.', schema: { type: 'integer' as const } },
};

/** What those headers say by which such an answer is acted upon. */
const headersOfProblems = new Map<number, NonNullable<ResponseObject['headers']>>([
  [
    401,
    {
      'WWW-Authenticate': {
        description: 'How to authenticate: the scheme `Bearer` (RFC 6750).',
        required: true,
        schema: { type: 'string' },
      },
    },
  ],
  [429, retryAfter],
  [503, retryAfter],
]);

const kubernetesObject = {
  type: 'object' as const,
  description: 'An object as `kubectl apply` takes it; each document is one, if there are several.',
  properties: {
    apiVersion: { type: 'string' as const },
    kind: { type: 'string' as const },
    metadata: { type: 'object' as const },
  },
  required: ['apiVersion', 'kind', 'metadata'],
};

/** What is a resource of this API as JSON is, as YAML, what Kubernetes makes of it. */
function withKubernetesObjects(responses: Responses): Responses {
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => {
      const content = response === undefined || '$ref' in response ? undefined : response.content;
      const { 'application/json': json, 'application/yaml': yaml } = content ?? {};
      if (json?.schema === undefined || yaml?.schema === undefined || !('$ref' in json.schema))
        return [status, response];
      return [
        status,
        { ...response, content: { ...content, 'application/yaml': { schema: kubernetesObject } } },
      ];
    }),
  );
}

function problemResponse(status: number) {
  const title = Object.values(errorKinds).find((kind) => kind.status === status)?.title ?? 'Internal error';
  const headers = headersOfProblems.get(status);
  return {
    description: title,
    ...(headers === undefined ? {} : { headers }),
    content: { [problemMediaType]: { schema: { $ref: '#/components/schemas/Problem__output' } } },
  };
}
