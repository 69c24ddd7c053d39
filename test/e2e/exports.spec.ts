import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nginxDeployment, plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
let id: string;

beforeAll(async () => {
  service = await startTestService();
  const editor = service.request('editor');
  const policy = await editor
    .post('/api/v1/policies')
    .type('application/yaml')
    .send(restrictedPolicy)
    .expect(201);
  const { body } = await editor
    .post('/api/v1/simulations')
    .send({
      policies: [{ id: policy.body.id }],
      manifests: `${nginxDeployment}---\n${plainDeployment}`,
      cluster: 'prod',
    })
    .expect(202);
  id = String(body.id);
  await service.ended(id);
});
afterAll(() => service.stop());

describe('the export of a simulation', () => {
  it.each([
    ['json', 'application/json', '{"simulation":{"id":"'],
    ['yaml', 'application/yaml', 'id: '],
    ['csv', 'text/csv', 'cluster,namespace,kind,name,'],
    ['sarif', 'application/sarif+json', '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json"'],
    ['markdown', 'text/markdown', '# Simulation '],
    ['html', 'text/html', '<!doctype html>'],
  ])('is had as %s, by name or by media type', async (format, mediaType, start) => {
    const path = `/api/v1/simulations/${id}/export`;
    const named = await service.request('viewer').get(`${path}?format=${format}`).buffer(true).expect(200);
    const accepted = await service.request('viewer').get(path).accept(mediaType).buffer(true).expect(200);
    for (const { headers, text, body } of [named, accepted]) {
      expect(headers['content-type']).toBe(`${mediaType}; charset=utf-8`);
      expect(headers['content-disposition']).toMatch(
        new RegExp(`^attachment; filename="simulation-${id}\\.[a-z]+"$`),
      );
      const content = text ?? Buffer.from(body).toString('utf8');
      expect(content.slice(0, start.length)).toBe(start);
      expect(content).toContain('hostNetwork');
    }
  });

  it('has the results that the list has, filtered as there', async () => {
    const list = await service.request('viewer').get(`/api/v1/simulations/${id}/results`).expect(200);
    const all = await service.request('viewer').get(`/api/v1/simulations/${id}/export`).expect(200);
    expect(all.body.results).toEqual(list.body.items);
    const passing = await service
      .request('viewer')
      .get(`/api/v1/simulations/${id}/export?verdict=passes`)
      .expect(200);
    expect(passing.body.results.map((each: { workload: { name: string } }) => each.workload.name)).toEqual([
      'plain',
    ]);
  });

  it('is refused for what does not exist, a form that there is not, and a role that may not read', async () => {
    const get = (role: 'viewer' | 'agent', path: string) =>
      service.request(role).get(`/api/v1/simulations/${path}`);
    await get('viewer', '0d1c2b3a-0000-4000-8000-000000000001/export').expect(404);
    await get('viewer', `${id}/export?format=pdf`).expect(422);
    await get('viewer', `${id}/export`).accept('image/png').expect(406);
    await get('agent', `${id}/export`).expect(403);
  });
});
