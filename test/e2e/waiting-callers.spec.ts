import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answered, data } from './answers.js';
import { restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({}, { worker: false });
});
afterAll(() => service.stop());

it('who waits for a simulation is answered with what there is of it when the process ends', async () => {
  const editor = service.client('editor');
  const cluster = { path: { cluster: 'prod' } };
  expect(
    (await answered(editor.PUT('/api/v1/clusters/{cluster}', { params: cluster, body: {} }))).status,
  ).toBe(201);
  const { id } = await data(
    editor.POST('/api/v1/simulations', {
      body: { policies: [{ document: restrictedPolicy }], scope: { clusters: ['prod'] } },
    }),
    202,
  );
  const viewer = service.client('viewer');
  const read = (query: { wait?: string } = {}, header: { 'If-None-Match'?: string } = {}) =>
    viewer.GET('/api/v1/simulations/{id}', { params: { path: { id }, query, header } });
  const etag = (await answered(read())).headers.get('etag') ?? '';
  const arrived = once(service.api.getHttpServer(), 'request');
  const waiting = read({ wait: '60s' }, { 'If-None-Match': etag });
  await arrived;
  const closed = service.api.close();
  expect((await waiting).response.status).toBe(304);
  await closed;
}, 20_000);
