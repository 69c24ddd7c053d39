import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestAgent, uses } from '../fixtures/runtime-events.js';
import { answered, data } from './answers.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({}, { worker: false });
  const client = service.client();
  await data(client.POST('/api/v1/projects', { body: { name: 'tagged' } }));
  await data(client.PUT('/api/v1/clusters/{cluster}', { params: { path: { cluster: 'tagged' } }, body: {} }));
  const { data: webhook } = await answered(
    client.POST('/api/v1/webhooks', { body: { url: 'https://example.com/' } }),
  );
  resources.webhook = `/api/v1/webhooks/${webhook.id}`;
});
afterAll(() => service.stop());

const resources = {
  project: '/api/v1/projects/tagged',
  cluster: '/api/v1/clusters/tagged',
  webhook: '',
};

/** A request as its headers are what it is about. */
async function send(method: string, path: string, headers: Record<string, string>, body?: object) {
  const response = await fetch(service.url + path, {
    method,
    headers: {
      authorization: `Bearer ${service.key('admin')}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, tag: response.headers.get('etag') ?? '', text };
}

describe.each([
  ['project', 'PUT'],
  ['cluster', 'PUT'],
  ['webhook', 'PATCH'],
] as const)('a %s', (kind, method) => {
  it('is answered with 304 to those who have it already, until it has changed', async () => {
    const first = await send('GET', resources[kind], {});
    expect([first.status, first.tag]).toEqual([200, expect.stringMatching(/^"\d+(-[0-9a-f]+)?"$/)]);
    for (const known of [first.tag, `W/${first.tag}`, `"x", ${first.tag}`, '*']) {
      const again = await send('GET', resources[kind], { 'if-none-match': known });
      expect(again).toEqual({ status: 304, tag: first.tag, text: '' });
    }
    const changed = await send(method, resources[kind], {}, { description: 'changed' });
    expect(changed.status).toBe(200);
    const later = await send('GET', resources[kind], { 'if-none-match': first.tag });
    expect([later.status, later.tag]).toEqual([200, changed.tag]);
    expect(later.tag).not.toBe(first.tag);
  });

  it('is not overwritten by those who have not seen what it has become', async () => {
    const { tag } = await send('GET', resources[kind], {});
    const change = (ifMatch: string, description: string) =>
      send(method, resources[kind], { 'if-match': ifMatch }, { description });
    const answers = await Promise.all(['one', 'other'].map((text) => change(tag, `${kind} ${text}`)));
    expect(answers.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 412]));
    const winner = answers.findIndex(({ status }) => status === 200);
    const { text, tag: present } = await send('GET', resources[kind], {});
    expect(text).toContain(`${kind} ${['one', 'other'][winner]}`);
    for (const stale of [tag, `W/${present}`, '"nonsense"', present.replaceAll('"', '')])
      expect([stale, (await change(stale, 'never')).status]).toEqual([stale, 412]);
    expect((await change('*', 'whatever it was')).status).toBe(200);
  });
});

describe('a cluster', () => {
  it('may be described by those who have read it before more was known of it', async () => {
    const { tag } = await send('GET', resources.cluster, {});
    const pod = {
      pod: 'web-7d9c5-x2x8q',
      owner: { kind: 'ReplicaSet', name: 'web-7d9c5' },
      observations: [uses('CHOWN')],
    };
    const body = new TestAgent({ cluster: 'tagged' }).event([pod]);
    await data(service.client('agent').POST('/api/v1/runtime-events', { body }));
    const later = await send('GET', resources.cluster, { 'if-none-match': tag });
    expect([later.status, later.tag === tag]).toEqual([200, false]);
    const { status } = await send('PUT', resources.cluster, { 'if-match': tag }, { description: 'seen' });
    expect(status).toBe(200);
  });

  it.each(['*', '"0"', '"1"'])('of which nothing is known matches nothing: If-Match: %s', async (ifMatch) => {
    const path = '/api/v1/clusters/nowhere';
    const { status } = await send('PUT', path, { 'if-match': ifMatch }, { description: 'x' });
    expect(status).toBe(412);
    expect((await send('GET', path, {})).status).toBe(404);
  });
});
