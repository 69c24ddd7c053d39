import { type Schema, yamlAnswer, yamlBody } from '#libs/client';
import type { QueryRunner } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { eventually } from '../fixtures/eventually.js';
import { answered, data, problem } from './answers.js';
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

/** Makes these all that is known of the cluster. */
const replace = (cluster: string, body: string) =>
  data(
    service.client().PUT('/api/v1/clusters/{cluster}/manifests', {
      ...yamlBody,
      params: { path: { cluster } },
      body,
    }),
    200,
  );

const upload = (manifests: string) => replace('prod', `${manifests}---\n${plainDeployment}`);

const post = (body: Schema<'NewSimulation'>) => service.client('editor').POST(simulations, { body });
const refused = (status: number, body: Schema<'NewSimulation'>) => problem(post(body), status);

async function create(body: Schema<'NewSimulation'>) {
  const { id, policies, scope } = await data(post(body), 202);
  const { summary } = await service.ended(id);
  return { policies, scope, summary, id };
}

describe('a policy that is generated and simulated in one call', () => {
  it('admits the workload that it comes from, and is stored as a revision', async () => {
    const { policies, scope, summary } = await create({ generate: { workload: nginx } });
    expect(policies).toEqual([{ id: expect.any(String), revision: 1, name: 'prod.shop.deployment.nginx' }]);
    expect(scope).toEqual({ workloads: [nginx] });
    expect(summary).toMatchObject({ workloads: 1, verdicts: { passes: 1, 'at-risk': 0, breaks: 0 } });
    const path = { id: policies[0]?.id ?? '', revision: 1 };
    const body = await data(
      service.client().GET('/api/v1/policies/{id}/revisions/{revision}', { params: { path } }),
      200,
    );
    expect(body).toMatchObject({ name: 'prod.shop.deployment.nginx', origin: 'generated' });
    expect(body.policy).toMatchObject({ spec: { privileged: true, hostNetwork: true } });
    expect(body.explanations).toEqual(expect.arrayContaining([expect.anything()]));
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
      policies: [{ name: 'a.default.shop.deployment.nginx' }],
      scope: { manifestsOnly: true },
      summary: { workloads: 1, verdicts: { passes: 1 } },
    });
    const own = await create({ generate: { namePrefix: 'b' }, manifests: nginxDeployment });
    expect(own).toMatchObject({
      policies: [{ name: 'b.default.shop.deployment.nginx' }],
      summary: { workloads: 1, verdicts: { passes: 1 } },
    });
  });

  it('goes beside other policies', async () => {
    const { policies, summary } = await create({
      policies: [{ document: restrictedPolicy }],
      generate: { workload: nginx },
      scope: { clusters: ['prod'] },
    });
    expect(policies.map(({ name }) => name)).toEqual(['restricted', 'prod.shop.deployment.nginx']);
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
      fields: {},
      withoutPolicy: 1,
    });
  });
});

