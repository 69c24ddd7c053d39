import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Schema, yamlBody } from '#libs/client';
import { data, problem } from './answers.js';
import { nginxDeployment, plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.stop());

type Simulation = Schema<'Simulation'>;

const create = (body: Schema<'NewSimulation'>) =>
  service.client('editor').POST('/api/v1/simulations', { body });

async function ended(
  body: Schema<'NewSimulation'>,
): Promise<{ readonly id: string; readonly view: Simulation }> {
  const { id } = await data(create(body), 202);
  return { id, view: await service.ended(id) };
}

const resultsOf = async (id: string, query: { namespace?: string } = {}) =>
  (await data(service.client().GET('/api/v1/simulations/{id}/results', { params: { path: { id }, query } })))
    .items;

describe('what a simulation was asked', () => {
  it('is shown: grants, evidence window and thresholds', async () => {
    const { view } = await ended({
      policies: [{ document: restrictedPolicy }],
      manifests: plainDeployment,
      grants: { objects: [] },
      window: { from: '2026-01-01T00:00:00Z', version: 'current' },
      thresholds: { passesFrom: 'strong', strongUnseen: 0.05 },
    });
    expect(view).toMatchObject({
      grants: { objects: 0 },
      window: { from: '2026-01-01T00:00:00Z', version: 'current' },
      thresholds: {
        strongUnseen: 0.05,
        moderateUnseen: 0.35,
        strongLossRatio: 0.001,
        moderateLossRatio: 0.05,
        strongEnds: 7,
        partialUpTo: 'weak',
        inheritedUpTo: 'moderate',
        passesFrom: 'strong',
      },
    });
  });

  it('has no thresholds where the defaults count', async () => {
    const { view } = await ended({ policies: [{ document: restrictedPolicy }], manifests: plainDeployment });
    expect(view).toMatchObject({ grants: 'all' });
    expect(view).not.toHaveProperty('thresholds');
  });

  it('is refused where thresholds make no sense', async () => {
    // Raw: most of these are no thresholds by their types.
    const refused = async (thresholds: object) => {
      const body = { policies: [{ document: restrictedPolicy }], manifests: plainDeployment, thresholds };
      return (await service.request('editor').post('/api/v1/simulations').send(body).expect(422)).body.errors;
    };
    expect(await refused({ strongUnseen: 0.5, moderateLossRatio: 0.0001 })).toEqual([
      {
        pointer: '/thresholds/strongUnseen',
        detail: 'must not be greater than moderateUnseen, which is 0.35',
      },
      {
        pointer: '/thresholds/strongLossRatio',
        detail: 'must not be greater than moderateLossRatio, which is 0.0001',
      },
    ]);
    expect(await refused({ passesFrom: 'none' })).toEqual([
      expect.objectContaining({ pointer: '/thresholds/passesFrom' }),
    ]);
    expect(await refused({ strong: 1 })).toEqual([
      { pointer: '/thresholds/strong', detail: 'unknown field' },
    ]);
  });
});

describe('thresholds', () => {
  const dropsNetRaw = restrictedPolicy.replace(
    '  hostNetwork: false',
    '  requiredDropCapabilities: [NET_RAW]\n  hostNetwork: false',
  );
  const workload = { cluster: 'watched', namespace: 'shop', kind: 'Deployment', name: 'plain' };

  beforeAll(async () => {
    await data(
      service.client().PUT('/api/v1/clusters/{cluster}/manifests', {
        ...yamlBody,
        params: { path: { cluster: 'watched' } },
        body: plainDeployment,
      }),
      200,
    );
    const at = '2026-03-02T10:00:00Z';
    const event = {
      schema: 'runtime-events/v1',
      cluster: 'watched',
      node: 'node-1',
      agent: { name: 'test', version: '1', instance: '5f0b7a52-5d0e-4a06-8f0e-7d7f6a0f4b11' },
      sequence: 0,
      sentAt: at,
      covers: ['capability', 'exec', 'raw-socket', 'syscall', 'identity'],
      containers: [
        {
          namespace: 'shop',
          pod: { name: 'plain-7d9c8b6f5-x2k4q', uid: '5f0b7a52-5d0e-4a06-8f0e-7d7f6a0f4b12' },
          owner: { kind: 'ReplicaSet', name: 'plain-7d9c8b6f5' },
          container: { name: 'main', image: 'plain:1', imageUser: '', startedAt: at, fromStart: true },
          observations: [],
        },
      ],
    };
    await data(service.client('agent').POST('/api/v1/runtime-events', { body: event }), 202);
  });

  it('decide from which evidence on a narrowing passes', async () => {
    const verdict = async (thresholds?: Schema<'NewSimulation'>['thresholds']) => {
      const { id } = await ended({
        policies: [{ document: dropsNetRaw }],
        scope: { workloads: [workload] },
        ...(thresholds !== undefined && { thresholds }),
      });
      return (await resultsOf(id)).map((each) => each.verdict);
    };
    expect(await verdict()).toEqual(['at-risk']);
    expect(await verdict({ passesFrom: 'weak' })).toEqual(['passes']);
  });
});

