import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Computations } from '../../apps/api/src/computations/index.js';
import { type ApiClient, yamlBody } from '#libs/client';
import { data, problem } from './answers.js';
import { plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(
    { COMPUTATION_THREADS: '1', COMPUTATION_MAX_WAITING: '1' },
    { worker: false },
  );
});
afterAll(() => service.stop());

/** 400 workloads, no two alike: much to consolidate. */
const giant = Array.from({ length: 400 }, (_, index) =>
  plainDeployment
    .replace('plain,', `web-${index},`)
    .replace("plain:1'", `plain:1', securityContext: { runAsUser: ${1000 + 7 * index} }`),
).join('---\n');

const consolidate = (manifests: string) =>
  service.client().POST('/api/v1/policies/consolidate', { body: { manifests, maxPolicies: 5 } });

it('answers others while it consolidates policies for very many workloads', async () => {
  const order: string[] = [];
  const computed = consolidate(giant).then(({ response }) => order.push(`giant ${response.status}`));
  for (const each of ['first', 'second', 'third']) {
    await data(service.client().GET('/api/v1/policies'));
    order.push(each);
  }
  await computed;
  expect(order).toEqual(['first', 'second', 'third', 'giant 200']);
});

it('refuses what would wait too long for a thread, and says when to come back', async () => {
  const answers = await Promise.all([giant, giant, giant, giant].map((each) => consolidate(each)));
  const refused = answers.filter(({ response }) => response.status !== 200);
  expect(refused.length).toBeGreaterThan(0);
  for (const { error, response } of refused) {
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('2');
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(error).toMatchObject({ code: 'unavailable', detail: 'Too much is being computed at the moment.' });
  }
  await data(consolidate(plainDeployment), 200);
});

/** A text that takes long to read. */
const endless = Array.from({ length: 60_000 }, (_, index) => `key-${index}: {a: [b, c], d: "e"}`).join('\n');
/** A text that is not read while others wait, whatever it says. */
const long = `# ${'-'.repeat(40_000)}\n`;

/** A ServiceAccount with a text that says nothing. */
const described = (text: string) => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'sa', namespace: 'shop', annotations: { text } },
});

const restricted = { document: restrictedPolicy };

it.each<[string, (client: ApiClient) => Promise<{ readonly response: Response }>]>([
  [
    'evaluates',
    (client) =>
      client.POST('/api/v1/policies/evaluate', {
        body: { manifests: plainDeployment, policies: [restricted] },
      }),
  ],
  [
    'compares',
    (client) => client.POST('/api/v1/policies/compare', { body: { first: restricted, second: restricted } }),
  ],
  [
    'reads long policies',
    (client) =>
      client.POST('/api/v1/simulations', {
        body: { manifests: plainDeployment, policies: [{ document: long + restrictedPolicy }] },
      }),
  ],
  [
    'reads long manifests to simulate',
    (client) =>
      client.POST('/api/v1/simulations', {
        body: { manifests: long + plainDeployment, policies: [restricted] },
      }),
  ],
  [
    'reads long uploads of manifests',
    (client) =>
      client.POST('/api/v1/clusters/{cluster}/manifests', {
        params: { path: { cluster: 'a' } },
        body: { manifests: long + plainDeployment },
      }),
  ],
  [
    'reads long lists of manifests',
    (client) =>
      client.PUT('/api/v1/clusters/{cluster}/manifests', {
        params: { path: { cluster: 'b' } },
        body: [described('x'.repeat(40_000))],
      }),
  ],
  [
    'reads long manifests as objects',
    (client) =>
      client.POST('/api/v1/clusters/{cluster}/manifests', {
        params: { path: { cluster: 'b' } },
        body: { manifests: [described('x'.repeat(40_000))] },
      }),
  ],
])('%s in the threads, of which none is left', async (_, ask) => {
  const threads = service.api.get(Computations);
  await threads.run('readDocuments', '');
  // One is read, and one waits, which is as many as may.
  const busy = [threads.run('readDocuments', endless), threads.run('readDocuments', endless)];
  const client = service.client('editor');
  expect((await ask(client)).response.status).toBe(503);
  await Promise.all(busy);
  expect((await ask(client)).response.status).toBeLessThan(300);
});

