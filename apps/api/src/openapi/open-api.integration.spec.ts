import { loadConfig } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '../../../../test/services/index.js';
import { createApplication } from '../create-application.js';

const operation = z.object({
  operationId: z.string(),
  'x-access': z.union([z.literal('public'), z.array(z.string())]),
  parameters: z.array(z.looseObject({ name: z.string() })).optional(),
  requestBody: z.object({ required: z.boolean() }).optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  responses: z.record(
    z.string(),
    z.object({
      description: z.string(),
      headers: z.record(z.string(), z.unknown()).optional(),
      content: z.record(z.string(), z.looseObject({ schema: z.unknown() })).optional(),
    }),
  ),
});
const openApi = z.object({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

let app: NestFastifyApplication;
let text: string;
let document: z.infer<typeof openApi>;

beforeAll(async () => {
  app = await createApplication(loadConfig({ DATABASE_URL: await createDatabase(), LOG_LEVEL: 'silent' }));
  text = (await app.inject({ method: 'GET', url: '/api/openapi.json' })).body;
  document = openApi.parse(JSON.parse(text));
});
afterAll(() => app.close());

// What operations do. That each is followed by a noun keeps them from being words that a language reserves.
const verbs =
  'add|cancel|change|check|compare|consolidate|create|delete|diff|evaluate|export|generate|ingest|list|ping|read|' +
  'redeliver|register|replace|revise|revoke|rotate|stop|stream|tighten|update';

function isVerbAndNoun(id: string): boolean {
  return new RegExp(`^(?:${verbs})(?:[A-Z][a-z0-9]+)+$`).test(id);
}

function operations() {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, value]) => ({
      route: `${method.toUpperCase()} ${path}`,
      path,
      ...value,
    })),
  );
}

