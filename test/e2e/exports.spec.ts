import { type Schema, yamlBody } from '#libs/client';
import { exportFormats } from '#libs/simulations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answered, data, done, problem } from './answers.js';
import { nginxDeployment, plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
let id: string;

beforeAll(async () => {
  service = await startTestService();
  const policy = await data(
    service.client('editor').POST('/api/v1/policies', { ...yamlBody, body: restrictedPolicy }),
    201,
  );
  id = await simulated({
    policies: [{ id: policy.id }],
    manifests: `${nginxDeployment}---\n${plainDeployment}`,
    cluster: 'prod',
  });
});
afterAll(() => service.stop());

/** The id of a simulation that has ended. */
async function simulated(body: Schema<'NewSimulation'>): Promise<string> {
  const created = await data(service.client('editor').POST('/api/v1/simulations', { body }), 202);
  await service.ended(created.id);
  return created.id;
}

describe('the export of a simulation', () => {
  it.each([
    ['json', 'application/json', '{"simulation":{"id":"'],
    ['yaml', 'application/yaml', 'id: '],
    ['csv', 'text/csv', 'cluster,namespace,kind,name,'],
    ['sarif', 'application/sarif+json', '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json"'],
    ['markdown', 'text/markdown', '# Simulation '],
    ['html', 'text/html', '<!doctype html>'],
  ] as const)('is had as %s, by name or by media type', async (format, mediaType, start) => {
    const read = (query: { format?: typeof format }, headers: Record<string, string>) =>
      answered(
        service.client('viewer').GET('/api/v1/simulations/{id}/export', {
          params: { path: { id }, query },
          headers,
          parseAs: 'text',
        }),
      );
    for (const { status, headers, data: content } of [
      await read({ format }, {}),
      await read({}, { accept: mediaType }),
    ]) {
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe(`${mediaType}; charset=utf-8`);
      expect(headers.get('content-disposition')).toMatch(
        new RegExp(`^attachment; filename="simulation-${id}\\.[a-z]+"$`),
      );
      expect(content.slice(0, start.length)).toBe(start);
      expect(content).toContain('hostNetwork');
    }
  });

  it('has the results that the list has, filtered as there', async () => {
    const viewer = service.client('viewer');
    const path = { id };
    const results = async (query: { verdict?: 'passes' }) => {
      const whole = await data(
        viewer.GET('/api/v1/simulations/{id}/export', { params: { path, query } }),
        200,
      );
      return z.object({ results: z.array(z.unknown()) }).parse(whole).results;
    };
    const list = await data(viewer.GET('/api/v1/simulations/{id}/results', { params: { path } }), 200);
    expect(await results({})).toEqual(list.items);
    const passing = list.items.filter(({ workload }) => workload.name === 'plain');
    expect(passing).toHaveLength(1);
    expect(await results({ verdict: 'passes' })).toEqual(passing);
  });

  it('is refused for what does not exist, a form that there is not, and a role that may not read', async () => {
    // Raw: a format that the types forbid, and what is asked for by Accept alone.
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
    const large = await simulated({
      policies: [{ document: restrictedPolicy }],
      manifests: nginxDeployment,
      cluster: 'prod',
    });
    await service.dataSource.query(
      `INSERT INTO simulation_results (simulation_id, run, cluster, namespace, kind, name, verdict, stage, fields, document_id)
       SELECT simulation_id, run, cluster, namespace, kind, 'web-' || n, verdict, stage, fields, document_id
       FROM simulation_results, generate_series(1, 20000) AS n WHERE simulation_id = $1`,
      [large],
    );
    return large;
  }

  it.each(exportFormats.map(({ name }) => name))(
    'breaks off as %s: nobody takes a part for the whole',
    async (format) => {
      const simulation = await large();
      // Raw: what is looked at is the connection.
      const answer = await fetch(`${service.url}/api/v1/simulations/${simulation}/export?format=${format}`, {
        headers: { authorization: `Bearer ${service.key('viewer')}` },
      });
      expect(answer.status).toBe(200);
      const path = { id: simulation };
      await done(service.client('editor').DELETE('/api/v1/simulations/{id}', { params: { path } }));
      await expect(answer.text()).rejects.toThrow('terminated');
    },
  );
});

describe('the difference of two simulations', () => {
  it('lists who fares worse or better, who came and who went, page by page, and nobody who fares alike', async () => {
    const privileged = restrictedPolicy
      .replace('name: restricted', 'name: lenient')
      .replace('privileged: false', 'privileged: true')
      .replace('hostNetwork: false', 'hostNetwork: true\n  hostPorts: [{ min: 80, max: 80 }]');
    const named = (name: string) => plainDeployment.replace('name: plain', `name: ${name}`);
    const run = (policy: string, manifests: readonly string[]) =>
      simulated({ policies: [{ document: policy }], manifests: manifests.join('---\n'), cluster: 'prod' });
    const base = await run(restrictedPolicy, [nginxDeployment, plainDeployment, named('a-gone')]);
    const later = await run(privileged, [nginxDeployment, plainDeployment, named('z-new')]);
    const get = (of: string, query: { base: string; limit?: number; cursor?: string }) =>
      data(
        service
          .client('viewer')
          .GET('/api/v1/simulations/{id}/diff', { params: { path: { id: of }, query } }),
        200,
      );

    const all = await get(later, { base });
    const summary = (changes: readonly Schema<'VerdictChange'>[]) =>
      changes.map(({ workload, change }) => `${workload.name} ${change}`);
    expect(summary(all.items)).toEqual(['a-gone removed', 'nginx better', 'plain changed', 'z-new added']);
    expect(all.items[1]).toMatchObject({
      before: { verdict: 'breaks', stage: 'admission' },
      after: { verdict: 'passes', policy: 'lenient' },
      resolved: expect.arrayContaining([expect.objectContaining({ field: 'privileged' })]),
      appeared: [],
    });
    const first = await get(later, { base, limit: 3 });
    const second = await get(later, { base, limit: 3, cursor: first.next ?? '' });
    expect([summary(first.items), summary(second.items), second.next]).toEqual([
      ['a-gone removed', 'nginx better', 'plain changed'],
      ['z-new added'],
      undefined,
    ]);
    expect(summary((await get(base, { base: later })).items)).toEqual([
      'a-gone added',
      'nginx worse',
      'plain changed',
      'z-new removed',
    ]);
    expect(await get(later, { base: later })).toEqual({ items: [] });
  });

  it('is refused without the other one, or where it is not there', async () => {
    // Raw: the types do not let a caller leave the base out.
    expect((await service.request('viewer').get(`/api/v1/simulations/${id}/diff`)).status).toBe(422);
    const query = { base: '0d1c2b3a-0000-4000-8000-000000000001' };
    await problem(
      service.client('viewer').GET('/api/v1/simulations/{id}/diff', { params: { path: { id }, query } }),
      404,
    );
  });
});
