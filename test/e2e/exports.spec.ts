import { exportFormats } from '#libs/simulations';
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
    const statusOf = async (role: 'viewer' | 'agent', path: string, accept = '*/*') =>
      (await service.request(role).get(`/api/v1/simulations/${path}`).accept(accept)).status;
    expect(await statusOf('viewer', '0d1c2b3a-0000-4000-8000-000000000001/export')).toBe(404);
    expect(await statusOf('viewer', `${id}/export?format=pdf`)).toBe(422);
    expect(await statusOf('viewer', `${id}/export`, 'image/png')).toBe(406);
    expect(await statusOf('agent', `${id}/export`)).toBe(403);
  });
});

describe('an export whose simulation is deleted while it is read', () => {
  /** A simulation so large that its export does not fit into what lies between the service and a reader that waits. */
  async function large(): Promise<string> {
    const { body } = await service
      .request('editor')
      .post('/api/v1/simulations')
      .send({ policies: [{ document: restrictedPolicy }], manifests: nginxDeployment, cluster: 'prod' })
      .expect(202);
    await service.ended(String(body.id));
    await service.dataSource.query(
      `INSERT INTO simulation_results (simulation_id, run, cluster, namespace, kind, name, verdict, stage, fields, document_id)
       SELECT simulation_id, run, cluster, namespace, kind, 'web-' || n, verdict, stage, fields, document_id
       FROM simulation_results, generate_series(1, 20000) AS n WHERE simulation_id = $1`,
      [body.id],
    );
    return String(body.id);
  }

  let address: string;
  beforeAll(async () => {
    address = service.url;
  });

  it.each(exportFormats.map(({ name }) => name))(
    'breaks off as %s: nobody takes a part for the whole',
    async (format) => {
      const simulation = await large();
      const answer = await fetch(`${address}/api/v1/simulations/${simulation}/export?format=${format}`, {
        headers: { authorization: `Bearer ${service.key('viewer')}` },
      });
      expect(answer.status).toBe(200);
      await service.request('editor').delete(`/api/v1/simulations/${simulation}`).expect(204);
      await expect(answer.text()).rejects.toThrow('terminated');
    },
  );
});

describe('the difference of two simulations', () => {
  it('lists who fares worse or better, who came and who went, page by page, and nobody who fares alike', async () => {
    const editor = service.request('editor');
    const privileged = restrictedPolicy
      .replace('name: restricted', 'name: lenient')
      .replace('privileged: false', 'privileged: true')
      .replace('hostNetwork: false', 'hostNetwork: true\n  hostPorts: [{ min: 80, max: 80 }]');
    const named = (name: string) => plainDeployment.replace('name: plain', `name: ${name}`);
    const run = async (policy: string, manifests: readonly string[]): Promise<string> => {
      const { body } = await editor
        .post('/api/v1/simulations')
        .send({ policies: [{ document: policy }], manifests: manifests.join('---\n'), cluster: 'prod' })
        .expect(202);
      await service.ended(String(body.id));
      return String(body.id);
    };
    const base = await run(restrictedPolicy, [nginxDeployment, plainDeployment, named('a-gone')]);
    const later = await run(privileged, [nginxDeployment, plainDeployment, named('z-new')]);
    const get = async (of: string, query: string) =>
      (await service.request('viewer').get(`/api/v1/simulations/${of}/diff${query}`).expect(200)).body;

    const all = await get(later, `?base=${base}`);
    const summary = (items: { workload: { name: string }; change: string }[]) =>
      items.map(({ workload, change }) => `${workload.name} ${change}`);
    expect(summary(all.items)).toEqual(['a-gone removed', 'nginx better', 'plain changed', 'z-new added']);
    expect(all.items[1]).toMatchObject({
      before: { verdict: 'breaks', stage: 'admission' },
      after: { verdict: 'passes', policy: 'lenient' },
      resolved: expect.arrayContaining([expect.objectContaining({ field: 'privileged' })]),
      appeared: [],
    });
    const first = await get(later, `?base=${base}&limit=3`);
    const second = await get(later, `?base=${base}&limit=3&cursor=${first.next}`);
    expect([summary(first.items), summary(second.items), second.next]).toEqual([
      ['a-gone removed', 'nginx better', 'plain changed'],
      ['z-new added'],
      undefined,
    ]);
    expect(summary((await get(base, `?base=${later}`)).items)).toEqual([
      'a-gone added',
      'nginx worse',
      'plain changed',
      'z-new removed',
    ]);
    expect(await get(later, `?base=${later}`)).toEqual({ items: [] });
  });

  it('is refused without the other one, or where it is not there', async () => {
    const statusOf = async (query: string) =>
      (await service.request('viewer').get(`/api/v1/simulations/${id}/diff${query}`)).status;
    expect(await statusOf('')).toBe(422);
    expect(await statusOf('?base=0d1c2b3a-0000-4000-8000-000000000001')).toBe(404);
  });
});
