import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { loadConfig } from '#libs/platform';
import { Body, Controller, Get, Module, Param, Post, Query } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '../../../../test/services/index.js';
import { AppModule } from '../app.module.js';
import { Public, Roles } from '../auth/index.js';
import { createApplication } from '../create-application.js';
import { Consumes, Produces } from './index.js';

const probe = z.object({ spec: z.object({ privileged: z.boolean(), ports: z.array(z.int()).default([]) }) });
const query = z.object({
  limit: z.coerce.number({ error: 'must be one number, from 1 to 100' }).int().min(1).max(100).default(50),
});

@Controller('probe')
@Public()
class ProbeController {
  @Post()
  echo(@Body({ schema: probe }) body: z.infer<typeof probe>): object {
    return body;
  }

  @Post('yaml')
  @Consumes('application/json', 'application/yaml')
  @Produces('application/json', 'application/yaml')
  text(@Body() body: unknown): object {
    return { received: body };
  }

  @Get('fault')
  fault(): never {
    throw new Error('secret-internal-detail');
  }

  @Get(':id')
  read(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: query }) { limit }: z.infer<typeof query>,
  ): object {
    return { id, limit };
  }
}

@Controller('api/v1/probe')
class GuardedController {
  @Get('undeclared')
  undeclared(): object {
    return {};
  }

  @Post('large')
  @Roles('agent')
  large(): object {
    return {};
  }
}

@Module({ imports: [AppModule], controllers: [ProbeController, GuardedController] })
class ProbeModule {}

const adminKey = 'integration-test-bootstrap-key-0123456789';
const id = '3f0c8f5e-6f1b-4c39-9e55-0a1a4f5b6c7d';
let app: NestFastifyApplication;

beforeAll(async () => {
  const environment = {
    DATABASE_URL: await createDatabase(),
    BOOTSTRAP_API_KEY_FILE: '/key',
    HTTP_BODY_LIMIT: '1KiB',
    LOG_LEVEL: 'silent',
  };
  app = await createApplication(loadConfig(environment, { readFile: () => adminKey }), ProbeModule);
});
afterAll(() => app.close());

type Request = Parameters<NestFastifyApplication['inject']>[0];

async function ask(request: Exclude<Request, string | undefined>) {
  const headers = { 'x-request-id': 'request-1', ...request.headers };
  const response = await app.inject({ ...request, headers });
  const body: unknown = response.body === '' ? undefined : JSON.parse(response.body);
  return {
    status: response.statusCode,
    type: response.headers['content-type'],
    body,
    headers: response.headers,
  };
}

const problemType = 'application/problem+json; charset=utf-8';
const post = (url: string, payload: string, contentType = 'application/json') =>
  ({ method: 'POST', url, payload, headers: { 'content-type': contentType } }) as const;