describe('what was generated in several clusters', () => {
  const of = (body: Schema<'SimulationBundle'>) =>
    body.clusters.map(({ policies }) => policies.map(({ name }) => name));
  let id: string;
  let created: Awaited<ReturnType<typeof create>>;

  beforeAll(async () => {
    await replace('second.example', nginxDeployment.replaceAll('privileged: true', 'privileged: false'));
    created = await create({
      generate: { scope: { clusters: ['prod', 'second.example'], labelSelector: 'app=nginx' } },
    });
    ({ id } = created);
  });

  const read = (query: { cluster?: string } = {}, of_ = id) => ({ params: { path: { id: of_ }, query } });
  const bundle = (query?: { cluster?: string }, of_?: string) =>
    service.client('viewer').GET('/api/v1/simulations/{id}/bundle', read(query, of_));
  const yaml = (query?: { cluster?: string }) =>
    service.client('viewer').GET('/api/v1/simulations/{id}/bundle', { ...read(query), ...yamlAnswer });

  it('is a policy in each, with its own grants and its own rollout', async () => {
    expect(created.policies).toEqual([
      { id: expect.any(String), revision: 3, name: 'prod.shop.deployment.nginx' },
      {
        id: expect.any(String),
        revision: 1,
        name: expect.stringMatching(/^second-example-[0-9a-f]{16}\.shop\.deployment\.nginx$/),
      },
    ]);
    expect(created.summary).toMatchObject({ workloads: 2, verdicts: { passes: 2 } });
    const body = await data(bundle(), 200);
    expect(of(body)).toEqual([['prod.shop.deployment.nginx'], [expect.stringMatching(/^second-example-/)]]);
    const [prod, second] = body.clusters;
    expect([prod, second]).toMatchObject(
      [true, false].map((privileged) => ({ policies: [{ policy: { spec: { privileged } } }] })),
    );
    const [policy] = prod?.policies ?? [];
    expect(policy?.grants).toMatchObject([
      { kind: 'Role', metadata: { namespace: 'shop' }, rules: [{ resourceNames: [policy?.name] }] },
      { kind: 'RoleBinding', subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'shop' }] },
    ]);
    expect(prod?.withoutPolicy).toEqual([]);
    expect(prod?.rollout.steps.slice(0, 2)).toMatchObject([
      { title: 'Create the policies', manifest: expect.stringContaining('kind: PodSecurityPolicy') },
      {
        title: 'Grant their use to the service accounts',
        manifest: expect.stringContaining('kind: RoleBinding'),
      },
    ]);
    expect(of(await data(bundle({ cluster: 'second.example' }), 200))).toEqual([
      [expect.stringMatching(/^second-example-/)],
    ]);
  });

  it('is applied as YAML cluster by cluster', async () => {
    const { data: text, headers } = await answered(yaml({ cluster: 'prod' }));
    expect(headers.get('content-type')).toBe('application/yaml; charset=utf-8');
    expect([...text.matchAll(/^kind: (.*)$/gm)].map(([, kind]) => kind)).toEqual([
      'PodSecurityPolicy',
      'Role',
      'RoleBinding',
    ]);
    expect((await problem(yaml(), 422)).errors).toEqual([
      { parameter: 'cluster', detail: 'must be one of prod, second.example' },
    ]);
  });

  it('is nothing for another cluster, nor where nothing was generated', async () => {
    expect(await problem(bundle({ cluster: 'third' }), 404)).toMatchObject({
      status: 404,
      detail: `No policies were generated for cluster third with simulation ${id}.`,
    });
    const without = await create({
      policies: [{ document: restrictedPolicy }],
      scope: { clusters: ['prod'] },
    });
    await problem(bundle({}, without.id), 404);
  });
});

