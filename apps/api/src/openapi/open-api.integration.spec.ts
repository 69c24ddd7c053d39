import { loadConfig } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '../../../../test/services/index.js';
import { createApplication } from '../create-application.js';

const operation = z.object({
  operationId: z.string(),
  'x-access': z.union([z.literal('public'), z.array(z.string())]),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  responses: z.record(
    z.string(),
    z.object({ description: z.string(), content: z.record(z.string(), z.unknown()).optional() }),
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

  it('has an operationId for each operation, fit to be the name of a function, and none twice', () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(ids.filter((id) => !/^[a-z][A-Za-z0-9]*$/.test(id))).toEqual([]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
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
