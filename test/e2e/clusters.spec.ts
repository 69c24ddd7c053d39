import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calls, TestAgent, uses } from '../fixtures/runtime-events.js';
import { nginxDeployment, plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({}, { worker: false });
});
afterAll(() => service.stop());

const day = 'from=2026-03-01&to=2026-03-01';

/** Two workloads with manifests, of which one is watched, and one that is known from its events alone. */
async function fill(cluster: string): Promise<void> {
  await service
    .request('editor')
    .put(`/api/v1/clusters/${cluster}/manifests`)
    .type('application/yaml')
    .send(`${plainDeployment}---\n${nginxDeployment}`)
    .expect(200);
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
    await service.request('agent').post('/api/v1/runtime-events').send(event).expect(202);
}

describe('a cluster', () => {
  it('is registered before anything is known of it, once', async () => {
    const { body, headers } = await service
      .request('editor')
      .put('/api/v1/clusters/new')
      .send({ description: 'for the shop' })
      .expect(201);
    expect(headers['location']).toBe('/api/v1/clusters/new');
    expect(body).toEqual({
      name: 'new',
      workloads: 0,
      observed: 0,
      description: 'for the shop',
      registeredAt: body.registeredAt,
    });
    const again = await service.request('editor').put('/api/v1/clusters/new').send({}).expect(200);
    expect(again.body).toEqual({ ...body, description: '' });
    const { body: list } = await service.request('viewer').get('/api/v1/clusters').expect(200);
    expect(list.items).toContainEqual({ ...body, description: '' });
  });

  it('can be simulated against as soon as it is registered', async () => {
    await service.request('editor').put('/api/v1/clusters/early').send({}).expect(201);
    const policies = [{ document: restrictedPolicy }];
    const ask = (cluster: string) =>
      service
        .request('editor')
        .post('/api/v1/simulations')
        .send({ policies, scope: { clusters: [cluster] } });
    const { body } = await ask('never').expect(422);
    expect(body.errors.map(({ detail }: { detail: string }) => detail)).toEqual([
      'there is no cluster never',
    ]);
    expect((await ask('early')).status).toBe(202);
  });

  it('that events told of keeps what is known of it when it is registered', async () => {
    await fill('late');
    const { body } = await service
      .request('editor')
      .put('/api/v1/clusters/late')
      .send({ description: 'late' })
      .expect(201);
    expect(body).toMatchObject({ name: 'late', workloads: 2, observed: 3, description: 'late' });
  });

  it.each([
    ['viewers', 'viewer', 'ok', {}, 403],
    ['a bad name', 'editor', '-bad-', {}, 422],
    ['what it does not know', 'editor', 'ok', { labels: {} }, 422],
  ] as const)('refuses %s', async (_, role, name, body, status) => {
    const refused = await service.request(role).put(`/api/v1/clusters/${name}`).send(body);
    expect(refused.status).toBe(status);
    expect((await service.request().get('/api/v1/clusters/ok')).status).toBe(404);
  });
});

describe('the coverage of a cluster', () => {
  it('says of each dimension how many workloads were watched, and what was lost', async () => {
    await fill('covered');
    const { body } = await service
      .request('viewer')
      .get(`/api/v1/clusters/covered/coverage?${day}`)
      .expect(200);
    expect(body).toMatchObject({
      cluster: 'covered',
      window: { from: '2026-03-01', to: '2026-03-01' },
      workloads: { total: 3, watched: 2, unwatched: 1 },
      nodes: 1,
    });
    const of = (name: string) =>
      body.dimensions.find(({ dimension }: { dimension: string }) => dimension === name);
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
    const { body } = await service
      .request('viewer')
      .get('/api/v1/clusters/quiet/coverage?from=2026-02-01&to=2026-02-02')
      .expect(200);
    expect(body).toMatchObject({ workloads: { total: 3, watched: 0, unwatched: 3 }, nodes: 0 });
  });

  it.each([
    ['from=2026-03-02&to=2026-03-01', 'to', 'must not be before from'],
    ['from=2025-03-02&to=2026-03-01', 'from', 'must not be more than 92 days before to'],
  ])('refuses the days %s', async (query, parameter, detail) => {
    const { body } = await service
      .request('viewer')
      .get(`/api/v1/clusters/covered/coverage?${query}`)
      .expect(422);
    expect(body.errors).toEqual([expect.objectContaining({ parameter, detail })]);
  });

  it('of no cluster is not found', async () => {
    const { body } = await service.request('viewer').get('/api/v1/clusters/nowhere/coverage').expect(404);
    expect(body.detail).toBe('There is no cluster nowhere.');
  });
});

describe('workloads', () => {
  it.each([
    ['app=plain', ['plain']],
    ['app in (plain,nginx)', ['nginx', 'plain']],
    ['app!=plain', ['nginx']],
    ['tier', []],
  ])('are listed by the labels of their pods: %s', async (selector, names) => {
    await fill('labelled');
    const { body } = await service
      .request('viewer')
      .get('/api/v1/workloads')
      .query({ cluster: 'labelled', labelSelector: selector })
      .expect(200);
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual(names);
  });

  it('are not listed by what is no selector', async () => {
    const { body } = await service
      .request('viewer')
      .get('/api/v1/workloads')
      .query({ labelSelector: 'app in (' })
      .expect(422);
    expect(body.errors[0]).toMatchObject({ parameter: 'labelSelector' });
    expect(body.errors[0].detail).toMatch(/^at character \d+: /);
  });
});

describe('policies that are generated', () => {
  const generate = (cluster: string, options: object) =>
    service
      .request('viewer')
      .post('/api/v1/policies/generate')
      .send({ manifests: plainDeployment, cluster, ...options })
      .expect(200);

  it('come with what else the observations are good for, if that is asked for', async () => {
    await fill('products');
    const { body } = await generate('products', { byProducts: true });
    expect(body.byProducts).toMatchObject([
      {
        workload: { cluster: 'products', namespace: 'shop', kind: 'Deployment', name: 'plain' },
        container: 'main',
        capabilities: { needed: ['NET_BIND_SERVICE'] },
        seccomp: { profile: { defaultAction: 'SCMP_ACT_ERRNO' } },
        hardened: { container: 'main' },
      },
    ]);
    const { body: without } = await generate('products', {});
    expect(without).not.toHaveProperty('byProducts');
    expect(body.policies).toEqual(without.policies);
  });

  it('come with nothing else for workloads that nobody observed', async () => {
    const { body } = await generate('unobserved', { byProducts: true });
    expect(body.byProducts).toEqual([]);
  });
});