describe('the OpenAPI document', () => {
  it('is of version 3.1', () => {
    expect(document.openapi).toBe('3.1.1');
  });

  it('has an operationId for each operation: a verb and what it is done to, and none twice', () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(ids.filter((id) => !isVerbAndNoun(id))).toEqual([]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it.each([
    'export',
    'events',
    'auditInteractions',
    'list',
    'ListKeys',
    'listkeys',
    'list_keys',
    'clustersRead',
  ])('would not take %s for the name of an operation', (id) => {
    expect(isVerbAndNoun(id)).toBe(false);
  });

  it('asks for an API key everywhere but at health and metrics', () => {
    const open = operations().filter(({ security }) => security.length === 0);
    expect(open.map(({ route }) => route).sort()).toEqual(['GET /healthz', 'GET /metrics', 'GET /readyz']);
    const guarded = operations().filter(({ security }) => security.length > 0);
    expect(guarded.filter(({ path }) => !path.startsWith('/api/v1/')).map(({ route }) => route)).toEqual([]);
  });

  it('describes every error as a problem', () => {
    const others = operations().flatMap(({ route, responses }) =>
      Object.entries(responses)
        .filter(
          ([status, { content }]) =>
            Number(status) >= 400 && content?.['application/problem+json'] === undefined,
        )
        .filter(([status]) => !(route === 'GET /readyz' && status === '503'))
        .map(([status]) => `${route} ${status}`),
    );
    expect(others).toEqual([]);
  });

  it('says wherever a key is needed how to authenticate', () => {
    const silent = operations().filter(
      ({ security, responses }) =>
        security.length > 0 && responses['401']?.headers?.['WWW-Authenticate'] === undefined,
    );
    expect(silent.map(({ route }) => route)).toEqual([]);
  });

  it('has 431 wherever headers are read, which is everywhere', () => {
    const silent = operations().filter(({ responses }) => responses['431'] === undefined);
    expect(silent.map(({ route }) => route)).toEqual([]);
  });

  it('has 413 and 415 wherever a body is looked at, also one that nobody asked for', () => {
    const silent = operations().filter(
      ({ route, responses }) =>
        !route.startsWith('GET ') && (responses['413'] === undefined || responses['415'] === undefined),
    );
    expect(silent.map(({ route }) => route)).toEqual([]);
  });

  it('asks for a body where one has to be sent, and leaves open whether to send one that has a default', () => {
    const bodies = operations().flatMap(({ operationId, requestBody }) =>
      requestBody === undefined ? [] : [{ operationId, required: requestBody.required }],
    );
    expect(bodies.length).toBeGreaterThan(10);
    expect(bodies.filter(({ required }) => !required)).toEqual([
      { operationId: 'rotateKey', required: false },
      { operationId: 'rotateWebhookSecret', required: false },
    ]);
  });

  it('has the header of each condition beside the status that it leads to', () => {
    const conditions = operations().flatMap(({ route, parameters = [], responses }) => {
      const named = parameters.map(({ name }) => name);
      return [
        [route, 304, responses['304'] !== undefined, named.includes('If-None-Match')] as const,
        [route, 412, responses['412'] !== undefined, named.includes('If-Match')] as const,
      ];
    });
    expect(conditions.filter(([, , answered, asked]) => answered !== asked)).toEqual([]);
    expect(
      conditions.filter(([, , , asked]) => asked).map(([route, status]) => `${route} ${status}`),
    ).toEqual([
      'GET /api/v1/clusters/{cluster} 304',
      'PUT /api/v1/clusters/{cluster} 412',
      'GET /api/v1/policies/{id} 304',
      'PUT /api/v1/policies/{id} 412',
      'DELETE /api/v1/policies/{id} 412',
      'GET /api/v1/policies/{id}/revisions/{revision} 304',
      'GET /api/v1/projects/{project} 304',
      'PUT /api/v1/projects/{project} 412',
      'DELETE /api/v1/projects/{project} 412',
      'GET /api/v1/simulations/{id} 304',
      'GET /api/v1/webhooks/{id} 304',
      'PATCH /api/v1/webhooks/{id} 412',
      'GET /api/v1/webhooks/{id}/deliveries/{delivery} 304',
      'GET /api/v1/workloads/{id} 304',
    ]);
  });

  it('says that policies are Kubernetes objects as YAML, and resources as JSON', () => {
    const read = operations().find(({ operationId }) => operationId === 'readPolicy');
    const { 'application/json': json, 'application/yaml': yaml } = read?.responses['200']?.content ?? {};
    expect(json?.schema).toEqual({ $ref: '#/components/schemas/Policy' });
    expect(yaml?.schema).toMatchObject({ type: 'object', required: ['apiVersion', 'kind', 'metadata'] });
  });

  it('refers only to components that it has', () => {
    const names = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name = '']) => name,
    );
    expect(names.filter((name) => !(name in document.components.schemas))).toEqual([]);
    expect(names).toContain('Problem');
    expect(
      Object.keys(document.components.schemas).filter((name) => !/^[A-Z][A-Za-z0-9]*$/.test(name)),
    ).toEqual([]);
  });

  it('has nothing of OpenAPI 3.0', () => {
    expect(text).not.toContain('"nullable"');
    expect(text).not.toMatch(/"exclusiveM(in|ax)imum":true/);
  });
});

describe('the page', () => {
  it('and everything on it comes from the service itself, without an API key', async () => {
    const page = await app.inject({ method: 'GET', url: '/api/docs' });
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html']);
    const assets = [...page.body.matchAll(/(?:src|href)=["']([^"']+)["']/g)].map(([, url = '']) => url);
    expect(assets.length).toBeGreaterThan(3);
    for (const asset of assets) {
      const { statusCode } = await app.inject({
        method: 'GET',
        url: new URL(asset, 'http://localhost/api/docs').pathname,
      });
      expect([asset, asset.startsWith('./docs/'), statusCode]).toEqual([asset, true, 200]);
    }
  });
});
