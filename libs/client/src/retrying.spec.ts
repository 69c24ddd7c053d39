import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApiClient } from './index.js';

interface Answer {
  readonly status: number;
  readonly retryAfter?: string;
}

let server: Server;
let baseUrl: string;
let answers: Answer[];
let asked: { readonly method: string | undefined; readonly body: string }[];

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  baseUrl = `http://127.0.0.1:${address.port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: string[] = [];
  for await (const chunk of request.setEncoding('utf8')) chunks.push(String(chunk));
  asked.push({ method: request.method, body: chunks.join('') });
  const { status, retryAfter } = answers.shift() ?? { status: 200 };
  response.writeHead(status, {
    'content-type': status < 400 ? 'application/json' : 'application/problem+json',
    ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
  });
  response.end(JSON.stringify(status < 400 ? { items: [] } : { code: 'busy', detail: 'Come again.' }));
}

const client = (retries?: number) =>
  createApiClient({ baseUrl, token: 'key', ...(retries !== undefined && { retries }) });
const policies = '/api/v1/policies';
const simulations = '/api/v1/simulations';
const simulation = { policies: [{ id: '00000000-0000-4000-8000-000000000001' }], scope: {} };
const busy = { status: 429, retryAfter: '0' };
const away = { status: 503, retryAfter: '0' };

describe('a request that the service asks to make later', () => {
  it('is made again until it is answered, with the same body', async () => {
    answers = [busy, busy, { status: 202 }];
    const { response } = await client().POST(simulations, { body: simulation });
    expect(response.status).toBe(202);
    expect(asked).toEqual(Array(3).fill({ method: 'POST', body: JSON.stringify(simulation) }));
  });

  it('is made again after 503 if it is idempotent', async () => {
    answers = [away, { status: 200 }];
    expect((await client().GET(policies)).data).toEqual({ items: [] });
    expect(asked).toHaveLength(2);
  });

  it('is made again after 503 if it has an Idempotency-Key', async () => {
    answers = [away, { status: 202 }];
    const params = { header: { 'Idempotency-Key': 'once' } };
    expect((await client().POST(simulations, { params, body: simulation })).response.status).toBe(202);
    expect(asked).toHaveLength(2);
  });

  it('is not made again after 503 if it might have been done', async () => {
    answers = [away];
    const { response, error } = await client().POST(simulations, { body: simulation });
    expect([response.status, error]).toEqual([503, { code: 'busy', detail: 'Come again.' }]);
    expect(asked).toHaveLength(1);
  });

  it('is made as often as is said, and then answered as the service does', async () => {
    answers = [busy, busy, busy];
    const { response, error } = await client(1).GET(policies);
    expect([response.status, error]).toEqual([429, { code: 'busy', detail: 'Come again.' }]);
    expect(asked).toHaveLength(2);
  });

  it('is never made again if that is not wanted', async () => {
    answers = [busy];
    expect((await client(0).GET(policies)).response.status).toBe(429);
    expect(asked).toHaveLength(1);
  });

  it('is not made again once its signal is aborted', async () => {
    answers = [{ status: 429, retryAfter: '3600' }];
    const aborted = new AbortController();
    const call = client().GET(policies, { signal: aborted.signal });
    await expect.poll(() => asked).toHaveLength(1);
    aborted.abort(new Error('nobody waits any more'));
    await expect(call).rejects.toThrow('aborted');
    expect(asked).toHaveLength(1);
  });

  it('waits until the date that the service names', async () => {
    answers = [{ status: 429, retryAfter: new Date(Date.now() - 5_000).toUTCString() }, { status: 200 }];
    expect((await client().GET(policies)).response.status).toBe(200);
    expect(asked).toHaveLength(2);
  });
});

it('makes no other refused request again', async () => {
  answers = [{ status: 500 }];
  expect((await client().GET(policies)).response.status).toBe(500);
  expect(asked).toHaveLength(1);
});