describe('a request', () => {
  it('is parsed by its schema, defaults included', async () => {
    const { status, body } = await ask(post('/probe', '{"spec":{"privileged":true}}'));
    expect({ status, body }).toEqual({ status: 201, body: { spec: { privileged: true, ports: [] } } });
  });

  it('keeps its X-Request-Id, if that is fit for logs', async () => {
    const kept = await ask({ method: 'GET', url: `/probe/${id}` });
    expect(kept.headers['x-request-id']).toBe('request-1');
    const replaced = await ask({ method: 'GET', url: `/probe/${id}`, headers: { 'x-request-id': 'a"b c' } });
    expect(replaced.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('has its query and path parsed too', async () => {
    const { status, body } = await ask({ method: 'GET', url: `/probe/${id}?limit=7` });
    expect({ status, body }).toEqual({ status: 200, body: { id, limit: 7 } });
  });
});

describe('an error answer', () => {
  it.each([
    [
      '400 for what is no JSON',
      post('/probe', '{"spec":'),
      400,
      'malformed',
      'The body is not valid JSON, or has a key named __proto__.',
    ],
    [
      '400 for an empty body',
      post('/probe', ''),
      400,
      'malformed',
      'The body is empty, but Content-Type says JSON.',
    ],
    [
      '400 for __proto__',
      post('/probe', '{"__proto__":{}}'),
      400,
      'malformed',
      'The body is not valid JSON, or has a key named __proto__.',
    ],
    ['400 for a broken URL', { method: 'GET', url: '/probe/%zz' }, 400, 'malformed', 'The URL is not valid.'],
    [
      '404 for what does not exist',
      { method: 'GET', url: '/nowhere?secret=x' },
      404,
      'not-found',
      'There is nothing at GET /nowhere.',
    ],
    [
      '405 for another method',
      { method: 'DELETE', url: '/healthz' },
      405,
      'method-not-allowed',
      'DELETE is not possible here, only GET, HEAD.',
    ],
    [
      '406 for a media type that there is not',
      { method: 'GET', url: `/probe/${id}`, headers: { accept: 'text/html' } },
      406,
      'not-acceptable',
      'This route answers in application/json.',
    ],
    [
      '413 for too large a body',
      post('/probe', JSON.stringify({ x: 'y'.repeat(2_000) })),
      413,
      'too-large',
      'The request is larger than this service accepts.',
    ],
    [
      '415 for a media type that the service does not know',
      post('/probe', '<a/>', 'application/xml'),
      415,
      'unsupported-media-type',
      'This route reads application/json, not application/xml.',
    ],
    [
      '415 for a body without a media type',
      { method: 'POST', url: '/probe', payload: 'spec', headers: {} },
      415,
      'unsupported-media-type',
      'This route reads application/json, and Content-Type says nothing.',
    ],
    [
      '400 for what is nested without end',
      post('/probe', '['.repeat(300) + ']'.repeat(300)),
      400,
      'malformed',
      'The body is nested more than 256 levels deep.',
    ],
    [
      '415 for one that this route does not read',
      post('/probe', 'a: 1', 'application/yaml'),
      415,
      'unsupported-media-type',
      'This route reads application/json, not application/yaml.',
    ],
    [
      '500 without any detail for our own faults',
      { method: 'GET', url: '/probe/fault' },
      500,
      'internal',
      'The request could not be handled because of a fault in the service. Its log has the cause.',
    ],
  ] as const)('is %s', async (_, request, status, code, detail) => {
    const answer = await ask(request);
    expect(answer.type).toBe(problemType);
    expect(answer.body).toEqual({
      type: `urn:policy-advisor:problem:${code}`,
      title: expect.any(String),
      status,
      code,
      detail,
      instance: 'urn:request:request-1',
    });
    expect(answer.status).toBe(status);
  });

  it('is 422 with a pointer to each mistake of a body', async () => {
    const { status, type, body } = await ask(
      post('/probe', '{"spec":{"privileged":"yes","ports":[80,"x"]}}'),
    );
    expect({ status, type, body }).toEqual({
      status: 422,
      type: problemType,
      body: {
        type: 'urn:policy-advisor:problem:invalid',
        title: 'Invalid content',
        status: 422,
        code: 'invalid',
        detail: 'The body is not valid.',
        instance: 'urn:request:request-1',
        errors: [
          { pointer: '/spec/privileged', detail: 'Invalid input: expected boolean, received string' },
          { pointer: '/spec/ports/1', detail: 'Invalid input: expected number, received string' },
        ],
      },
    });
  });

  it('is 422 with the name of each wrong parameter', async () => {
    const inQuery = await ask({ method: 'GET', url: `/probe/${id}?limit=1000` });
    expect(inQuery.status).toBe(422);
    expect(inQuery.body).toMatchObject({
      errors: [{ parameter: 'limit', detail: 'must be one number, from 1 to 100' }],
    });
    const unknown = await ask({ method: 'GET', url: `/probe/${id}?limits=1&limit=%00` });
    expect([unknown.status, unknown.body]).toEqual([
      422,
      expect.objectContaining({
        errors: [
          { parameter: 'limit', detail: 'must be one number, from 1 to 100' },
          { parameter: 'limit', detail: 'may not contain NUL' },
          { parameter: 'limits', detail: 'unknown; there are: limit' },
        ],
      }),
    ]);
    const inPath = await ask({ method: 'GET', url: '/probe/7' });
    expect(inPath.status).toBe(422);
    expect(inPath.body).toMatchObject({ errors: [{ parameter: 'id', detail: 'Invalid UUID' }] });
  });

  it('says which methods and media types are possible', async () => {
    const method = await ask({ method: 'PATCH', url: '/probe' });
    expect([method.status, method.headers.allow]).toEqual([405, 'POST']);
    for (const unusual of ['OPTIONS', 'QUERY', 'TRACE'] as const) {
      const { status, headers } = await ask({ method: unusual, url: '/probe' });
      expect([unusual, status, headers.allow]).toEqual([unusual, 405, 'POST']);
    }
    const media = await ask(post('/probe/yaml', '<a/>', 'application/x-ndjson'));
    expect([media.status, media.headers.accept]).toEqual([415, 'application/json, application/yaml']);
  });
});

describe('media types', () => {
  it('may be several, where a route says so', async () => {
    const { status, body } = await ask({
      ...post('/probe/yaml', 'spec:\n  privileged: true\n', 'application/yaml; charset=utf-8'),
    });
    expect({ status, body }).toEqual({ status: 201, body: { received: 'spec:\n  privileged: true\n' } });
  });
});

describe('a compressed body', () => {
  const body = JSON.stringify({ spec: { privileged: false, ports: [80] } });
  const send = (payload: Buffer, encoding: string) =>
    ask({
      method: 'POST',
      url: '/probe',
      payload,
      headers: { 'content-type': 'application/json', 'content-encoding': encoding },
    });

  it.each([
    ['gzip', gzipSync(body)],
    ['deflate', deflateSync(body)],
    ['br', brotliCompressSync(body)],
    ['zstd', zstdCompressSync(body)],
    ['identity', Buffer.from(body)],
  ])('is read: %s', async (encoding, payload) => {
    const answer = await send(payload, encoding);
    expect([answer.status, answer.body]).toEqual([201, JSON.parse(body)]);
  });

  it.each([
    ['gzip', Buffer.from(body)],
    ['gzip', gzipSync(body).subarray(0, -12)],
    ['br', Buffer.from('no brotli at all, whatever the header says')],
    ['zstd', Buffer.from(body)],
  ])('that is none is malformed: %s', async (encoding, payload) => {
    const answer = await send(payload, encoding);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ detail: 'The body is not encoded as Content-Encoding says.' });
  });

  it('that unfolds beyond the limit is too large', async () => {
    const bomb = gzipSync(' '.repeat(100_000) + body);
    expect(bomb.length).toBeLessThan(1_024);
    expect((await send(bomb, 'gzip')).status).toBe(413);
  });

  it('in another encoding is refused with those that are read', async () => {
    const answer = await send(Buffer.from(body), 'compress');
    expect([answer.status, answer.headers['accept-encoding']]).toEqual([415, 'br, deflate, gzip, zstd']);
  });
});

describe('security', () => {
  it('headers are on every answer', async () => {
    for (const url of ['/healthz', '/nowhere', '/api/docs', '/api/v1/policies']) {
      const { headers } = await app.inject({ method: 'GET', url });
      expect([
        url,
        headers['x-content-type-options'],
        headers['x-frame-options'],
        headers['referrer-policy'],
      ]).toEqual([url, 'nosniff', 'DENY', 'no-referrer']);
      expect(headers['content-security-policy']).toContain(`default-src 'none'`);
    }
  });

  it('refuses a stranger before it has read the body', async () => {
    const tooLarge = post('/api/v1/probe/large', JSON.stringify('x'.repeat(5_000)));
    expect((await ask(tooLarge)).status).toBe(401);
    const authorization = { authorization: `Bearer ${adminKey}` };
    expect((await ask({ ...tooLarge, headers: { ...tooLarge.headers, ...authorization } })).status).toBe(413);
  });

  it('closes a route that declares no access to everybody', async () => {
    const headers = { authorization: `Bearer ${adminKey}` };
    expect((await ask({ method: 'GET', url: '/api/v1/probe/undeclared', headers })).status).toBe(403);
  });
});

describe('health', () => {
  it('says that the process runs, and what it can reach', async () => {
    expect((await ask({ method: 'GET', url: '/healthz' })).body).toEqual({ status: 'ok' });
    const { status, body } = await ask({ method: 'GET', url: '/readyz' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ ready: true, checks: { database: 'ok' } });
  });

  it('has metrics of every route', async () => {
    await ask({ method: 'GET', url: `/probe/${id}` });
    const { statusCode, headers, body } = await app.inject({ method: 'GET', url: '/metrics' });
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    const series = body
      .split('\n')
      .filter((line) => line.includes('_count{') && line.includes('"/probe/:id",status="200"'));
    expect(series.map((line) => line.replace(/ \d+$/, ''))).toEqual([
      'http_request_duration_seconds_count{process_role="api",method="GET",route="/probe/:id",status="200"}',
    ]);
  });
});
