import { gzipSync } from 'node:zlib';
import { createDataSource, everywhereAs, issueApiKey, type Role } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  calls,
  falcoRead,
  listens,
  TestAgent,
  tetragonCapability,
  uses,
} from '../../../../test/fixtures/runtime-events.js';
import { createDatabase } from '../../../../test/services/index.js';
import { createApplication } from '../create-application.js';

let app: NestFastifyApplication;
let dataSource: DataSource;
const keys = new Map<Role, string>();

beforeAll(async () => {
  const config = loadConfig({
    DATABASE_URL: await createDatabase(),
    LOG_LEVEL: 'silent',
    INGESTION_MAX_EVENTS_PER_REQUEST: '50',
    HTTP_BODY_LIMIT: '256KiB',
  });
  dataSource = await createDataSource(config.database).initialize();
  for (const role of ['agent', 'viewer'] as const) {
    keys.set(
      role,
      (await issueApiKey(dataSource.manager, { name: role, bindings: [everywhereAs(role)] })).key,
    );
  }
  app = await createApplication(config);
});
afterAll(async () => {
  await app.close();
  await dataSource.destroy();
});

interface Sent {
  readonly body: string | Buffer;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
}

async function send({
  body,
  path = 'runtime-events',
  query = '',
  headers = {},
}: Sent): Promise<{ status: number; body: unknown }> {
  const response = await app.inject({
    method: 'POST',
    url: `/api/v1/${path}${query}`,
    headers: {
      authorization: `Bearer ${keys.get('agent') ?? ''}`,
      'content-type': 'application/json',
      ...headers,
    },
    payload: body,
  });
  return { status: response.statusCode, body: JSON.parse(response.body) };
}

async function get<T>(schema: z.ZodType<T>, url: string): Promise<T> {
  const response = await app.inject({
    method: 'GET',
    url,
    headers: { authorization: `Bearer ${keys.get('viewer') ?? ''}` },
  });
  return schema.parse(JSON.parse(response.body));
}

const page = z.object({
  items: z.array(z.looseObject({ id: z.string(), name: z.string() })),
  next: z.string().optional(),
});
const problem = z.object({
  code: z.string(),
  errors: z.array(z.object({ pointer: z.string().optional(), parameter: z.string().optional() })).default([]),
});

const agent = new TestAgent();
const event = (pod: string, ...observations: object[]) => agent.event([{ pod, observations }]);

