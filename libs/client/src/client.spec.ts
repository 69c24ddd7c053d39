import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type ClientOptions,
  createApiClient,
  items,
  orThrow,
  ProblemError,
  waitForSimulation,
} from './index.js';

interface Received {
  readonly request: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Respond = (response: ServerResponse, received: Received) => void;

const received: Received[] = [];
/** What is answered, one after the other; the last of them from then on. */
let answers: Respond[] = [];
let server: Server;
let baseUrl: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { request: `${method} ${url}`, headers, body };
      received.push(one);
      const [respond] = answers.length > 1 ? answers.splice(0, 1) : answers;
      respond?.(response, one);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.int() }).parse(server.address());
  baseUrl = `http://127.0.0.1:${port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => void received.splice(0));

const client = (options: Partial<ClientOptions> = {}) =>
  createApiClient({ baseUrl, token: 'key', ...options, retries: { jitter: 0, ...options.retries } });

const json =
  (body: unknown, headers: Readonly<Record<string, string>> = {}): Respond =>
  (response) =>
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

const refusal =
  (status: number, headers: Readonly<Record<string, string>> = { 'retry-after': '0' }): Respond =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'application/problem+json', 'x-request-id': 'r-1', ...headers })
      .end(
        JSON.stringify({
          type: 'about:blank',
          title: 'Refused',
          status,
          code: 'refused',
          detail: 'Not now.',
          instance: 'urn:request:r-1',
          errors: [{ pointer: '/name', detail: 'is bad' }],
        }),
      );

const page = json({ items: [] });
const read = (options?: Partial<ClientOptions>) => client(options).GET('/api/v1/policies');
const create = (key?: string) =>
  client().POST('/api/v1/simulations', {
    params: { header: key === undefined ? {} : { 'Idempotency-Key': key } },
    body: { name: 'again' },
  });

describe('a request that is refused for now', () => {
  it.each([429, 503])('with %i is sent again', async (status) => {
    answers = [refusal(status), refusal(status), page];
    expect((await read()).data).toEqual({ items: [] });
    expect(received).toHaveLength(3);
  });

  it('is sent again as often as was said, and is then left with the last answer', async () => {
    answers = [refusal(503)];
    expect((await read({ retries: { count: 2 } })).response.status).toBe(503);
    expect(received).toHaveLength(3);
    expect((await read({ retries: { count: 0 } })).response.status).toBe(503);
    expect(received).toHaveLength(4);
  });

  it.each([
    ['another status', 500, { 'retry-after': '0' }],
    ['no Retry-After', 503, {}],
    ['a Retry-After that is none', 503, { 'retry-after': 'soon 1' }],
    ['a Retry-After that is too far', 503, { 'retry-after': '3600' }],
    ['a date that is too far', 429, { 'retry-after': 'Fri, 31 Dec 2199 23:59:59 GMT' }],
  ])('is not sent again with %s', async (_, status, headers) => {
    answers = [refusal(status, headers), page];
    expect((await read()).response.status).toBe(status);
    expect(received).toHaveLength(1);
  });

  it('is sent again at once where Retry-After is a date that has passed', async () => {
    answers = [refusal(503, { 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' }), page];
    expect((await read()).response.status).toBe(200);
  });

  it('is not sent again before the time that Retry-After says', async () => {
    answers = [refusal(429, { 'retry-after': '1' }), page];
    const started = performance.now();
    expect((await read()).response.status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(990);
  });

  it('has its body each time, and a token of its own', async () => {
    answers = [refusal(503), json({ id: 'x' })];
    let tokens = 0;
    await client({ token: () => `token-${++tokens}` }).PUT('/api/v1/clusters/{cluster}', {
      params: { path: { cluster: 'prod' } },
      body: { description: 'x' },
    });
    expect(received.map(({ request, headers, body }) => [request, headers.authorization, body])).toEqual([
      ['PUT /api/v1/clusters/prod', 'Bearer token-1', '{"description":"x"}'],
      ['PUT /api/v1/clusters/prod', 'Bearer token-2', '{"description":"x"}'],
    ]);
  });

  it('is not sent again if it would be done twice, unless it has an Idempotency-Key', async () => {
    answers = [refusal(503)];
    expect((await create()).response.status).toBe(503);
    expect(received).toHaveLength(1);
    answers = [refusal(503), json({ id: 'x' })];
    expect((await create('once')).response.status).toBe(200);
    expect(received.slice(1).map(({ headers, body }) => [headers['idempotency-key'], body])).toEqual([
      ['once', '{"name":"again"}'],
      ['once', '{"name":"again"}'],
    ]);
  });

  it('is not sent again once its signal has been aborted, and the pause ends with it', async () => {
    const controller = new AbortController();
    answers = [
      (response, one) => {
        refusal(503, { 'retry-after': '20' })(response, one);
        response.once('close', () => controller.abort(new Error('no more')));
      },
    ];
    const call = client().GET('/api/v1/policies', { signal: controller.signal });
    await expect(call).rejects.toThrow('no more');
    expect(received).toHaveLength(1);
  });

  it('ends with the time that a call may take', async () => {
    answers = [refusal(503, { 'retry-after': '20' })];
    await expect(read({ timeout: 2_000 })).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(received).toHaveLength(1);
  });
});

describe('a call', () => {
  it('ends with its time, also when nothing is answered', async () => {
    answers = [() => {}];
    await expect(read({ timeout: 50 })).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('sends YAML as it is, and text as JSON where that is what is sent', async () => {
    answers = [json({})];
    const body = 'kind: PodSecurityPolicy\n';
    await client().POST('/api/v1/policies', { headers: { 'content-type': 'application/yaml' }, body });
    await client().POST('/api/v1/policies', { body });
    expect(received.map(({ headers, body }) => [headers['content-type'], body])).toEqual([
      ['application/yaml', body],
      ['application/json', JSON.stringify(body)],
    ]);
  });
});

describe('orThrow', () => {
  it('gives what is answered', async () => {
    answers = [page];
    expect(await orThrow(read())).toEqual({ items: [] });
  });

  it('throws the problem, with the places of the mistakes', async () => {
    answers = [refusal(422, { 'retry-after': '5' })];
    const error = await orThrow(read()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({
      message: '422 refused: Not now.\n  /name: is bad',
      status: 422,
      code: 'refused',
      title: 'Refused',
      detail: 'Not now.',
      errors: [{ pointer: '/name', detail: 'is bad' }],
      requestId: 'r-1',
      retryAfter: 5_000,
    });
  });

  it.each(['<h1>Bad gateway</h1>', '{"code": 7}', ''])('throws what is no problem, too: %s', async (text) => {
    answers = [(response) => response.writeHead(502, 'Bad Gateway').end(text)];
    await expect(orThrow(read())).rejects.toMatchObject({
      status: 502,
      code: 'no-problem',
      title: 'Bad Gateway',
      errors: [],
      requestId: undefined,
    });
  });
});

describe('items', () => {
  const list = (cursor: { readonly cursor?: string }) =>
    client().GET('/api/v1/policies', { params: { query: cursor } });

  it('are those of all pages, each asked for when it is needed', async () => {
    answers = [json({ items: ['a', 'b'], next: 'x y' }), json({ items: ['c'] })];
    const found: unknown[] = [];
    for await (const item of items(list)) {
      found.push(item);
      expect(received).toHaveLength(found.length < 3 ? 1 : 2);
    }
    expect(found).toEqual(['a', 'b', 'c']);
    expect(received.map(({ request }) => request)).toEqual([
      'GET /api/v1/policies',
      'GET /api/v1/policies?cursor=x%20y',
    ]);
  });

  it('end with the page that is refused', async () => {
    answers = [json({ items: ['a'], next: 'x' }), refusal(403)];
    const rest = items(list);
    expect((await rest.next()).value).toBe('a');
    await expect(rest.next()).rejects.toMatchObject({ status: 403 });
  });
});

describe('waiting for a simulation', () => {
  const running = json({ id: 'x', status: 'running' });
  const ended = { id: 'x', status: 'succeeded', finishedAt: '2026-03-02T08:00:00Z' };
  const unchanged: Respond = (response) => response.writeHead(304).end();

  it('is one held call after the other until it has ended', async () => {
    answers = [running, running, json(ended)];
    expect(await waitForSimulation(client(), 'x')).toEqual(ended);
    expect(received.map(({ request }) => request)).toEqual(
      Array.from({ length: 3 }, () => 'GET /api/v1/simulations/x?wait=20s'),
    );
  });

  it('for something else is told of changes alone', async () => {
    const tagged = { etag: '"7"' };
    answers = [json({ status: 'queued' }, tagged), unchanged, json({ status: 'active' }, { etag: '"8"' })];
    const until = ({ status }: { readonly status: string }) => status === 'active';
    expect(await waitForSimulation(client(), 'x', { until, wait: '5s' })).toEqual({ status: 'active' });
    expect(received.map(({ headers }) => headers['if-none-match'])).toEqual(['""', '"7"', '"7"']);
  });

  it('does not ask more often than it was told, where calls are not held', async () => {
    answers = [json({ status: 'running' }, { 'retry-after': '1' }), json(ended)];
    const started = performance.now();
    await waitForSimulation(client(), 'x');
    expect(performance.now() - started).toBeGreaterThan(900);
  });

  it('ends with its signal, and with one that is not there', async () => {
    answers = [json({ status: 'running' }, { 'retry-after': '20' })];
    const signal = AbortSignal.timeout(100);
    await expect(waitForSimulation(client(), 'x', { signal })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    answers = [refusal(404)];
    await expect(waitForSimulation(client(), 'x')).rejects.toMatchObject({ status: 404, code: 'refused' });
  });
});
