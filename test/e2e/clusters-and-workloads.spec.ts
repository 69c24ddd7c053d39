import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { TestAgent, uses } from '../fixtures/runtime-events.js';
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
  await service.request('agent').post('/api/v1/runtime-events').send(event).expect(202);
}

async function ended(location: string) {
  return vi.waitFor(
    async () => {
      const { body } = await service.request().get(location).expect(200);
      expect(body).toMatchObject({ status: 'succeeded' });
      return body;
    },
    { timeout: 20_000, interval: 50 },
  );
}

it('a cluster is deleted in the background, and made anew by what still arrives', async () => {
  await service
    .request('editor')
    .put('/api/v1/clusters/old/manifests')
    .type('application/yaml')
    .send(plainDeployment)
    .expect(200);
  await observe('old');
  const { body, headers } = await service.request().delete('/api/v1/clusters/old').expect(202);
  expect(body).toMatchObject({ cluster: 'old', requestedBy: 'bootstrap' });
  expect(await ended(String(headers['location']))).toHaveProperty('finishedAt');
  await service.request().get('/api/v1/clusters/old').expect(404);
  await service.request().delete('/api/v1/clusters/old').expect(404);
  await observe('old');
  const { body: anew } = await service.request().get('/api/v1/clusters/old').expect(200);
  expect(anew).toMatchObject({ name: 'old', workloads: 0, observed: 1 });
  const { body: list } = await service.request().get('/api/v1/deletions?cluster=old').expect(200);
  expect(list.items.map(({ id }: { id: string }) => id)).toEqual([body.id]);
});

it('a namespace is deleted; only admins may ask for that', async () => {
  await observe('shared');
  const path = '/api/v1/clusters/shared/namespaces/shop';
  await service.request('editor').delete(path).expect(403);
  const { headers } = await service.request().delete(path).expect(202);
  await ended(String(headers['location']));
  const { body } = await service.request('viewer').get('/api/v1/workloads?cluster=shared').expect(200);
  expect(body.items).toEqual([]);
});

it('workloads are listed by whether a manifest of them is known', async () => {
  await service
    .request('editor')
    .put('/api/v1/clusters/mixed/manifests')
    .type('application/yaml')
    .send(plainDeployment)
    .expect(200);
  await observe('mixed');
  const names = async (query: string): Promise<string[]> => {
    const { body } = await service
      .request('viewer')
      .get(`/api/v1/workloads?cluster=mixed${query}`)
      .expect(200);
    return body.items.map(({ name }: { name: string }) => name);
  };
  expect(await names('')).toEqual(['plain', 'web']);
  expect(await names('&manifest=true')).toEqual(['plain']);
  expect(await names('&manifest=false')).toEqual(['web']);
});
