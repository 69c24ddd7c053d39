import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nginxDeployment, plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
let policyId: string;

beforeAll(async () => {
  service = await startTestService();
  const { body } = await service
    .request('editor')
    .post('/api/v1/policies')
    .type('application/yaml')
    .send(restrictedPolicy)
    .expect(201);
  policyId = String(body.id);
});
afterAll(() => service.stop());

const simulations = '/api/v1/simulations';

async function create(body: object) {
  const answer = await service.request('editor').post(simulations).send(body).expect(202);
  return { id: String(answer.body.id), body: answer.body, headers: answer.headers };
}

describe('a simulation of manifests', () => {
  it('is accepted, evaluated in the background, and says what breaks, why, and the two ways out', async () => {
    const { id, headers, body } = await create({
      name: 'first',
      policies: [{ id: policyId }],
      manifests: `${nginxDeployment}---\n${plainDeployment}`,
      cluster: 'prod',
    });
    expect(headers['location']).toBe(`${simulations}/${id}`);
    expect(headers['retry-after']).toBe('1');
    expect(body).toMatchObject({
      name: 'first',
      status: 'queued',
      policies: [{ id: policyId, revision: 1, name: 'restricted' }],
      policySet: 'only-these',
      scope: { manifestsOnly: true },
      progress: { done: 0 },
    });
    expect(await service.ended(id)).toMatchObject({
      status: 'succeeded',
      progress: { done: 2, total: 2 },
      summary: { workloads: 2, verdicts: { passes: 1, 'at-risk': 0, breaks: 1 } },
    });

    const { body: page } = await service.request('viewer').get(`${simulations}/${id}/results`).expect(200);
    expect(page.next).toBeUndefined();
    const [nginx, plain] = page.items;
    expect(plain).toMatchObject({
      workload: { cluster: 'prod', name: 'plain' },
      verdict: 'passes',
      policy: 'restricted',
    });
    expect(nginx).toMatchObject({
      workload: { cluster: 'prod', name: 'nginx' },
      verdict: 'breaks',
      stage: 'admission',
    });
    const fields = nginx.findings
      .filter((each: { stage: string }) => each.stage === 'admission')
      .map((each: { field: string }) => each.field);
    expect(fields).toEqual(expect.arrayContaining(['privileged', 'hostNetwork']));
    expect(nginx.remedies.map((each: { kind: string }) => each.kind).toSorted()).toEqual([
      'broaden',
      'reduce',
    ]);
  });

  it('answers 304 until something changes', async () => {
    const { id } = await create({ policies: [{ id: policyId }], manifests: plainDeployment });
    await service.ended(id);
    const { headers } = await service.request().get(`${simulations}/${id}`).expect(200);
    expect(headers['retry-after']).toBeUndefined();
    await service
      .request()
      .get(`${simulations}/${id}`)
      .set('if-none-match', String(headers['etag']))
      .expect(304);
  });

  it('takes policies that are sent along, as text or as objects', async () => {
    const document = restrictedPolicy
      .replace('privileged: false', 'privileged: true')
      .replace('hostNetwork: false', 'hostNetwork: true\n  hostPorts: [{ min: 0, max: 65535 }]');
    const { id, body } = await create({ policies: [{ document }], manifests: nginxDeployment });
    expect(body.policies).toEqual([
      expect.objectContaining({ name: 'restricted', revision: 1, inline: true }),
    ]);
    expect((await service.ended(id))['summary']).toMatchObject({ verdicts: { passes: 1 } });
  });

  it('asks RBAC objects who may use a policy', async () => {
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'use-restricted' },
      rules: [
        {
          apiGroups: ['policy'],
          resources: ['podsecuritypolicies'],
          resourceNames: ['restricted'],
          verbs: ['use'],
        },
      ],
    };
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'use-restricted' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'use-restricted' },
      subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'shop' }],
    };
    const verdicts = async (objects: readonly object[]) => {
      const { id } = await create({
        policies: [{ id: policyId }],
        manifests: plainDeployment,
        grants: { objects },
      });
      await service.ended(id);
      const { body } = await service.request().get(`${simulations}/${id}/results`).expect(200);
      return body.items.map((each: { verdict: string; findings: { field: string }[] }) => [
        each.verdict,
        each.findings[0]?.field,
      ]);
    };
    expect(await verdicts([role, binding])).toEqual([['passes', undefined]]);
    expect(await verdicts([])).toEqual([['breaks', 'authorization']]);
  });
});

