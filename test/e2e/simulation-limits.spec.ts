import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
const simulations = '/api/v1/simulations';
const order = { policies: [{ document: restrictedPolicy }], manifests: plainDeployment };

beforeAll(async () => {
  service = await startTestService(
    { SIMULATION_MAX_UNFINISHED_PER_PROJECT: '2', SIMULATION_MAX_CONTINUOUS_PER_PROJECT: '1' },
    { worker: false },
  );
  await service.request().post('/api/v1/projects').send({ name: 'other' }).expect(201);
});
afterAll(() => service.stop());

const create = (project: string, asked: object = order, key?: string) => {
  const request = service.request('editor').post(`${simulations}?project=${project}`);
  if (key !== undefined) request.set('idempotency-key', key);
  return request.send(asked);
};

describe('a project with as many simulations as it may have', () => {
  it('is asked to come again (429), as long as none has ended; others are not', async () => {
    const first = await create('default', order, 'first').expect(202);
    await create('default').expect(202);
    const refused = await create('default').expect(429);
    expect(refused.headers).toMatchObject({
      'retry-after': '5',
      'content-type': expect.stringContaining('application/problem+json'),
    });
    expect(refused.body).toMatchObject({
      status: 429,
      detail:
        'The project default has 2 simulations that have not ended, which is as many as it may have: try again when one has, or cancel one.',
    });
    await create('other').expect(202);
    const again = await create('default', order, 'first').expect(202);
    expect(again.body.id).toBe(first.body.id);
    await service.request('editor').post(`${simulations}/${first.body.id}/cancel`).expect(200);
    await create('default').expect(202);
    await create('default').expect(429);
  });

  it('generates no policies for a simulation that it may not have', async () => {
    const policies = async () => (await service.request().get('/api/v1/policies').expect(200)).body.items;
    const before = await policies();
    await create('default', { generate: { manifests: plainDeployment } }).expect(429);
    expect(await policies()).toEqual(before);
  });

  it('has to stop a continuous one before it may have another (409)', async () => {
    const continuous = { policies: [{ document: restrictedPolicy }], continuous: true };
    const { body } = await create('default', continuous).expect(202);
    const refused = await create('default', continuous).expect(409);
    expect(refused.body.detail).toBe(
      '1 continuous simulations of the project default go on already, which is as many as it may have: stop one first.',
    );
    await create('other', continuous).expect(202);
    await service.request('editor').post(`${simulations}/${body.id}/stop`).expect(200);
    await create('default', continuous).expect(202);
  });
});
