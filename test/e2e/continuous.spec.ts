import { randomUUID } from 'node:crypto';
import { type Schema, yamlBody } from '#libs/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { answered, data, done, problem } from './answers.js';
import { nginxDeployment, plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
const dropsNetRaw = restrictedPolicy.replace(
  '  hostNetwork: false',
  '  requiredDropCapabilities: [NET_RAW]\n  hostNetwork: false',
);

beforeAll(async () => {
  service = await startTestService({
    SIMULATION_RECONCILE_INTERVAL: '100ms',
    SIMULATION_DEBOUNCE: '50ms',
    SIMULATION_MAX_CONTINUOUS: '3',
  });
});
afterAll(() => service.stop());

let cluster: string;
let policyId: string;
beforeEach(async () => {
  cluster = `cluster-${randomUUID()}`;
  await upload(plainDeployment);
  const named = dropsNetRaw.replace('name: restricted', `name: ${cluster}`);
  policyId = (await data(service.client('editor').POST('/api/v1/policies', { ...yamlBody, body: named }))).id;
});

async function upload(...manifests: readonly string[]): Promise<void> {
  await data(
    service.client().PUT('/api/v1/clusters/{cluster}/manifests', {
      params: { path: { cluster } },
      ...yamlBody,
      body: manifests.join('---\n'),
    }),
  );
}

type NewSimulation = Schema<'NewSimulation'>;
const create = (body: NewSimulation) => service.client('editor').POST('/api/v1/simulations', { body });
const remove = (id: string) =>
  done(service.client('editor').DELETE('/api/v1/simulations/{id}', { params: { path: { id } } }));

/** Runs a test with a continuous simulation, which is removed in the end. */
async function withSimulation(
  options: Partial<NewSimulation>,
  test: (id: string) => Promise<void>,
): Promise<void> {
  const scope = { clusters: [cluster] };
  const { id } = await data(create({ policies: [{ id: policyId }], scope, continuous: true, ...options }));
  try {
    await reached(id, { status: 'active' });
    await test(id);
  } finally {
    await remove(id);
  }
}

async function reached(id: string, state: object): Promise<Schema<'Simulation'>> {
  return vi.waitFor(
    async () => {
      const simulation = await data(
        service.client().GET('/api/v1/simulations/{id}', { params: { path: { id } } }),
      );
      expect(simulation).toMatchObject(state);
      return simulation;
    },
    { timeout: 15_000, interval: 50 },
  );
}

interface HistoryPage {
  readonly limit?: number;
  readonly cursor?: string;
  readonly after?: number;
  readonly namespace?: string;
  readonly name?: string;
}
const readHistory = (id: string, query: HistoryPage = {}) =>
  service.client('viewer').GET('/api/v1/simulations/{id}/history', { params: { path: { id }, query } });
async function history(...page: Parameters<typeof readHistory>) {
  const { items, next } = await data(readHistory(...page));
  const changed = items.filter((entry) => 'workload' in entry);
  // None of these simulations has a round that fails.
  expect(changed).toHaveLength(items.length);
  return { items: changed, next };
}

/** What the history says once it has so many entries, and the simulation waits again. */
async function changes(id: string, count: number) {
  await reached(id, { status: 'active', continuous: { changes: count } });
  const { items } = await history(id);
  return items.map(({ seq, change, causes, detail }) => [seq, change, causes.join(), detail]);
}

/** What an agent says of a pod of the Deployment `plain`. */
async function observe(observations: readonly object[]): Promise<void> {
  const at = new Date().toISOString();
  const { status } = await answered(
    service.client('agent').POST('/api/v1/runtime-events', {
      body: {
        schema: 'runtime-events/v1',
        cluster,
        node: 'node-1',
        agent: { name: 'test', version: '1', instance: randomUUID() },
        sequence: 0,
        sentAt: at,
        covers: ['capability', 'exec', 'raw-socket', 'syscall', 'identity'],
        containers: [
          {
            namespace: 'shop',
            pod: { name: 'plain-7d9c8b6f5-x2k4q', uid: 'a0b7a52d-5d0e-4a06-8f0e-7d7f6a0f4b12' },
            owner: { kind: 'ReplicaSet', name: 'plain-7d9c8b6f5' },
            container: { name: 'main', image: 'plain:1', imageUser: '', startedAt: at, fromStart: true },
            observations: observations.map((each) => ({ ...each, count: 1, first: at, last: at })),
          },
        ],
      },
    }),
  );
  expect(status).toBe(202);
}

const usesNetRaw = { dimension: 'capability', capability: 'NET_RAW', granted: true, uid: 0 };

describe('a continuous simulation', () => {
  it('notices workloads that come, change and go, and keeps a history of it', async () => {
    await withSimulation({}, async (id) => {
      await upload(plainDeployment, nginxDeployment);
      expect(await changes(id, 1)).toEqual([
        [1, 'added', 'manifest', 'nginx: absent → breaks at admission, hostNetwork (not-allowed-by-policy)'],
      ]);
      await upload(
        plainDeployment,
        nginxDeployment
          .replace('privileged: true', 'privileged: false')
          .replace('hostNetwork: true', '')
          .replace(', hostPort: 80', ''),
      );
      expect((await changes(id, 2)).at(-1)).toEqual([
        2,
        'better',
        'manifest',
        'nginx: breaks at admission → at-risk at runtime, no longer hostNetwork (not-allowed-by-policy)',
      ]);
      await upload(plainDeployment);
      expect((await changes(id, 3)).at(-1)).toEqual([
        3,
        'removed',
        'manifest',
        'nginx: at-risk at runtime → absent',
      ]);
      expect(await reached(id, {})).toMatchObject({
        summary: { workloads: 1, verdicts: { passes: 0, 'at-risk': 1, breaks: 0 } },
      });
    });
  });

  it('notices what is observed for the first time, and says in which pod', async () => {
    await observe([]);
    await withSimulation({ thresholds: { passesFrom: 'weak' } }, async (id) => {
      expect(await reached(id, {})).toMatchObject({ summary: { verdicts: { passes: 1 } } });
      await observe([usesNetRaw]);
      expect(await changes(id, 1)).toEqual([
        [
          1,
          'worse',
          'profile',
          'plain: passes → breaks at runtime, capability NET_RAW first observed in pod plain-7d9c8b6f5-x2k4q',
        ],
      ]);
      const [entry] = (await history(id)).items;
      expect(entry).toMatchObject({
        workload: { cluster, namespace: 'shop', kind: 'Deployment', name: 'plain' },
        before: { verdict: 'passes' },
        after: { verdict: 'breaks', stage: 'runtime' },
        appeared: [{ field: 'requiredDropCapabilities', reason: 'capability-in-use' }],
      });
      expect(Date.now() - Date.parse(entry?.at ?? '')).toBeLessThan(30_000);
    });
  });

  it('takes each new revision of a policy, unless a revision was asked for', async () => {
    const revise = (document: string) =>
      service.client('editor').PUT('/api/v1/policies/{id}', {
        params: { path: { id: policyId } },
        ...yamlBody,
        body: document.replace('name: restricted', `name: ${cluster}`),
      });
    await withSimulation({}, async (following) => {
      await withSimulation({ policies: [{ id: policyId, revision: 1 }] }, async (pinned) => {
        await data(revise(restrictedPolicy));
        expect(await changes(following, 1)).toEqual([
          [
            1,
            'better',
            'policy',
            `plain: at-risk at runtime → passes, no longer requiredDropCapabilities (no-evidence) (policy ${cluster}: revision 1 → 2)`,
          ],
        ]);
        expect(await reached(following, {})).toMatchObject({
          policies: [{ id: policyId, revision: 2, followed: true }],
        });
        expect(await reached(pinned, {})).toMatchObject({
          policies: [{ id: policyId, revision: 1 }],
          continuous: { changes: 0 },
          summary: { verdicts: { 'at-risk': 1 } },
        });
      });
    });
  });

  it('asks again who may use its policies when the RBAC objects of the cluster change', async () => {
    const grant = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: use, namespace: shop }
rules: [{ apiGroups: [policy], resources: [podsecuritypolicies], verbs: [use] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: use, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: use }
subjects: [{ kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:serviceaccounts' }]
`;
    await withSimulation({ grants: 'cluster' }, async (id) => {
      await upload(plainDeployment, grant);
      expect(await changes(id, 1)).toEqual([
        [
          1,
          'better',
          'object',
          'plain: breaks at admission → at-risk at runtime, no longer authorization (no-policy-may-be-used)',
        ],
      ]);
    });
  });

  it('asks again when it is said that others create the pods of the cluster', async () => {
    const rbac = 'rbac.authorization.k8s.io';
    const objects = [
      {
        apiVersion: `${rbac}/v1`,
        kind: 'ClusterRole',
        metadata: { name: 'use' },
        rules: [{ apiGroups: ['policy'], resources: ['podsecuritypolicies'], verbs: ['use'] }],
      },
      {
        apiVersion: `${rbac}/v1`,
        kind: 'ClusterRoleBinding',
        metadata: { name: 'use' },
        roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'use' },
        subjects: [{ kind: 'User', apiGroup: rbac, name: 'system:kube-controller-manager' }],
      },
    ];
    await withSimulation({ grants: { objects } }, async (id) => {
      const say = (body: { podCreators?: { sharedControllerCredentials?: boolean } }) =>
        data(
          service.client('editor').PUT('/api/v1/clusters/{cluster}', { params: { path: { cluster } }, body }),
        );
      await say({ podCreators: { sharedControllerCredentials: true } });
      expect((await changes(id, 1))[0]?.slice(0, 3)).toEqual([1, 'better', 'object']);
      await say({});
      expect((await changes(id, 2))[1]?.slice(0, 3)).toEqual([2, 'worse', 'object']);
    });
  });

  it('has workloads of manifests judged again when something is observed of them', async () => {
    await observe([]);
    const ofManifest = { manifests: plainDeployment, cluster, scope: { manifestsOnly: true } };
    await withSimulation({ ...ofManifest, thresholds: { passesFrom: 'weak' } }, async (id) => {
      await observe([usesNetRaw]);
      expect((await changes(id, 1))[0]?.slice(0, 3)).toEqual([1, 'worse', 'profile']);
    });
  });

  it('gives its history in pages, from a place on, and by workload', async () => {
    await withSimulation({}, async (id) => {
      const another = (name: string) => plainDeployment.replaceAll('plain', name);
      await upload(plainDeployment, another('a'), another('b'), another('c'));
      await changes(id, 3);
      const names = ({ items }: Awaited<ReturnType<typeof history>>) =>
        items.map(({ workload }) => workload.name);
      const first = await history(id, { limit: 2 });
      expect(names(first)).toEqual(['a', 'b']);
      const second = await history(id, { limit: 2, cursor: first.next ?? '' });
      expect(names(second)).toEqual(['c']);
      expect(second.next).toBeUndefined();
      expect(names(await history(id, { after: 2 }))).toEqual(['c']);
      expect(names(await history(id, { namespace: 'shop', name: 'b' }))).toEqual(['b']);
      await problem(readHistory(id, { after: -1 }), 422);
    });
  });

  it('answers who waits as soon as there is nothing more to do', async () => {
    await withSimulation({}, async (id) => {
      const params = { path: { id }, query: { wait: '20s' } };
      const waited = await answered(service.client().GET('/api/v1/simulations/{id}', { params }));
      expect(waited.data.status).toBe('active');
      expect(waited.headers.get('retry-after')).toBe('5');
      const format = { path: { id }, query: { format: 'json' as const } };
      await data(service.client().GET('/api/v1/simulations/{id}/export', { params: format }));
    });
  });
});

describe('stopping', () => {
  const stop = (id: string) =>
    service.client('editor').POST('/api/v1/simulations/{id}/stop', { params: { path: { id } } });

  it('ends a continuous simulation; its results and history stay, and nothing is added', async () => {
    await withSimulation({}, async (id) => {
      await upload(plainDeployment, nginxDeployment);
      await changes(id, 1);
      const stopped = await data(stop(id));
      expect(stopped).toMatchObject({
        status: 'stopped',
        summary: { workloads: 2 },
        continuous: { changes: 1 },
      });
      expect(stopped).toHaveProperty('finishedAt');
      await data(stop(id));
      await upload(plainDeployment);
      const params = { path: { id } };
      const page = await data(service.client().GET('/api/v1/simulations/{id}/results', { params }));
      expect(page.items).toHaveLength(2);
      expect((await history(id)).items).toHaveLength(1);
    });
  });

  it('is refused where there is nothing that goes on', async () => {
    const { id } = await data(create({ policies: [{ id: policyId }], manifests: plainDeployment }));
    await service.ended(id);
    expect((await problem(stop(id), 409)).detail).toBe(
      'The simulation is not continuous: it ends by itself, or is cancelled.',
    );
    await problem(stop('00000000-0000-4000-8000-000000000000'), 404);
  });

  it('makes room: only so many may go on at a time', async () => {
    await withSimulation({}, () =>
      withSimulation({}, () =>
        withSimulation({}, async (last) => {
          const another = { policies: [{ id: policyId }], continuous: true };
          await problem(create(another), 409);
          await data(stop(last));
          await remove((await data(create(another))).id);
        }),
      ),
    );
  });
});