describe('a simulation of the inventory', () => {
  const inventory = Array.from({ length: 12 }, (_, index) => {
    const source = index % 4 === 0 ? nginxDeployment : plainDeployment;
    return source
      .replace(/name: (nginx|plain)(?=[,\n])/, `name: web-${index}`)
      .replace('shop', index < 6 ? 'shop' : 'bank');
  }).join('---\n');

  beforeAll(async () => {
    await service
      .request('editor')
      .put('/api/v1/clusters/prod/manifests')
      .type('application/yaml')
      .send(inventory)
      .expect(200, { workloads: 12, objects: {}, owned: 0, passedOver: {} });
  });

  it('takes the workloads in scope, and gives results in pages and by filter', async () => {
    const { id } = await create({ policies: [{ id: policyId }], scope: { clusters: ['prod'] } });
    expect((await service.ended(id))['summary']).toMatchObject({
      workloads: 12,
      verdicts: { passes: 9, breaks: 3 },
    });
    const names = async (query: string): Promise<string[]> => {
      const found: string[] = [];
      let cursor = '';
      for (;;) {
        const { body } = await service
          .request()
          .get(`${simulations}/${id}/results?limit=5${query}${cursor}`)
          .expect(200);
        found.push(
          ...body.items.map(
            ({ workload }: { workload: { namespace: string; name: string } }) =>
              `${workload.namespace}/${workload.name}`,
          ),
        );
        if (body.next === undefined) return found;
        cursor = `&cursor=${body.next}`;
      }
    };
    const all = await names('');
    expect(all).toHaveLength(12);
    expect(all).toEqual(all.toSorted());
    expect(await names('&verdict=breaks')).toEqual(['bank/web-8', 'shop/web-0', 'shop/web-4']);
    expect(await names('&verdict=breaks&namespace=shop')).toEqual(['shop/web-0', 'shop/web-4']);
    expect(await names('&stage=admission&field=hostNetwork')).toHaveLength(3);
    expect(await names('&field=seLinux')).toEqual([]);
  });

  it('selects by namespace, label and name', async () => {
    const count = async (scope: object): Promise<unknown> => {
      const { id } = await create({ policies: [{ id: policyId }], scope });
      return (await service.ended(id))['progress'];
    };
    expect(await count({ namespaces: ['bank'] })).toEqual({ done: 6, total: 6 });
    expect(await count({ labelSelector: 'app in (nginx)' })).toEqual({ done: 3, total: 3 });
    expect(
      await count({ workloads: [{ cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'web-1' }] }),
    ).toEqual({ done: 1, total: 1 });
  });

  it('keeps the revision of the policy that it was created with', async () => {
    const { id, body } = await create({
      policies: [{ id: policyId, revision: 1 }],
      scope: { namespaces: ['bank'] },
    });
    expect(body.policies).toEqual([{ id: policyId, revision: 1, name: 'restricted' }]);
    await service.ended(id);
  });

  it('is listed, the newest first, by status and by policy', async () => {
    const { body } = await service
      .request('viewer')
      .get(`${simulations}?limit=3&status=succeeded&policy=${policyId}`)
      .expect(200);
    expect(body.items).toHaveLength(3);
    const times = body.items.map((each: { createdAt: string }) => each.createdAt);
    expect(times).toEqual(times.toSorted().toReversed());
    const { body: next } = await service
      .request()
      .get(`${simulations}?limit=3&cursor=${body.next}`)
      .expect(200);
    expect(next.items[0].createdAt <= times[2]).toBe(true);
  });
});

describe('a simulation that can not be created', () => {
  it('says everything that is wrong, with JSON pointers, and leaves nothing behind', async () => {
    const before = await service.request().get(simulations).expect(200);
    const refused = async (body: object) =>
      (await service.request().post(simulations).send(body).expect(422)).body.errors;
    expect(
      await refused({
        policies: [{ id: policyId }],
        manifests: 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: x }\nspec: {}\n',
        scope: { labelSelector: 'a in (' },
        grants: { objects: [{ kind: 'Pod' }] },
      }),
    ).toEqual([
      expect.objectContaining({ pointer: '/manifests/spec/template', code: 'FieldValueRequired' }),
      expect.objectContaining({ pointer: '/scope/labelSelector' }),
      expect.objectContaining({ pointer: '/grants/objects/0/kind' }),
    ]);
    expect(
      await refused({
        policies: [{ id: '00000000-0000-4000-8000-000000000000' }],
        manifests: plainDeployment,
      }),
    ).toEqual([expect.objectContaining({ pointer: '/policies/0/id', code: 'unknown-policy' })]);
    expect(await refused({ policies: [{ id: policyId }], scope: { clusters: ['prd'] } })).toEqual([
      { pointer: '/scope/clusters/0', detail: 'there is no cluster prd', code: 'not-in-inventory' },
    ]);
    expect(await refused({ policies: [], extra: 1 })).toHaveLength(2);
    const after = await service.request().get(simulations).expect(200);
    expect(after.body.items.length).toBe(before.body.items.length);
  });

  it('needs an editor', async () => {
    expect((await service.request('viewer').post(simulations).send({})).status).toBe(403);
    expect((await service.request('agent').get(simulations)).status).toBe(403);
  });
});