describe('POST /api/v1/runtime-events', () => {
  it('takes one event, an array, and NDJSON, compressed or not', async () => {
    const receipt = (events: number) => ({
      status: 202,
      body: { events, duplicates: 0, observations: events },
    });
    const one = JSON.stringify(event('one', calls('read')));
    expect(await send({ body: one })).toEqual(receipt(1));
    expect(
      await send({ body: JSON.stringify([event('one', calls('read')), event('one', calls('read'))]) }),
    ).toEqual(receipt(2));
    const lines = [1, 2, 3].map(() => JSON.stringify(event('one', calls('read')))).join('\n');
    const ndjson = { 'content-type': 'application/x-ndjson' };
    expect(await send({ body: `${lines}\n\n`, headers: ndjson })).toEqual(receipt(3));
    const compressed = { ...ndjson, 'content-encoding': 'gzip' };
    const more = [1, 2].map(() => JSON.stringify(event('one', calls('read')))).join('\r\n');
    expect(await send({ body: gzipSync(more), headers: compressed })).toEqual(receipt(2));
    expect(await send({ body: one })).toEqual({
      status: 202,
      body: { events: 1, duplicates: 1, observations: 0 },
    });
  });

  it.each([
    ['422 and the place of each mistake', [{ schema: 'runtime-events/v1' }], 422, 'invalid', '/0/cluster'],
    ['422 for a format that is not understood', { hello: 1 }, 422, 'invalid', '/schema'],
    ['422 for what is no event', ['text'], 422, 'invalid', '/0'],
    ['413 for too many events', Array.from({ length: 51 }, () => ({})), 413, 'too-large', ''],
  ])('answers %s', async (_, body, status, code, pointer) => {
    const answer = await send({ body: JSON.stringify(body) });
    const { code: found, errors } = problem.parse(answer.body);
    expect([answer.status, found, errors[0]?.pointer]).toEqual([status, code, pointer]);
  });

  it("takes other agents' events as they are, one or a line each, with what the query says of them", async () => {
    const message = JSON.stringify(tetragonCapability('foreign', 'CHOWN'));
    const query = '?format=tetragon&cluster=edge&covers=capability,exec';
    const taken = { status: 202, body: { events: 1, duplicates: 0, observations: 1 } };
    expect(await send({ body: message, query })).toEqual(taken);
    const ndjson = { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' };
    expect(await send({ body: gzipSync(`${message}\n`), query, headers: ndjson })).toEqual(taken);
    const [workload] = (await get(page, '/api/v1/workloads?cluster=edge')).items;
    expect(await get(z.unknown(), `/api/v1/workloads/${workload?.id ?? ''}/profile`)).toMatchObject({
      workload: { cluster: 'edge', namespace: 'foreign', kind: 'Pod', name: 'web' },
      containers: [
        {
          name: 'nginx',
          coverage: { capability: { received: 2 } },
          items: [{ item: { dimension: 'capability', capability: 'CHOWN' }, seen: { count: 2 } }],
        },
      ],
    });
  });

  it('takes the cluster of an alert of Falco from the field that the query names', async () => {
    const alert = falcoRead('fields', 'f-1');
    const fields = { ...alert.output_fields, site: 'field-a', 'my.cluster': 'field-b' };
    const body = JSON.stringify({ ...alert, output_fields: fields });
    for (const field of ['site', 'my.cluster']) {
      expect((await send({ body, query: `?clusterField=${field}` })).status).toBe(202);
    }
    for (const cluster of ['field-a', 'field-b']) {
      expect((await get(page, `/api/v1/workloads?cluster=${cluster}`)).items).toHaveLength(1);
    }
  });

  it.each([
    ['another format than the query says', '?format=falco&cluster=edge', '/schema', undefined],
    ['a cluster that nobody names', '', '/cluster_name', undefined],
    ['a format that there is not', '?format=sysdig', undefined, 'format'],
    ['a dimension that there is not', '?covers=capability,files', undefined, 'covers'],
    ['what is no dimension in part', '?cluster=edge&coversPartly=files', undefined, 'coversPartly'],
    ['a name that no cluster can have', '?cluster=a/b', undefined, 'cluster'],
    ['a name that no field has', '?clusterField=a%20b', undefined, 'clusterField'],
  ])('answers 422 to %s', async (_, query, pointer, parameter) => {
    const answer = await send({ body: JSON.stringify(tetragonCapability('refused', 'CHOWN')), query });
    const [mistake] = problem.parse(answer.body).errors;
    expect([answer.status, mistake?.pointer, mistake?.parameter]).toEqual([422, pointer, parameter]);
  });

  it('takes the key as a password, as from the address in which Falco has it, and nothing else takes it so', async () => {
    const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;
    const key = keys.get('agent') ?? '';
    const sendAs = (authorization: string) =>
      send({
        body: JSON.stringify(falcoRead('shop', 'password')),
        query: '?format=falco&cluster=prod',
        headers: { authorization },
      });
    expect((await sendAs(basic(`falco:${key}`))).status).toBe(202);
    expect((await sendAs(basic(`:${key}`))).status).toBe(202);
    expect((await sendAs(basic(`falco:${key.slice(1)}`))).status).toBe(401);
    expect((await sendAs(basic(`${key}:`))).status).toBe(401);
    expect((await sendAs(`Basic ${key}`)).status).toBe(401);
    // What a browser would send unasked is not read here.
    const plain = { authorization: basic(`falco:${key}`), 'content-type': 'text/plain' };
    expect((await send({ body: '{}', headers: plain })).status).toBe(415);
    const statusOf = async (authorization: string) =>
      (await app.inject({ url: '/api/v1/workloads', headers: { authorization } })).statusCode;
    expect(await statusOf(basic(`any:${keys.get('viewer') ?? ''}`))).toBe(401);
    expect(await statusOf(`Bearer ${keys.get('viewer') ?? ''}`)).toBe(200);
  });

  it('answers 400 to what is not JSON, with the line', async () => {
    expect((await send({ body: '{' })).status).toBe(400);
    const answer = await send({ body: '{}\n{', headers: { 'content-type': 'application/x-ndjson' } });
    expect([answer.status, problem.parse(answer.body).errors]).toEqual([400, [{ pointer: '/1' }]]);
    const sparse = await send({ body: '\n{}\n \r\n{', headers: { 'content-type': 'application/x-ndjson' } });
    expect([sparse.status, problem.parse(sparse.body).errors]).toEqual([400, [{ pointer: '/1' }]]);
  });

  it.each([
    ['an array', 'application/json', `[${'1,'.repeat(100_000)}1]`],
    ['lines', 'application/x-ndjson', '1\n'.repeat(100_001)],
  ])('answers 413 to more values than a body of its length may have, in %s', async (_, type, body) => {
    expect(await send({ body, headers: { 'content-type': type } })).toEqual({
      status: 413,
      body: {
        type: 'urn:policy-advisor:problem:too-large',
        title: 'Content too large',
        status: 413,
        code: 'too-large',
        detail:
          'A body as long as this may have at most 100,000 values: one for 8 characters, and 100,000 in any case.',
        instance: expect.stringMatching(/^urn:request:/),
      },
    });
  });

  it('answers 413 to a body that unpacks to more than the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024, ' '));
    expect((await send({ body: bomb, headers: { 'content-encoding': 'gzip' } })).status).toBe(413);
  });

  it('answers the same again to the same Idempotency-Key, and 409 with another body', async () => {
    const anonymous = JSON.stringify(event('keyed', calls('read')));
    const headers = { 'idempotency-key': 'k-1' };
    const first = await send({ body: anonymous, headers });
    expect(await send({ body: anonymous, headers })).toEqual(first);
    expect((await send({ body: JSON.stringify(event('keyed', calls('read'))), headers })).status).toBe(409);
    const bad = await send({ body: anonymous, headers: { 'idempotency-key': 'two words' } });
    expect([bad.status, problem.parse(bad.body).errors]).toEqual([422, [{ parameter: 'Idempotency-Key' }]]);
  });
});

