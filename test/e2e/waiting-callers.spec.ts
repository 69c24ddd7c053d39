import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
let url: string;
beforeAll(async () => {
  service = await startTestService({}, { worker: false });
  url = service.url;
});
afterAll(() => service.stop());

it('who waits for a simulation is answered with what there is of it when the process ends', async () => {
  await service.request('editor').put('/api/v1/clusters/prod').send({}).expect(201);
  const { body } = await service
    .request('editor')
    .post('/api/v1/simulations')
    .send({ policies: [{ document: restrictedPolicy }], scope: { clusters: ['prod'] } })
    .expect(202);
  const headers = { authorization: `Bearer ${service.key('viewer')}` };
  const address = `${url}/api/v1/simulations/${body.id}`;
  const etag = (await fetch(address, { headers })).headers.get('etag') ?? '';
  const arrived = once(service.api.getHttpServer(), 'request');
  const waiting = fetch(`${address}?wait=60s`, { headers: { ...headers, 'if-none-match': etag } });
  await arrived;
  const closed = service.api.close();
  expect((await waiting).status).toBe(304);
  await closed;
}, 20_000);