it('reads policies as YAML in the threads if they are long, and says what is wrong with them as if they were short', async () => {
  const post = (body: string) => service.client('editor').POST('/api/v1/policies', { ...yamlBody, body });
  const mistake = restrictedPolicy.replace('privileged: false', 'privileged: [');
  const [short, whole] = [await problem(post(mistake), 400), await problem(post(mistake + long), 400)];
  expect({ ...whole, instance: undefined, requestId: undefined }).toEqual({
    ...short,
    instance: undefined,
    requestId: undefined,
  });
  const added = await data(post(long + restrictedPolicy), 201);
  expect(added.name).toBe('restricted');
});

describe('manifests of a cluster in JSON', () => {
  /** Raw, as it stands: most of it is nothing that a client would send. */
  const upload = async (json: string) => {
    const answer = await fetch(`${service.url}/api/v1/clusters/c/manifests`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${service.key('editor')}`, 'content-type': 'application/json' },
      body: json,
    });
    const {
      instance: _,
      requestId: __,
      ...body
    } = z.record(z.string(), z.unknown()).parse(await answer.json());
    return { status: answer.status, body };
  };
  /** As long as it has to be to be read in a thread, and the same. */
  const lengthened = (json: string) => `${' '.repeat(40_000)}${json}`;
  const list = (length: number) => `${'['.repeat(length)}${']'.repeat(length)}`;
  const sa = (metadata: string) =>
    `{ "apiVersion": "v1", "kind": "ServiceAccount", "metadata": ${metadata} }`;

  it.each([
    ['an object', sa('{ "name": "a" }'), 200],
    ['a list of them', `[${sa('{ "name": "a" }')}, ${sa('{ "name": "b" }')}]`, 200],
    ['objects in a member', `{ "manifests": [${sa('{ "name": "a" }')}] }`, 200],
    ['YAML in a member', `{ "manifests": ${JSON.stringify(plainDeployment)} }`, 200],
    ['with a byte order mark', `\uFEFF${sa('{ "name": "a" }')}`, 200],
    ['a List of objects', `{ "kind": "List", "apiVersion": "v1", "items": [${sa('{ "name": "a" }')}] }`, 200],
    ['no JSON', '{ "kind": ', 400],
    ['a key that would change a prototype', `{ "kind": "X", "a": [{ "__proto__": 1 }] }`, 400],
    ['another such key', `[{ "kind": "X", "constructor": { "prototype": 1 } }]`, 400],
    ['a key that is called like it', `{ "apiVersion": "v1", "kind": "X", "constructor": "me" }`, 200],
    ['nested as deep as may be', `{ "kind": "X", "a": ${list(255)} }`, 422],
    ['nested deeper', `{ "kind": "X", "a": ${list(256)} }`, 400],
    ['no manifests', '{ "items": 7 }', 422],
    ['a number', '7', 422],
    ['an object without a name', `{ "manifests": [${sa('{}')}] }`, 422],
    ['YAML that is none', '{ "manifests": "a: [" }', 422],
  ])('%s: is answered alike whether long or short', async (_, json, status) => {
    const short = await upload(json);
    expect(short.status).toBe(status);
    expect(
      await upload(json.startsWith('\uFEFF') ? `${json}${' '.repeat(40_000)}` : lengthened(json)),
    ).toEqual(short);
  });

  it('that are long wait for a thread while others are answered', async () => {
    const threads = service.api.get(Computations);
    const order: string[] = [];
    const busy = threads.run('readDocuments', endless).then(() => order.push('the thread is free'));
    const uploaded = upload(lengthened(sa('{ "name": "a" }'))).then(({ status }) =>
      order.push(`long ${status}`),
    );
    for (const each of ['first', 'second', 'third']) {
      await data(service.client().GET('/api/v1/policies'));
      order.push(each);
    }
    await Promise.all([busy, uploaded]);
    expect(order).toEqual(['first', 'second', 'third', 'the thread is free', 'long 200']);
  });
});
