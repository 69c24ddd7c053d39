import { load } from 'js-yaml';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { TestAgent, uses } from '../fixtures/runtime-events.js';
import { answered, data, problem } from './answers.js';
import { plainDeployment } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.stop());

async function observe(cluster: string): Promise<void> {
  const event = new TestAgent({ cluster }).event([
    {
      pod: 'web-7d9c5-x2x8q',
      owner: { kind: 'ReplicaSet', name: 'web-7d9c5' },
      observations: [uses('CHOWN')],
    },
  ]);
  await data(service.client('agent').POST('/api/v1/runtime-events', { body: event }));
}

async function bring(cluster: string): Promise<void> {
  const params = { path: { cluster } };
  const body = [load(plainDeployment)];
  await data(service.client('editor').PUT('/api/v1/clusters/{cluster}/manifests', { params, body }));
}

async function ended(id: string) {
  return vi.waitFor(
    async () => {
      const deletion = await data(
        service.client().GET('/api/v1/deletions/{id}', { params: { path: { id } } }),
      );
      expect(deletion.status).toBe('succeeded');
      return deletion;
    },
    { timeout: 20_000, interval: 50 },
  );
}

it('a cluster is deleted in the background, and made anew by what still arrives', async () => {
  const client = service.client();
  const params = { path: { cluster: 'old' } };
  await bring('old');
  await observe('old');
  const deletion = await answered(client.DELETE('/api/v1/clusters/{cluster}', { params }));
  expect(deletion.status).toBe(202);
  expect(deletion.headers.get('location')).toBe(`/api/v1/deletions/${deletion.data.id}`);
  expect(deletion.data).toMatchObject({ cluster: 'old', requestedBy: 'bootstrap' });
  expect(await ended(deletion.data.id)).toHaveProperty('finishedAt');
  await problem(client.GET('/api/v1/clusters/{cluster}', { params }), 404);
  await problem(client.DELETE('/api/v1/clusters/{cluster}', { params }), 404);
  await observe('old');
  const anew = await data(client.GET('/api/v1/clusters/{cluster}', { params }));
  expect(anew).toMatchObject({ name: 'old', workloads: 0, observed: 1 });
  const list = await data(client.GET('/api/v1/deletions', { params: { query: { cluster: 'old' } } }));
  expect(list.items.map(({ id }) => id)).toEqual([deletion.data.id]);
});

it('a namespace is deleted; only admins may ask for that', async () => {
  await observe('shared');
  const ask = (role: 'admin' | 'editor') =>
    service.client(role).DELETE('/api/v1/clusters/{cluster}/namespaces/{namespace}', {
      params: { path: { cluster: 'shared', namespace: 'shop' } },
    });
  await problem(ask('editor'), 403);
  const deletion = await answered(ask('admin'));
  expect(deletion.status).toBe(202);
  await ended(deletion.data.id);
  const { items } = await data(
    service.client('viewer').GET('/api/v1/workloads', { params: { query: { cluster: 'shared' } } }),
  );
  expect(items).toEqual([]);
});

it('workloads are listed by whether a manifest of them is known', async () => {
  await bring('mixed');
  await observe('mixed');
  const names = async (query: { manifest?: 'true' | 'false' }): Promise<string[]> => {
    const { items } = await data(
      service
        .client('viewer')
        .GET('/api/v1/workloads', { params: { query: { cluster: 'mixed', ...query } } }),
    );
    return items.map(({ name }) => name);
  };
  expect(await names({})).toEqual(['plain', 'web']);
  expect(await names({ manifest: 'true' })).toEqual(['plain']);
  expect(await names({ manifest: 'false' })).toEqual(['web']);
});

it('a workload shows what policies look at in its template, until that has changed', async () => {
  await bring('detailed');
  await observe('detailed');
  const client = service.client('viewer');
  const { items } = await data(
    client.GET('/api/v1/workloads', { params: { query: { cluster: 'detailed' } } }),
  );
  expect(items).toMatchObject([
    { name: 'plain', manifest: true, labels: { app: 'plain' } },
    { name: 'web', manifest: false, observed: { pods: 1 } },
  ]);
  const [plain, web] = items.map(({ id }) => ({ path: { id } }));
  if (plain === undefined || web === undefined) throw new Error('there are not two');
  const first = await answered(client.GET('/api/v1/workloads/{id}', { params: plain }));
  expect(first.data).toEqual({
    ...items[0],
    template: {
      hostNetwork: false,
      hostPID: false,
      hostIPC: false,
      containers: [{ name: 'main', type: 'regular', image: 'registry.example/plain:1' }],
      volumes: [],
    },
  });
  expect(await data(client.GET('/api/v1/workloads/{id}', { params: web }))).toEqual(items[1]);

  const again = () =>
    client.GET('/api/v1/workloads/{id}', {
      params: { ...plain, header: { 'If-None-Match': first.headers.get('etag') ?? '' } },
    });
  expect((await again()).response.status).toBe(304);
  const params = { path: { cluster: 'detailed' } };
  const body = [load(plainDeployment.replace('plain:1', 'plain:2'))];
  await data(service.client('editor').PUT('/api/v1/clusters/{cluster}/manifests', { params, body }));
  const changed = await answered(again());
  expect(changed.data.template?.containers).toMatchObject([{ image: 'registry.example/plain:2' }]);
  expect(changed.headers.get('etag')).not.toBe(first.headers.get('etag'));
});
