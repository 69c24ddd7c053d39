import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nginxDeployment, plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
const simulations = '/api/v1/simulations';
const nginx = { cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'nginx' };

beforeAll(async () => {
  service = await startTestService();
  await upload(nginxDeployment);
});
afterAll(() => service.stop());

async function upload(manifests: string): Promise<void> {
  await service
    .request()
    .put('/api/v1/clusters/prod/manifests')
    .type('application/yaml')
    .send(`${manifests}---\n${plainDeployment}`)
    .expect(200);
}

async function create(body: object) {
  const answer = await service.request('editor').post(simulations).send(body).expect(202);
  const ended = await service.ended(String(answer.body.id));
  return {
    policies: answer.body.policies,
    scope: answer.body.scope,
    summary: ended['summary'],
    id: answer.body.id,
  };
}

async function refused(status: number, body: object) {
  return (await service.request('editor').post(simulations).send(body).expect(status)).body;
}

describe('a policy that is generated and simulated in one call', () => {
  it('admits the workload that it comes from, and is stored as a revision', async () => {
    const { policies, scope, summary } = await create({ generate: { workload: nginx } });
    expect(policies).toEqual([{ id: expect.any(String), revision: 1, name: 'shop.deployment.nginx' }]);
    expect(scope).toEqual({ workloads: [nginx] });
    expect(summary).toMatchObject({ workloads: 1, verdicts: { passes: 1, 'at-risk': 0, breaks: 0 } });
    const { body } = await service.request().get(`/api/v1/policies/${policies[0].id}?revision=1`).expect(200);
    expect(body).toMatchObject({ name: 'shop.deployment.nginx', origin: 'generated' });
    expect(body.policy.spec).toMatchObject({ privileged: true, hostNetwork: true });
    expect(body.explanations.length).toBeGreaterThan(0);
  });

  it('is the same revision as long as the workload asks for the same, and the next one after that', async () => {
    const again = await create({ generate: { workload: nginx } });
    expect(again.policies).toMatchObject([{ revision: 1 }]);
    await upload(nginxDeployment.replace('hostNetwork: true', 'hostNetwork: false'));
    const changed = await create({ generate: { workload: nginx } });
    expect(changed.policies).toEqual([{ ...again.policies[0], revision: 2 }]);
    await upload(nginxDeployment);
  });

  it('may be tried on other workloads than it comes from', async () => {
    const { summary } = await create({
      generate: { workload: { ...nginx, name: 'plain' } },
      scope: { clusters: ['prod'] },
    });
    expect(summary).toMatchObject({ workloads: 2, verdicts: { passes: 1, breaks: 1 } });
  });

  it('comes from manifests that are uploaded with the request, wherever they stand', async () => {
    const ofGenerate = await create({ generate: { manifests: nginxDeployment, namePrefix: 'a' } });
    expect(ofGenerate).toMatchObject({
      policies: [{ name: 'a.shop.deployment.nginx' }],
      scope: { manifestsOnly: true },
      summary: { workloads: 1, verdicts: { passes: 1 } },
    });
    const own = await create({ generate: { namePrefix: 'b' }, manifests: nginxDeployment });
    expect(own).toMatchObject({
      policies: [{ name: 'b.shop.deployment.nginx' }],
      summary: { workloads: 1, verdicts: { passes: 1 } },
    });
  });

  it('goes beside other policies', async () => {
    const { policies, summary } = await create({
      policies: [{ document: restrictedPolicy }],
      generate: { workload: nginx },
      scope: { clusters: ['prod'] },
    });
    expect(policies.map(({ name }: { name: string }) => name)).toEqual([
      'restricted',
      'shop.deployment.nginx',
    ]);
    expect(summary).toMatchObject({ workloads: 2, verdicts: { passes: 2 } });
  });

  it('is used by its own service account alone, with the grants that were generated', async () => {
    const own = nginxDeployment.replace(
      'hostNetwork: true',
      'hostNetwork: true\n      serviceAccountName: nginx',
    );
    const { summary } = await create({
      generate: { manifests: own, namePrefix: 'own' },
      manifests: `${own}---\n${plainDeployment}`,
      grants: 'generated',
    });
    expect(summary).toMatchObject({
      verdicts: { passes: 1, breaks: 1 },
      fields: { authorization: 1 },
    });
  });
});

describe('a policy that can not be generated', () => {
  it('leaves no simulation and no policy behind', async () => {
    const count = async (url: string) => (await service.request().get(url).expect(200)).body.items.length;
    const before = [await count(simulations), await count('/api/v1/policies')];
    expect((await refused(422, { generate: { workload: { ...nginx, name: 'other' } } })).errors).toEqual([
      {
        pointer: '/generate',
        detail: 'the inventory of cluster prod has no Deployment shop/other',
        code: 'not-in-inventory',
      },
    ]);
    expect(
      (
        await refused(422, {
          policies: [
            { document: restrictedPolicy.replace('name: restricted', 'name: shop.deployment.nginx') },
          ],
          generate: { manifests: nginxDeployment.replaceAll('privileged: true', 'privileged: false') },
        })
      ).errors,
    ).toEqual([
      {
        pointer: '/generate',
        detail: 'the policy shop.deployment.nginx occurs more than once',
        code: 'duplicate-policy',
      },
    ]);
    expect(
      (await refused(422, { generate: { workload: nginx, manifests: plainDeployment } })).errors,
    ).toEqual([
      { pointer: '/generate', detail: 'of `workload`, `scope` and `manifests` at most one may be given' },
    ]);
    expect((await refused(422, { scope: {} })).errors).toEqual([
      { pointer: '/policies', detail: 'there must be policies, or `generate`' },
    ]);
    expect(
      (await refused(422, { policies: [{ document: restrictedPolicy }], grants: 'generated' })).errors,
    ).toEqual([{ pointer: '/grants', detail: '`generated` needs `generate`' }]);
    expect([await count(simulations), await count('/api/v1/policies')]).toEqual(before);
  });

  it('does not replace what somebody wrote by hand', async () => {
    await service
      .request('editor')
      .post('/api/v1/policies')
      .type('application/yaml')
      .send(restrictedPolicy.replace('name: restricted', 'name: hand.shop.deployment.nginx'))
      .expect(201);
    const { detail } = await refused(409, { generate: { workload: nginx, namePrefix: 'hand' } });
    expect(detail).toBe(
      'There are policies of these names already, which were not generated: hand.shop.deployment.nginx. Give a `namePrefix`.',
    );
  });
});
