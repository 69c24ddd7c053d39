import { type Schema, yamlBody } from '#libs/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answered, data, done, problem } from './answers.js';
import { nginxDeployment, plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, startWorker, type TestService } from './service.js';

let service: TestService;

beforeAll(async () => {
  service = await startTestService({}, { worker: false });
});
afterAll(() => service.stop());

const policies = '/api/v1/policies';
const path = (id: string) => ({ params: { path: { id } } });

async function upload(): Promise<string> {
  const created = service.client('editor').POST(policies, { ...yamlBody, body: restrictedPolicy });
  return (await data(created, 201)).id;
}

/** The next revision, under which everything would pass. */
async function revise(id: string, revision: number): Promise<void> {
  const body = restrictedPolicy
    .replace('privileged: false', `privileged: true # ${revision}`)
    .replace('hostNetwork: false', 'hostNetwork: true\n  hostPorts: [{ min: 0, max: 65535 }]');
  const header = { 'If-Match': `"${revision - 1}"` };
  const revised = await data(
    service.client('editor').PUT(`${policies}/{id}`, { ...yamlBody, params: { path: { id }, header }, body }),
  );
  expect(revised.revision).toBe(revision);
}

async function remove(id: string, revision: number): Promise<void> {
  const header = { 'If-Match': `"${revision}"` };
  await done(service.client('editor').DELETE(`${policies}/{id}`, { params: { path: { id }, header } }));
  await problem(service.client().GET(`${policies}/{id}`, path(id)), 404);
}

async function simulate(policy: { id: string; revision?: number }): Promise<string> {
  const body: Schema<'NewSimulation'> = {
    policies: [policy],
    manifests: `${nginxDeployment}---\n${plainDeployment}`,
    cluster: 'prod',
  };
  return (await data(service.client('editor').POST('/api/v1/simulations', { body }), 202)).id;
}

/** The simulation, alone and in the list, its results, and every form of its export. */
async function told(id: string) {
  const viewer = service.client('viewer');
  const simulation = await data(viewer.GET('/api/v1/simulations/{id}', path(id)));
  const { items } = await data(viewer.GET('/api/v1/simulations/{id}/results', path(id)));
  const list = await data(viewer.GET('/api/v1/simulations'));
  const listed = list.items.filter((each) => each.id === id);
  const exports: Record<string, unknown> = {};
  for (const format of ['json', 'yaml', 'csv', 'sarif', 'markdown', 'html'] as const) {
    const read = viewer.GET('/api/v1/simulations/{id}/export', {
      params: { path: { id }, query: { format } },
      parseAs: 'text',
    });
    exports[format] = (await answered(read)).data;
  }
  return { simulation, listed, items, exports };
}

const verdicts = (items: readonly Schema<'Verdict'>[]) =>
  items.map(({ workload, verdict, findings }) => [
    workload.name,
    verdict,
    findings.map(({ field, policy }) => [field, policy]),
  ]);

describe('a simulation whose policy is revised and then deleted', () => {
  it('goes on telling the revision that it was made with, and so do its results and exports', async () => {
    const worker = await startWorker(service.config);
    const id = await upload();
    const simulation = await simulate({ id });
    await service.ended(simulation);
    await worker.close();
    const before = await told(simulation);
    expect(before.simulation.policies).toEqual([{ id, revision: 1, name: 'restricted' }]);
    expect(before.listed.map(({ policies: used }) => used)).toEqual([before.simulation.policies]);
    expect(before.exports['markdown']).toContain('restricted (revision 1)');
    await revise(id, 2);
    expect(await told(simulation)).toEqual(before);
    await remove(id, 2);
    expect(await told(simulation)).toEqual(before);
  });

  it('is evaluated by the revision that it was made with, also if both came first', async () => {
    const id = await upload();
    await revise(id, 2);
    const [first, second] = [await simulate({ id, revision: 1 }), await simulate({ id })];
    await revise(id, 3);
    await remove(id, 3);
    const worker = await startWorker(service.config);
    await Promise.all([service.ended(first), service.ended(second)]);
    await worker.close();
    const [ofFirst, ofSecond] = [await told(first), await told(second)];
    expect(ofFirst.simulation.policies).toEqual([{ id, revision: 1, name: 'restricted' }]);
    expect(verdicts(ofFirst.items)).toEqual([
      [
        'nginx',
        'breaks',
        [
          ['hostNetwork', 'restricted'],
          ['hostPorts', 'restricted'],
          ['privileged', 'restricted'],
        ],
      ],
      ['plain', 'passes', []],
    ]);
    expect(ofFirst.exports['markdown']).toContain('restricted (revision 1)');
    expect(ofSecond.simulation.policies).toEqual([{ id, revision: 2, name: 'restricted' }]);
    expect(verdicts(ofSecond.items)).toEqual([
      ['nginx', 'passes', []],
      ['plain', 'passes', []],
    ]);
    expect(ofSecond.exports['markdown']).toContain('restricted (revision 2)');
  });
});
