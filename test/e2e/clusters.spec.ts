import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calls, TestAgent, uses } from '../fixtures/runtime-events.js';
import { answered, data, problem } from './answers.js';
import { nginxDeployment, plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({}, { worker: false });
});
afterAll(() => service.stop());

const day = { from: '2026-03-01', to: '2026-03-01' };

const register = (cluster: string, body: { description?: string }) =>
  service.client('editor').PUT('/api/v1/clusters/{cluster}', { params: { path: { cluster } }, body });

const coverage = (cluster: string, query: { from?: string; to?: string }) =>
  service
    .client('viewer')
    .GET('/api/v1/clusters/{cluster}/coverage', { params: { path: { cluster }, query } });

/** Two workloads with manifests, of which one is watched, and one that is known from its events alone. */
async function fill(cluster: string): Promise<void> {
  await data(
    service.client('editor').PUT('/api/v1/clusters/{cluster}/manifests', {
      params: { path: { cluster } },
      body: [load(plainDeployment), load(nginxDeployment)],
    }),
  );
  const agent = new TestAgent({ cluster, covers: ['syscall', 'capability'] });
  const plain = {
    pod: 'plain-7d9c5b6f84-x2z4b',
    owner: { kind: 'ReplicaSet', name: 'plain-7d9c5b6f84' },
    container: 'main',
    observations: [calls('read'), uses('NET_BIND_SERVICE')],
  };
  const unknown = { pod: 'batch-1', owner: { kind: 'Batch', name: 'batch' }, observations: [calls('write')] };
  for (const event of [
    agent.event([plain]),
    agent.event([unknown], { coversPartly: ['capability'], lost: { syscall: 3 } }),
  ])
    await data(service.client('agent').POST('/api/v1/runtime-events', { body: event }));
}

describe('a cluster', () => {
  it('is registered before anything is known of it, once', async () => {
    const first = await answered(register('new', { description: 'for the shop' }));
    expect([first.status, first.headers.get('location')]).toEqual([201, '/api/v1/clusters/new']);
    expect(first.data).toEqual({
      name: 'new',
      workloads: 0,
      observed: 0,
      description: 'for the shop',
      registeredAt: first.data.registeredAt,
    });
    const again = await answered(register('new', {}));
    expect([again.status, again.data]).toEqual([200, { ...first.data, description: '' }]);
    const { items } = await data(service.client('viewer').GET('/api/v1/clusters'));
    expect(items).toContainEqual({ ...first.data, description: '' });
  });

  it('can be simulated against as soon as it is registered', async () => {
    await data(register('early', {}));
    const ask = (cluster: string) =>
      service.client('editor').POST('/api/v1/simulations', {
        body: { policies: [{ document: restrictedPolicy }], scope: { clusters: [cluster] } },
      });
    const { errors } = await problem(ask('never'), 422);
    expect(errors?.map(({ detail }) => detail)).toEqual(['there is no cluster never']);
    expect((await answered(ask('early'))).status).toBe(202);
  });

  it('that events told of keeps what is known of it when it is registered', async () => {
    await fill('late');
    const registered = await answered(register('late', { description: 'late' }));
    expect(registered.status).toBe(201);
    expect(registered.data).toMatchObject({ name: 'late', workloads: 2, observed: 3, description: 'late' });
  });

  it.each([
    ['viewers', 'viewer', 'ok', {}, 403],
    ['a bad name', 'editor', '-bad-', {}, 422],
    ['what it does not know', 'editor', 'ok', { description: '', labels: {} }, 422],
  ] as const)('refuses %s', async (_, role, name, body, status) => {
    const path = { cluster: name };
    await problem(service.client(role).PUT('/api/v1/clusters/{cluster}', { params: { path }, body }), status);
    const unknown = { params: { path: { cluster: 'ok' } } };
    await problem(service.client().GET('/api/v1/clusters/{cluster}', unknown), 404);
  });
});