describe('ending a simulation', () => {
  it('is done by cancelling, once, and only while it runs', async () => {
    const { id } = await create({ policies: [{ id: policyId }], manifests: plainDeployment });
    await service.ended(id);
    const { body } = await service.request('editor').post(`${simulations}/${id}/cancel`).expect(409);
    expect(body.code).toBe('conflict');
    await service
      .request('editor')
      .post(`${simulations}/00000000-0000-4000-8000-000000000000/cancel`)
      .expect(404);
  });

  it('is done by deleting', async () => {
    const { id } = await create({ policies: [{ id: policyId }], manifests: plainDeployment });
    const url = `${simulations}/${id}`;
    expect((await service.request('editor').delete(url)).status).toBe(204);
    expect((await service.request().get(url)).status).toBe(404);
    expect((await service.request().get(`${url}/results`)).status).toBe(404);
  });
});

describe('creating a simulation again', () => {
  const send = (key: string, name: string) =>
    service
      .request('editor')
      .post(simulations)
      .set('idempotency-key', key)
      .send({ name, policies: [{ id: policyId }], manifests: plainDeployment });

  it('with the same Idempotency-Key gives the one that is there, also if both come at once', async () => {
    const answers = await Promise.all([send('once', 'a'), send('once', 'a'), send('once', 'a')]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it('with the same key for something else is refused', async () => {
    await send('other', 'a').expect(202);
    expect((await send('other', 'b')).status).toBe(409);
    expect((await send('not a key', 'a')).status).toBe(422);
  });
});

describe('waiting for a simulation', () => {
  it('ends when it has ended', async () => {
    const { id } = await create({ policies: [{ id: policyId }], manifests: plainDeployment });
    const { body } = await service.request().get(`${simulations}/${id}?wait=20s`).expect(200);
    expect(body.status).toBe('succeeded');
  });

  it('ends with 304 when nothing has changed in the time', async () => {
    const { id } = await create({ policies: [{ id: policyId }], scope: { namespaces: ['nowhere'] } });
    await service.ended(id);
    const { headers } = await service.request().get(`${simulations}/${id}`).expect(200);
    const again = await service
      .request()
      .get(`${simulations}/${id}?wait=1s`)
      .set('if-none-match', String(headers['etag']));
    expect(again.status).toBe(304);
    expect((await service.request().get(`${simulations}/${id}?wait=1h`)).status).toBe(422);
  });
});

describe('text that no database can hold', () => {
  it('is refused like any other bad input', async () => {
    const { id } = await create({ policies: [{ id: policyId }], manifests: plainDeployment });
    const nul = '%00';
    const statuses = await Promise.all([
      service.request().get(`${simulations}/${id}/results?namespace=${nul}`),
      service.request().get(`${simulations}/${id}/results?field=${nul}`),
      service.request().get(`/api/v1/policies?name=${nul}`),
      service.request().get(`${simulations}?cursor=${Buffer.from('{"id":"\\u0000"}').toString('base64url')}`),
      service
        .request()
        .post(simulations)
        .send({ policies: [{ id: policyId }], name: 'a\0' }),
      service
        .request()
        .post(simulations)
        .send({ policies: [{ id: policyId }], scope: { namespaces: ['a\0'] } }),
      service
        .request()
        .post(simulations)
        .send({ policies: [{ id: policyId }], scope: { clusters: ['a\0'] } }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 422, 422]);
  });

  it('may stand in documents', async () => {
    const manifest = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'odd', annotations: { note: 'a\0b' } },
      spec: { containers: [{ name: 'c', image: 'i\0' }] },
    };
    const { id } = await create({ policies: [{ id: policyId }], manifests: [manifest] });
    expect(await service.ended(id)).toMatchObject({ status: 'succeeded', progress: { done: 1 } });
  });
});