describe('a call that is cut off when its policies are written and its simulation is not', () => {
  const postAs = (key: string) =>
    service.client('editor').POST(simulations, {
      params: { header: { 'Idempotency-Key': key } },
      body: { generate: { workload: nginx, namePrefix: key } },
    });

  /** Runs SQL in a session of its own, in a transaction that is undone afterwards. */
  async function inTransaction<T>(work: (session: QueryRunner) => Promise<T>): Promise<T> {
    const session = service.dataSource.createQueryRunner();
    try {
      await session.startTransaction();
      return await work(session);
    } finally {
      await session.rollbackTransaction();
      await session.release();
    }
  }

  /** The session that waits to insert into a table, as soon as there is one. */
  const waiting = (table: string) =>
    vi.waitFor(
      async () => {
        const [found] = await service.dataSource.query<{ pid: number }[]>(
          `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
             AND query LIKE $1`,
          [`INSERT INTO ${table}%`],
        );
        expect(found).toBeDefined();
        return found?.pid;
      },
      { timeout: 20_000, interval: 20 },
    );

  async function left(prefix: string) {
    const [counts] = await service.dataSource.query<object[]>(
      `SELECT (SELECT count(*)::int FROM policies WHERE name LIKE $1) AS policies,
         (SELECT count(*)::int FROM audit_log WHERE outcome = 'done' AND details->>'name' LIKE $1) AS entries,
         (SELECT count(*)::int FROM simulation_policies WHERE name LIKE $1) AS simulations`,
      [`${prefix}.%`],
    );
    return counts;
  }

  it('has done nothing, and is made up for by the same call', async () => {
    await inTransaction(async (session) => {
      await session.query(`LOCK TABLE simulations IN SHARE ROW EXCLUSIVE MODE`);
      const cut = postAs('cut');
      await service.dataSource.query(`SELECT pg_terminate_backend($1)`, [await waiting('simulations')]);
      expect((await cut).response.status).toBeGreaterThanOrEqual(500);
    });
    expect(await left('cut')).toEqual({ policies: 0, entries: 0, simulations: 0 });
    const [first, again] = [await postAs('cut'), await postAs('cut')];
    expect([first.response.status, again.response.status]).toEqual([202, 202]);
    expect(first.data?.policies).toMatchObject([{ revision: 1, name: 'cut.prod.shop.deployment.nginx' }]);
    expect([again.data?.id, again.data?.policies]).toEqual([first.data?.id, first.data?.policies]);
    expect(await left('cut')).toEqual({ policies: 1, entries: 1, simulations: 1 });
  });

  it('is answered as the one that was faster, and leaves nothing of what it has written itself', async () => {
    const requests = await inTransaction(async (session) => {
      await session.query(`LOCK TABLE simulations IN SHARE ROW EXCLUSIVE MODE`);
      const faster = postAs('twice');
      await waiting('simulations');
      await upload(nginxDeployment.replace('hostNetwork: true', 'hostNetwork: false'));
      const slower = postAs('twice');
      await waiting('policies');
      await session.rollbackTransaction();
      await session.startTransaction();
      return Promise.all([faster, slower]);
    });
    await upload(nginxDeployment);
    expect(requests.map(({ response }) => response.status)).toEqual([202, 202]);
    const [faster, slower] = requests.map(({ data }) => data);
    expect([slower?.id, slower?.policies]).toEqual([faster?.id, faster?.policies]);
    expect(await left('twice')).toEqual({ policies: 1, entries: 1, simulations: 1 });
    const recordedBy = async (requestId: string | null | undefined) =>
      (
        await service.dataSource.query<{ kind: string }[]>(
          `SELECT object_kind AS kind FROM audit_log WHERE request_id = $1 ORDER BY id`,
          [requestId],
        )
      ).map(({ kind }) => kind);
    const [first, second] = requests.map(({ response }) => response.headers.get('x-request-id'));
    expect(await recordedBy(first)).toEqual(['policies', 'simulations']);
    await eventually(async () => expect(await recordedBy(second)).toEqual(['simulations']));
  });
});

describe('a policy that can not be generated', () => {
  it('leaves no simulation and no policy behind', async () => {
    const client = service.client();
    const counts = async () => [
      (await data(client.GET(simulations), 200)).items.length,
      (await data(client.GET('/api/v1/policies'), 200)).items.length,
    ];
    const before = await counts();
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
            { document: restrictedPolicy.replace('name: restricted', 'name: default.shop.deployment.nginx') },
          ],
          generate: { manifests: nginxDeployment.replaceAll('privileged: true', 'privileged: false') },
        })
      ).errors,
    ).toEqual([
      {
        pointer: '/generate',
        detail: 'the policy default.shop.deployment.nginx occurs more than once',
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
    expect(await counts()).toEqual(before);
  });

  it('does not replace what somebody wrote by hand', async () => {
    const body = restrictedPolicy.replace('name: restricted', 'name: hand.prod.shop.deployment.nginx');
    await data(service.client('editor').POST('/api/v1/policies', { ...yamlBody, body }), 201);
    const { detail } = await refused(409, { generate: { workload: nginx, namePrefix: 'hand' } });
    expect(detail).toBe(
      'There are policies of these names already, which were not generated: hand.prod.shop.deployment.nginx. Give a `namePrefix`.',
    );
  });
});