describe('the coverage of a cluster', () => {
  it('says of each dimension how many workloads were watched, and what was lost', async () => {
    await fill('covered');
    const body = await data(coverage('covered', day));
    expect(body).toMatchObject({
      cluster: 'covered',
      window: { from: '2026-03-01', to: '2026-03-01' },
      workloads: { total: 3, watched: 2, unwatched: 1 },
      nodes: 1,
    });
    const of = (name: string) => body.dimensions.find(({ dimension }) => dimension === name);
    expect(of('syscall')).toEqual({
      dimension: 'syscall',
      workloads: { watched: 2, watchedPartly: 0, unwatched: 1 },
      sent: { received: 2, lost: 3, lostShare: 0.6 },
    });
    expect(of('capability')).toEqual({
      dimension: 'capability',
      workloads: { watched: 1, watchedPartly: 1, unwatched: 1 },
      sent: { received: 2, lost: 0, lostShare: 0 },
    });
    expect(of('file')).toEqual({
      dimension: 'file',
      workloads: { watched: 0, watchedPartly: 0, unwatched: 3 },
      sent: { received: 0, lost: 0, lostShare: 0 },
    });
  });

  it('is nothing on days on which nobody watched', async () => {
    await fill('quiet');
    const body = await data(coverage('quiet', { from: '2026-02-01', to: '2026-02-02' }));
    expect(body).toMatchObject({ workloads: { total: 3, watched: 0, unwatched: 3 }, nodes: 0 });
  });

  it.each([
    [{ from: '2026-03-02', to: '2026-03-01' }, 'to', 'must not be before from'],
    [{ from: '2025-03-02', to: '2026-03-01' }, 'from', 'must not be more than 92 days before to'],
  ])('refuses the days %o', async (query, parameter, detail) => {
    const { errors } = await problem(coverage('covered', query), 422);
    expect(errors).toEqual([expect.objectContaining({ parameter, detail })]);
  });

  it('of no cluster is not found', async () => {
    const { detail } = await problem(coverage('nowhere', {}), 404);
    expect(detail).toBe('There is no cluster nowhere.');
  });
});

describe('workloads', () => {
  const list = (query: { cluster?: string; labelSelector: string }) =>
    service.client('viewer').GET('/api/v1/workloads', { params: { query } });

  it.each([
    ['app=plain', ['plain']],
    ['app in (plain,nginx)', ['nginx', 'plain']],
    ['app!=plain', ['nginx']],
    ['tier', []],
  ])('are listed by the labels of their pods: %s', async (labelSelector, names) => {
    await fill('labelled');
    const { items } = await data(list({ cluster: 'labelled', labelSelector }));
    expect(items.map(({ name }) => name)).toEqual(names);
  });

  it('are not listed by what is no selector', async () => {
    const { errors } = await problem(list({ labelSelector: 'app in (' }), 422);
    expect(errors).toEqual([
      expect.objectContaining({
        parameter: 'labelSelector',
        detail: expect.stringMatching(/^at character \d+: /),
      }),
    ]);
  });
});

describe('policies that are generated', () => {
  const generate = (cluster: string, options: { byProducts?: boolean }) =>
    data(
      service
        .client('viewer')
        .POST('/api/v1/policies/generate', { body: { manifests: plainDeployment, cluster, ...options } }),
    );

  it('come with what else the observations are good for, if that is asked for', async () => {
    await fill('products');
    const body = await generate('products', { byProducts: true });
    expect(body.byProducts).toMatchObject([
      {
        workload: { cluster: 'products', namespace: 'shop', kind: 'Deployment', name: 'plain' },
        container: 'main',
        capabilities: { needed: ['NET_BIND_SERVICE'] },
        seccomp: { profile: { defaultAction: 'SCMP_ACT_ERRNO' } },
        hardened: { container: 'main' },
      },
    ]);
    const without = await generate('products', {});
    expect(without).not.toHaveProperty('byProducts');
    expect(body.policies).toEqual(without.policies);
  });

  it('come with nothing else for workloads that nobody observed', async () => {
    const body = await generate('unobserved', { byProducts: true });
    expect(body.byProducts).toEqual([]);
  });
});

describe('manifests in JSON', () => {
  const upload = (body: string) =>
    fetch(`${service.url}/api/v1/clusters/dense/manifests`, {
      method: 'POST',
      headers: { authorization: `Bearer ${service.key('editor')}`, 'content-type': 'application/json' },
      body,
    });

  it.each([
    [
      'objects',
      `[${'{},'.repeat(5_000_000)}{}]`,
      '1,875,000 values: one for 8 characters, and 100,000 in any case.',
    ],
    [
      'names',
      `{"kind":"List",${Array.from({ length: 1_000_000 }, (_, index) => `"k${index}":1`).join(',')}}`,
      '185,764 different names of members: one for 64 characters, and 20,000 in any case.',
    ],
  ])('are not read if they are millions of %s', async (_, body, limit) => {
    const answer = await upload(body);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      413,
      'application/problem+json; charset=utf-8',
    ]);
    expect(await answer.json()).toMatchObject({
      code: 'too-large',
      detail: `A body as long as this may have at most ${limit}`,
    });
  });

  it('are read if they are as dense as those that a cluster gives, however many', async () => {
    const fields = {
      'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
      'f:data': { '.': {}, 'f:a': {} },
    };
    const accounts = Array.from({ length: 20_000 }, (_, index) => ({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name: `a-${index}`,
        namespace: 'shop',
        labels: { app: 'a' },
        managedFields: [{ manager: 'm', fieldsV1: { ...fields, [`k:{"uid":"${index}"}`]: {} } }],
      },
    }));
    const answer = await upload(JSON.stringify(accounts));
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { workloads: 0, objects: { ServiceAccount: 20_000 }, owned: 0, passedOver: {} },
    ]);
  });
});