describe('results', () => {
  let id: string;
  let view: Simulation;

  beforeAll(async () => {
    const inBank = (manifest: string) => manifest.replace('namespace: shop', 'namespace: bank');
    ({ id, view } = await ended({
      policies: [{ document: restrictedPolicy }],
      manifests: [nginxDeployment, plainDeployment, inBank(nginxDeployment)].join('---\n'),
      cluster: 'prod',
    }));
  });

  it('are summed up by verdict, stage and field', () => {
    expect(view).toMatchObject({
      summary: {
        workloads: 3,
        verdicts: { passes: 1, 'at-risk': 0, breaks: 2 },
        stages: { admission: 2, start: 0, runtime: 0 },
        fields: { hostNetwork: 2, hostPorts: 2, privileged: 2 },
      },
    });
  });

  it('are counted by namespace, in pages', async () => {
    const page = (cursor: { cursor?: string }) =>
      data(
        service.client('viewer').GET('/api/v1/simulations/{id}/namespaces', {
          params: { path: { id }, query: { limit: 1, ...cursor } },
        }),
      );
    const first = await page({});
    expect(first.items).toEqual([
      {
        cluster: 'prod',
        namespace: 'bank',
        workloads: 1,
        verdicts: { passes: 0, 'at-risk': 0, breaks: 1 },
        withoutPolicy: 0,
        brokenToday: 0,
      },
    ]);
    expect(await page({ cursor: first.next ?? '' })).toEqual({
      items: [
        {
          cluster: 'prod',
          namespace: 'shop',
          workloads: 2,
          verdicts: { passes: 1, 'at-risk': 0, breaks: 1 },
          withoutPolicy: 0,
          brokenToday: 0,
        },
      ],
    });
  });

  it('are read by workload', async () => {
    const shop = { id, cluster: 'prod', namespace: 'shop', kind: 'Deployment' };
    const read = (name: string) =>
      service.client('viewer').GET('/api/v1/simulations/{id}/results/{cluster}/{namespace}/{kind}/{name}', {
        params: { path: { ...shop, name } },
      });
    const result = await data(read('nginx'));
    expect(result).toEqual((await resultsOf(id, { namespace: 'shop' }))[0]);
    expect(result.workload).toEqual({
      cluster: 'prod',
      namespace: 'shop',
      kind: 'Deployment',
      name: 'nginx',
    });
    expect((await problem(read('other'), 404)).detail).toBe(
      `The simulation ${id} has no result for Deployment shop/other of cluster prod.`,
    );
  });
});

describe('workloads that may use none of the policies', () => {
  const apiGroup = 'rbac.authorization.k8s.io';
  const apiVersion = `${apiGroup}/v1`;
  const inShop = [
    {
      apiVersion,
      kind: 'Role',
      metadata: { name: 'use', namespace: 'shop' },
      rules: [{ apiGroups: ['policy'], resources: ['podsecuritypolicies'], verbs: ['use'] }],
    },
    {
      apiVersion,
      kind: 'RoleBinding',
      metadata: { name: 'use', namespace: 'shop' },
      roleRef: { apiGroup, kind: 'Role', name: 'use' },
      subjects: [{ kind: 'Group', apiGroup, name: 'system:serviceaccounts' }],
    },
  ];
  let id: string;
  let view: object;

  beforeAll(async () => {
    ({ id, view } = await ended({
      policies: [{ document: restrictedPolicy }],
      manifests: [nginxDeployment, plainDeployment, plainDeployment.replace('shop', 'bank')].join('---\n'),
      grants: { objects: inShop },
    }));
  });

  it('are counted apart from those that a field breaks, in sum and by namespace', async () => {
    expect(view).toMatchObject({
      summary: {
        verdicts: { passes: 1, 'at-risk': 0, breaks: 2 },
        withoutPolicy: 1,
        fields: { hostNetwork: 1, hostPorts: 1, privileged: 1 },
      },
    });
    const { items } = await data(
      service.client('viewer').GET('/api/v1/simulations/{id}/namespaces', { params: { path: { id } } }),
    );
    expect(items.map(({ namespace, withoutPolicy }) => [namespace, withoutPolicy])).toEqual([
      ['bank', 1],
      ['shop', 0],
    ]);
  });

  it('are found among the results, and told from the others', async () => {
    const found = async (query: { withoutPolicy?: 'true' | 'false'; field?: string }) => {
      const { items } = await data(
        service.client('viewer').GET('/api/v1/simulations/{id}/results', { params: { path: { id }, query } }),
      );
      return items.map(({ workload: { namespace, name } }) => `${namespace}/${name}`);
    };
    expect(await found({ withoutPolicy: 'true' })).toEqual(['bank/plain']);
    expect(await found({ withoutPolicy: 'false' })).toEqual(['shop/nginx', 'shop/plain']);
    expect(await found({ withoutPolicy: 'true', field: 'privileged' })).toEqual([]);
  });
});
