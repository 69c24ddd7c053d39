import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Schema } from '#libs/client';
import { answered, data, problem } from './answers.js';
import { plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
const order = { policies: [{ document: restrictedPolicy }], manifests: plainDeployment };

beforeAll(async () => {
  service = await startTestService(
    { SIMULATION_MAX_UNFINISHED_PER_PROJECT: '2', SIMULATION_MAX_CONTINUOUS_PER_PROJECT: '1' },
    { worker: false },
  );
  await data(service.client().POST('/api/v1/projects', { body: { name: 'other' } }), 201);
});
afterAll(() => service.stop());

const create = (project: string, asked: Schema<'NewSimulation'> = order, key?: string) =>
  service.client('editor').POST('/api/v1/simulations', {
    params: { query: { project }, header: key === undefined ? {} : { 'Idempotency-Key': key } },
    body: asked,
  });

describe('a project with as many simulations as it may have', () => {
  it('is asked to come again (429), as long as none has ended; others are not', async () => {
    const first = await answered(create('default', order, 'first'));
    expect([first.status, (await answered(create('default'))).status]).toEqual([202, 202]);
    const refused = await create('default');
    expect(refused.response.headers.get('retry-after')).toBe('5');
    expect(refused.response.headers.get('content-type')).toContain('application/problem+json');
    expect(refused.error).toMatchObject({
      status: 429,
      detail:
        'The project default has 2 simulations that have not ended, which is as many as it may have: try again when one has, or cancel one.',
    });
    expect((await answered(create('other'))).status).toBe(202);
    const again = await answered(create('default', order, 'first'));
    expect([again.status, again.data.id]).toEqual([202, first.data.id]);
    const path = { id: first.data.id };
    await data(service.client('editor').POST('/api/v1/simulations/{id}/cancel', { params: { path } }), 200);
    expect((await answered(create('default'))).status).toBe(202);
    await problem(create('default'), 429);
  });

  it('generates no policies for a simulation that it may not have', async () => {
    const policies = async () => (await data(service.client().GET('/api/v1/policies'))).items;
    const before = await policies();
    await problem(create('default', { generate: { manifests: plainDeployment } }), 429);
    expect(await policies()).toEqual(before);
  });

  it('has to stop a continuous one before it may have another (409)', async () => {
    const continuous = { policies: [{ document: restrictedPolicy }], continuous: true };
    const { id } = await data(create('default', continuous));
    const { detail } = await problem(create('default', continuous), 409);
    expect(detail).toBe(
      '1 continuous simulations of the project default go on already, which is as many as it may have: stop one first.',
    );
    expect((await answered(create('other', continuous))).status).toBe(202);
    await data(
      service.client('editor').POST('/api/v1/simulations/{id}/stop', { params: { path: { id } } }),
      200,
    );
    expect((await answered(create('default', continuous))).status).toBe(202);
  });
});