describe('POST /api/v1/clusters/{cluster}/runtime-events', () => {
  const path = 'clusters/by-path/runtime-events';
  const taken = (events: number, observations: number) => ({
    status: 202,
    body: { events, duplicates: 0, observations },
  });

  it('takes events that name no cluster, recognised or of the format that the query says', async () => {
    const message = JSON.stringify(tetragonCapability('by-path', 'CHOWN'));
    expect(await send({ body: message, path })).toEqual(taken(1, 1));
    expect(await send({ body: message, path, query: '?format=tetragon&covers=exec' })).toEqual(taken(1, 1));
    expect((await get(page, '/api/v1/workloads?cluster=by-path')).items).toMatchObject([
      { namespace: 'by-path', kind: 'Pod', name: 'web' },
    ]);
  });

  it('takes what the audit webhook of kube-apiserver sends: an EventList, without any query', async () => {
    const list = {
      kind: 'EventList',
      apiVersion: 'audit.k8s.io/v1',
      metadata: {},
      items: ['RequestReceived', 'ResponseComplete'].map((stage) => ({
        level: 'Metadata',
        auditID: 'a-1',
        stage,
        requestURI: '/api/v1/namespaces/shop/pods/web/exec?command=sh&container=nginx',
        verb: 'create',
        user: { username: 'jane' },
        objectRef: {
          resource: 'pods',
          namespace: 'shop',
          name: 'web',
          apiVersion: 'v1',
          subresource: 'exec',
        },
        responseStatus: { code: 101 },
        stageTimestamp: '2026-03-01T10:20:00.000000Z',
      })),
    };
    // As client-go does.
    expect(await send({ body: JSON.stringify(list), path, query: '?timeout=30s' })).toEqual(taken(1, 0));
    expect(await send({ body: JSON.stringify(list), path })).toEqual({
      status: 202,
      body: { events: 1, duplicates: 1, observations: 0 },
    });
  });

  it('takes lines that were not cut, and refuses a request of nothing but parts of some', async () => {
    const line = (mark: string, text: string) => ({
      log: `2026-03-01T10:20:00.123456789Z stdout ${mark} ${text}`,
    });
    const whole = JSON.stringify(tetragonCapability('by-path', 'KILL'));
    const parts = [line('P', whole.slice(0, 40)), line('F', whole.slice(40))];
    expect(await send({ body: JSON.stringify([...parts, line('F', whole)]), path })).toEqual(taken(1, 1));
    const refused = await send({ body: JSON.stringify(parts), path });
    expect([refused.status, problem.parse(refused.body).errors]).toEqual([
      422,
      [{ pointer: '/0' }, { pointer: '/1' }],
    ]);
  });

  it('takes native events of this cluster, and refuses those of another as a whole', async () => {
    const own = new TestAgent({ cluster: 'by-path' });
    const one = own.event([{ pod: 'one', observations: [calls('read')] }]);
    expect(await send({ body: JSON.stringify(one), path })).toEqual(taken(1, 1));
    const body = JSON.stringify([own.event([]), event('two', calls('read'))]);
    const refused = await send({ body, path });
    expect([refused.status, problem.parse(refused.body).errors]).toEqual([422, [{ pointer: '/cluster' }]]);
    expect(await send({ body: JSON.stringify(own.event([])), path })).toEqual(taken(1, 0));
  });

  it.each([
    ['another cluster in the query', path, '?cluster=other', 422],
    ['a name that no cluster can have', 'clusters/a%20b/runtime-events', '', 422],
  ])('refuses %s', async (_, at, query, status) => {
    const body = JSON.stringify(tetragonCapability('refused', 'CHOWN'));
    expect((await send({ body, path: at, query })).status).toBe(status);
  });
});

