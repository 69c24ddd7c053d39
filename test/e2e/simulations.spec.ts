import { items, type Schema, yamlBody } from '#libs/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answered, data, done, problem } from './answers.js';
import { nginxDeployment, plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
let policyId: string;

beforeAll(async () => {
  service = await startTestService();
  const policy = await data(
    service.client('editor').POST('/api/v1/policies', { ...yamlBody, body: restrictedPolicy }),
  );
  policyId = policy.id;
});
afterAll(() => service.stop());

const simulations = '/api/v1/simulations';

async function create(body: Schema<'NewSimulation'>) {
  const answer = await answered(service.client('editor').POST(simulations, { body }));
  expect(answer.status).toBe(202);
  return { id: answer.data.id, body: answer.data, headers: answer.headers };
}

const read = (id: string, query: { wait?: string } = {}, known?: string) =>
  service.client().GET('/api/v1/simulations/{id}', {
    params: { path: { id }, query },
    ...(known !== undefined && { headers: { 'if-none-match': known } }),
  });
interface Results {
  readonly verdict?: 'breaks';
  readonly stage?: 'admission';
  readonly field?: string;
  readonly namespace?: string;
  readonly limit?: number;
  readonly cursor?: string;
}
const results = (id: string, query: Results = {}) =>
  service.client('viewer').GET('/api/v1/simulations/{id}/results', { params: { path: { id }, query } });

describe('a simulation of manifests', () => {
  it('is accepted, evaluated in the background, and says what breaks, why, and the two ways out', async () => {
    const { id, headers, body } = await create({
      name: 'first',
      policies: [{ id: policyId }],
      manifests: `${nginxDeployment}---\n${plainDeployment}`,
      cluster: 'prod',
    });
    expect(headers.get('location')).toBe(`${simulations}/${id}`);
    expect(headers.get('retry-after')).toBe('1');
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

    const page = await data(results(id));
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
    const fields = nginx?.findings.filter(({ stage }) => stage === 'admission').map(({ field }) => field);
    expect(fields).toEqual(expect.arrayContaining(['privileged', 'hostNetwork']));
    expect(nginx?.remedies.map(({ kind }) => kind).toSorted()).toEqual(['broaden', 'reduce']);
  });

  it('answers 304 until something changes', async () => {
    const { id } = await create({ policies: [{ id: policyId }], manifests: plainDeployment });
    await service.ended(id);
    const { headers } = await answered(read(id));
    expect(headers.get('retry-after')).toBeNull();
    expect((await read(id, {}, headers.get('etag') ?? '')).response.status).toBe(304);
  });

  it('takes policies that are sent along, as text or as objects', async () => {
    const document = restrictedPolicy
      .replace('privileged: false', 'privileged: true')
      .replace('hostNetwork: false', 'hostNetwork: true\n  hostPorts: [{ min: 0, max: 65535 }]');
    const { id, body } = await create({ policies: [{ document }], manifests: nginxDeployment });
    expect(body.policies).toEqual([
      expect.objectContaining({ name: 'restricted', revision: 1, inline: true }),
    ]);
    expect((await service.ended(id)).summary).toMatchObject({ verdicts: { passes: 1 } });
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
    const verdicts = async (objects: Record<string, unknown>[]) => {
      const { id } = await create({
        policies: [{ id: policyId }],
        manifests: plainDeployment,
        grants: { objects },
      });
      await service.ended(id);
      const page = await data(results(id));
      return page.items.map(({ verdict, findings }) => [verdict, findings[0]?.field]);
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
    const stored = await data(
      service.client('editor').PUT('/api/v1/clusters/{cluster}/manifests', {
        params: { path: { cluster: 'prod' } },
        ...yamlBody,
        body: inventory,
      }),
    );
    if (stored.workloads !== 12) throw new Error(`${stored.workloads} workloads were stored`);
  });

  it('takes the workloads in scope, and gives results in pages and by filter', async () => {
    const { id } = await create({ policies: [{ id: policyId }], scope: { clusters: ['prod'] } });
    expect((await service.ended(id)).summary).toMatchObject({
      workloads: 12,
      verdicts: { passes: 9, breaks: 3 },
    });
    const names = async (query: Results): Promise<string[]> => {
      const found: string[] = [];
      for await (const { workload } of items((next) => results(id, { ...query, ...next, limit: 5 })))
        found.push(`${workload.namespace}/${workload.name}`);
      return found;
    };
    const all = await names({});
    expect(all).toHaveLength(12);
    expect(all).toEqual(all.toSorted());
    expect(await names({ verdict: 'breaks' })).toEqual(['bank/web-8', 'shop/web-0', 'shop/web-4']);
    expect(await names({ verdict: 'breaks', namespace: 'shop' })).toEqual(['shop/web-0', 'shop/web-4']);
    expect(await names({ stage: 'admission', field: 'hostNetwork' })).toHaveLength(3);
    expect(await names({ field: 'seLinux' })).toEqual([]);
  });

  it('selects by namespace, label and name', async () => {
    const count = async (scope: NonNullable<Schema<'NewSimulation'>['scope']>) => {
      const { id } = await create({ policies: [{ id: policyId }], scope });
      return (await service.ended(id)).progress;
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
    const list = (query: { limit: number; status?: 'succeeded'; policy?: string; cursor?: string }) =>
      data(service.client('viewer').GET(simulations, { params: { query } }));
    const { items: listed, next } = await list({ limit: 3, status: 'succeeded', policy: policyId });
    expect(listed).toHaveLength(3);
    const times = listed.map(({ createdAt }) => createdAt);
    expect(times).toEqual(times.toSorted().toReversed());
    if (next === undefined) throw new Error('there is no further page');
    const [following] = (await list({ limit: 3, cursor: next })).items;
    expect(Date.parse(following?.createdAt ?? '')).toBeLessThanOrEqual(Date.parse(times[2] ?? ''));
  });
});

describe('a simulation that can not be created', () => {
  it('says everything that is wrong, with JSON pointers, and leaves nothing behind', async () => {
    const count = async () => (await data(service.client().GET(simulations))).items.length;
    const before = await count();
    const refused = async (body: Schema<'NewSimulation'>) =>
      (await problem(service.client().POST(simulations, { body }), 422)).errors;
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
    expect(await refused(JSON.parse('{ "policies": [], "extra": 1 }'))).toHaveLength(2);
    expect(await count()).toBe(before);
  });

  it('needs an editor', async () => {
    await problem(service.client('viewer').POST(simulations, { body: {} }), 403);
    await problem(service.client('agent').GET(simulations), 403);
  });
});

describe('ending a simulation', () => {
  it('is done by cancelling, once, and only while it runs', async () => {
    const { id } = await create({ policies: [{ id: policyId }], manifests: plainDeployment });
    await service.ended(id);
    const cancel = (path: { id: string }) =>
      service.client('editor').POST('/api/v1/simulations/{id}/cancel', { params: { path } });
    expect(await problem(cancel({ id }), 409)).toMatchObject({ code: 'conflict' });
    await problem(cancel({ id: '00000000-0000-4000-8000-000000000000' }), 404);
  });

  it('is done by deleting', async () => {
    const { id } = await create({ policies: [{ id: policyId }], manifests: plainDeployment });
    const params = { path: { id } };
    await done(service.client('editor').DELETE('/api/v1/simulations/{id}', { params }));
    await problem(read(id), 404);
    await problem(results(id), 404);
  });
});

describe('creating a simulation again', () => {
  const send = (key: string, name: string) =>
    service.client('editor').POST(simulations, {
      params: { header: { 'Idempotency-Key': key } },
      body: { name, policies: [{ id: policyId }], manifests: plainDeployment },
    });

  it('with the same Idempotency-Key gives the one that is there, also if both come at once', async () => {
    const answers = await Promise.all([send('once', 'a'), send('once', 'a'), send('once', 'a')]);
    expect(answers.map(({ response }) => response.status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map((answer) => answer.data?.id)).size).toBe(1);
  });

  it('with the same key for something else is refused', async () => {
    await data(send('other', 'a'));
    await problem(send('other', 'b'), 409);
    await problem(send('not a key', 'a'), 422);
  });
});

describe('waiting for a simulation', () => {
  it('ends when it has ended', async () => {
    const { id } = await create({ policies: [{ id: policyId }], manifests: plainDeployment });
    expect(await data(read(id, { wait: '20s' }))).toMatchObject({ status: 'succeeded' });
  });

  it('ends with 304 when nothing has changed in the time', async () => {
    const { id } = await create({ policies: [{ id: policyId }], scope: { namespaces: ['nowhere'] } });
    await service.ended(id);
    const { headers } = await answered(read(id));
    const again = await read(id, { wait: '1s' }, headers.get('etag') ?? '');
    expect(again.response.status).toBe(304);
    await problem(read(id, { wait: '1h' }), 422);
  });
});

describe('text that no database can hold', () => {
  it('is refused like any other bad input', async () => {
    const { id } = await create({ policies: [{ id: policyId }], manifests: plainDeployment });
    const policies = [{ id: policyId }];
    const cursor = Buffer.from('{"id":"\\u0000"}').toString('base64url');
    const post = (body: Schema<'NewSimulation'>) => service.client().POST(simulations, { body });
    await problem(results(id, { namespace: '\0' }), 422);
    await problem(results(id, { field: '\0' }), 422);
    await problem(service.client().GET('/api/v1/policies', { params: { query: { name: '\0' } } }), 422);
    await problem(service.client().GET(simulations, { params: { query: { cursor } } }), 422);
    await problem(post({ policies, name: 'a\0' }), 422);
    await problem(post({ policies, scope: { namespaces: ['a\0'] } }), 422);
    await problem(post({ policies, scope: { clusters: ['a\0'] } }), 422);
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