describe('the API documentation', () => {
  it('has the schema of the native event', async () => {
    const document = JSON.parse((await app.inject({ method: 'GET', url: '/api/openapi.json' })).body);
    const { schema } = document.paths['/api/v1/runtime-events'].post.requestBody.content['application/json'];
    expect(schema.anyOf[0].required).toEqual([
      'schema',
      'cluster',
      'node',
      'agent',
      'sequence',
      'sentAt',
      'covers',
      'containers',
    ]);
    expect(schema.anyOf[1].items).toEqual(schema.anyOf[0]);
  });
});

describe('GET /api/v1/workloads', () => {
  it('lists what events told of, in pages, and answers with its profile', async () => {
    await send({
      body: JSON.stringify(
        ['c', 'a', 'b'].map((name) =>
          agent.event([
            {
              namespace: 'listed',
              pod: `${name}-6d5f7c8b9-abcde`.replace('abcde', 'x2z4q'),
              owner: { kind: 'ReplicaSet', name: `${name}-6d5f7c8b9` },
              observations: [uses('NET_ADMIN'), listens(80)],
            },
          ]),
        ),
      ),
    });
    const first = await get(page, '/api/v1/workloads?namespace=listed&limit=2');
    expect(first.items.map(({ name, ...rest }) => [name, rest['kind'], rest['observed']])).toEqual([
      ['a', 'Deployment', { containers: ['nginx'], pods: 1, lastDay: '2026-03-01' }],
      ['b', 'Deployment', { containers: ['nginx'], pods: 1, lastDay: '2026-03-01' }],
    ]);
    const rest = await get(page, `/api/v1/workloads?namespace=listed&limit=2&cursor=${first.next ?? ''}`);
    expect([rest.items.map(({ name }) => name), rest.next]).toEqual([['c'], undefined]);

    const id = first.items[0]?.id ?? '';
    expect(await get(z.looseObject({ name: z.string() }), `/api/v1/workloads/${id}`)).toMatchObject({
      name: 'a',
    });
    const profile = z.object({
      window: z.unknown().optional(),
      containers: z.array(
        z.object({
          name: z.string(),
          items: z.array(z.object({ item: z.looseObject({ dimension: z.string() }) })),
        }),
      ),
    });
    const whole = await get(profile, `/api/v1/workloads/${id}/profile`);
    expect(
      whole.containers.map(({ name, items }) => [name, items.map(({ item }) => item.dimension)]),
    ).toEqual([['nginx', ['capability', 'listen']]]);
    expect(
      await get(profile, `/api/v1/workloads/${id}/profile?from=2026-03-01T12:00:00Z&to=2026-03-01`),
    ).toEqual({
      ...whole,
      window: { from: '2026-03-01T00:00:00Z', to: '2026-03-01T23:59:59.999999999Z' },
    });
    expect((await get(profile, `/api/v1/workloads/${id}/profile?from=2026-03-02`)).containers).toEqual([]);
  });

  it.each([
    ['/api/v1/workloads/00000000-0000-4000-8000-000000000000', 'not-found'],
    ['/api/v1/workloads/00000000-0000-4000-8000-000000000000/profile', 'not-found'],
    ['/api/v1/workloads/nginx', 'invalid'],
    ['/api/v1/workloads?cursor=nonsense', 'invalid'],
    [
      '/api/v1/workloads/00000000-0000-4000-8000-000000000000/profile?from=2026-02-02&to=2026-02-01',
      'invalid',
    ],
    ['/api/v1/workloads/00000000-0000-4000-8000-000000000000/profile?from=yesterday', 'invalid'],
  ])('answers %s with the problem %s', async (url, code) => {
    expect((await get(problem, url)).code).toBe(code);
  });
});
