import { type Binding, createDataSource, everywhereAs, issueApiKey } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '../../../../test/services/index.js';
import { createApplication } from '../create-application.js';

let app: NestFastifyApplication;
let dataSource: DataSource;
let admin: string;

beforeAll(async () => {
  const config = loadConfig({ DATABASE_URL: await createDatabase(), LOG_LEVEL: 'silent' });
  dataSource = await createDataSource(config.database).initialize();
  app = await createApplication(config);
  admin = await key(everywhereAs('admin'));
  for (const name of ['shop', 'bank']) await expectStatus(201, admin, 'POST', '/projects', { name });
  for (const cluster of ['a', 'b']) {
    const manifests = ['web', 'db'].map(deployment);
    await expectStatus(200, admin, 'PUT', `/clusters/${cluster}/manifests`, { manifests });
  }
});
afterAll(async () => {
  await app.close();
  await dataSource.destroy();
});

async function key(...bindings: readonly Binding[]): Promise<string> {
  return (await issueApiKey(dataSource.manager, { name: 'somebody', bindings })).key;
}
const editor = (limits: Partial<Binding>): Binding => ({ ...everywhereAs('editor'), ...limits });

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
async function call(bearer: string, method: Method, path: string, payload?: object) {
  const response = await app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${bearer}` },
    ...(payload === undefined ? {} : { payload }),
  });
  const body: unknown = response.body === '' ? {} : JSON.parse(response.body);
  return { status: response.statusCode, body, headers: response.headers };
}

async function expectStatus(status: number, ...request: Parameters<typeof call>): Promise<unknown> {
  const { body, ...answer } = await call(...request);
  expect({ status: answer.status, body }).toEqual({ status, body: expect.anything() });
  return body;
}

const withId = z.looseObject({ id: z.string() });
const page = z.object({ items: z.array(z.looseObject({})), next: z.string().optional() });
const problem = z.object({
  detail: z.string(),
  errors: z.array(z.object({ detail: z.string() })).default([]),
});

/** Pages of one item each: what is not permitted must not leave a gap. */
async function all(bearer: string, path: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const items: Readonly<Record<string, unknown>>[] = [];
  for (let cursor = '', pages = 0; pages < 50; pages += 1) {
    const query = `${path.includes('?') ? '&' : '?'}limit=1${cursor}`;
    const { items: found, next } = page.parse((await call(bearer, 'GET', `${path}${query}`)).body);
    items.push(...found);
    if (next === undefined) return items;
    expect(found).toHaveLength(1);
    cursor = `&cursor=${next}`;
  }
  throw new Error('the list does not end');
}

function deployment(namespace: string): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'app', namespace },
    spec: {
      selector: { matchLabels: { app: 'app' } },
      template: {
        metadata: { labels: { app: 'app' } },
        spec: { containers: [{ name: 'app', image: 'app:1' }] },
      },
    },
  };
}

function policy(name: string): object {
  const any = { rule: 'RunAsAny' };
  return {
    apiVersion: 'policy/v1beta1',
    kind: 'PodSecurityPolicy',
    metadata: { name },
    spec: { runAsUser: any, seLinux: any, supplementalGroups: any, fsGroup: any },
  };
}

async function newPolicy(bearer: string, name: string, query = ''): Promise<string> {
  return withId.parse(await expectStatus(201, bearer, 'POST', `/policies${query}`, policy(name))).id;
}

async function newSimulation(bearer: string, scope: object, query = ''): Promise<string> {
  const body = { policies: [{ document: policy('inline') }], scope };
  return withId.parse(await expectStatus(202, bearer, 'POST', `/simulations${query}`, body)).id;
}

describe('a policy', () => {
  it('belongs to a project, has its name there, and is not there for others', async () => {
    const [shop, bank] = [await key(editor({ project: 'shop' })), await key(editor({ project: 'bank' }))];
    const [ofShop, ofBank] = [await newPolicy(shop, 'web'), await newPolicy(bank, 'web')];
    expect((await call(shop, 'POST', '/policies', policy('web'))).status).toBe(409);
    expect(await call(shop, 'GET', `/policies/${ofShop}`)).toMatchObject({
      status: 200,
      body: { project: 'shop', name: 'web' },
    });
    for (const [method, path, body] of [
      ['GET', ''],
      ['PUT', '', policy('web')],
      ['DELETE', ''],
      ['GET', '/revisions'],
      ['GET', '/revisions/1'],
    ] as const) {
      const { status, body: answer } = await call(shop, method, `/policies/${ofBank}${path}`, body);
      expect({ method, path, status, detail: problem.parse(answer).detail }).toEqual({
        method,
        path,
        status: 404,
        detail: `There is no policy ${ofBank}.`,
      });
    }
    expect((await all(shop, '/policies')).map(({ id }) => id)).toEqual([ofShop]);
    expect((await all(bank, '/policies?name=web')).map(({ id }) => id)).toEqual([ofBank]);
    expect((await all(admin, '/policies?name=web')).map(({ id }) => id)).toEqual([ofBank, ofShop]);
    expect((await all(admin, '/policies?project=shop')).map(({ id }) => id)).toEqual([ofShop]);
    expect((await call(shop, 'GET', '/policies?project=bank')).status).toBe(404);
    expect((await call(admin, 'GET', `/policies/${ofShop}?project=bank`)).status).toBe(404);
  });

  it('is not used from a project that the caller is not bound to', async () => {
    const bank = await key(editor({ project: 'bank' }));
    const own = await newPolicy(admin, 'of-shop', '?project=shop');
    const unknown = { status: 422, body: { errors: [{ code: 'unknown-policy' }] } };
    const uses = { policies: [{ id: own }], manifests: [deployment('web')] };
    expect(await call(bank, 'POST', '/policies/evaluate', uses)).toMatchObject(unknown);
    expect(await call(bank, 'POST', '/simulations', uses)).toMatchObject(unknown);
    const compared = { first: { id: own }, second: { id: own } };
    expect(await call(bank, 'POST', '/policies/compare', compared)).toMatchObject(unknown);
    expect(
      await call(bank, 'POST', '/policies/tighten', { ...uses, policies: undefined, policy: { id: own } }),
    ).toMatchObject(unknown);
    // Nor by somebody who reaches both: a simulation uses policies of its project.
    expect(await call(admin, 'POST', '/simulations?project=bank', uses)).toMatchObject(unknown);
    expect((await call(admin, 'POST', '/simulations?project=shop', uses)).status).toBe(202);
  });

  it('is made where the call says, or else where its caller is bound', async () => {
    const several = await key(editor({ project: 'shop' }), editor({ project: 'bank' }));
    expect(await call(several, 'POST', '/policies', policy('several'))).toMatchObject({
      status: 422,
      body: { errors: [{ parameter: 'project', detail: expect.stringContaining('bank, shop') }] },
    });
    const id = await newPolicy(several, 'several', '?project=bank');
    expect(await call(several, 'GET', `/policies/${id}`)).toMatchObject({ body: { project: 'bank' } });
    expect(await call(admin, 'GET', `/policies/${await newPolicy(admin, 'several')}`)).toMatchObject({
      body: { project: 'default' },
    });
    expect((await call(admin, 'POST', '/policies?project=nowhere', policy('x'))).status).toBe(404);
    // A role in one project is none in another.
    const mixed = await key(editor({ project: 'shop' }), { ...everywhereAs('viewer'), project: 'bank' });
    expect((await call(mixed, 'POST', '/policies?project=bank', policy('mixed'))).status).toBe(404);
    expect((await call(mixed, 'DELETE', `/policies/${id}`)).status).toBe(404);
    expect((await call(mixed, 'GET', `/policies/${id}`)).status).toBe(200);
    const saved = { manifests: [deployment('web')], save: true };
    const savesNothing = await key({ ...everywhereAs('viewer'), project: 'bank' });
    expect((await call(savesNothing, 'POST', '/policies/generate', saved)).status).toBe(403);
  });
});

describe('a simulation', () => {
  it('is there for those alone who reach its project and all of its scope', async () => {
    const web = await key(editor({ project: 'shop', clusters: ['a'], namespaces: ['web'] }));
    const both = await key(
      editor({ project: 'shop', clusters: ['a'], namespaces: ['web'] }),
      editor({ project: 'shop', clusters: ['a'], namespaces: ['db'] }),
    );
    const elsewhere = await key(
      editor({ project: 'shop', clusters: ['a'], namespaces: ['web'] }),
      editor({ project: 'bank', clusters: 'all', namespaces: 'all' }),
    );
    const ofWeb = await newSimulation(web, { clusters: ['a'], namespaces: ['web'] });
    const ofBoth = await newSimulation(both, { clusters: ['a'], namespaces: ['db', 'web'] });
    const ofAll = await newSimulation(admin, {}, '?project=shop');
    const mine = (bearer: string) => all(bearer, '/simulations?project=shop');
    expect((await mine(web)).map(({ id }) => id)).toEqual([ofWeb]);
    expect((await mine(elsewhere)).map(({ id }) => id)).toEqual([ofWeb]);
    expect((await mine(both)).map(({ id }) => id)).toEqual([ofBoth, ofWeb]);
    expect((await mine(admin)).slice(0, 3).map(({ id }) => id)).toEqual([ofAll, ofBoth, ofWeb]);
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/results'],
      ['GET', '/namespaces'],
      ['GET', '/export'],
      ['GET', `/diff?base=${ofWeb}`],
      ['POST', '/cancel'],
      ['DELETE', ''],
    ] as const) {
      const { status, body } = await call(web, method, `/simulations/${ofBoth}${path}`);
      expect({ path, status, detail: problem.parse(body).detail }).toEqual({
        path,
        status: 404,
        detail: `There is no simulation ${ofBoth}.`,
      });
    }
    expect((await call(web, 'GET', `/simulations/${ofWeb}/diff?base=${ofBoth}`)).status).toBe(404);
    expect((await call(both, 'GET', `/simulations/${ofBoth}`)).status).toBe(200);
    expect((await call(both, 'GET', `/simulations/${ofAll}`)).status).toBe(404);
  });

  it('is not made of what its maker does not reach in its project, nor by manifests of it', async () => {
    const web = await key(editor({ project: 'shop', clusters: ['a'], namespaces: ['web'] }));
    const policies = [{ document: policy('inline') }];
    const refused = async (body: object) => {
      const { status, body: answer } = await call(web, 'POST', '/simulations', { policies, ...body });
      return { status, details: problem.parse(answer).errors.map(({ detail }) => detail) };
    };
    const forbidden = (...details: string[]) => ({
      status: 403,
      details: details.map((detail) => `not permitted: ${detail}`),
    });
    expect(await refused({})).toEqual(forbidden('every namespace of every cluster'));
    expect(await refused({ scope: { clusters: ['a'] } })).toEqual(forbidden('every namespace of cluster a'));
    expect(await refused({ scope: { clusters: ['nowhere'], namespaces: ['web'] } })).toEqual(
      forbidden('namespace web of cluster nowhere'),
    );
    const workload = { cluster: 'b', namespace: 'web', kind: 'Deployment', name: 'app' };
    expect(await refused({ scope: { workloads: [workload] } })).toEqual(
      forbidden('namespace web of cluster b'),
    );
    expect(await refused({ manifests: [deployment('db')], cluster: 'a' })).toEqual(
      forbidden('namespace db of cluster a'),
    );
    const generated = { manifests: [deployment('db')] };
    const body = { scope: { clusters: ['a'], namespaces: ['web'] }, cluster: 'a', generate: generated };
    expect((await refused({ ...body, policies: undefined })).status).toBe(403);
  });

  it('of nothing but manifests does not tell whether there is something of the names in its scope', async () => {
    const web = await key(editor({ project: 'shop', clusters: ['a'], namespaces: ['web'] }));
    const given = {
      policies: [{ document: policy('inline') }],
      manifests: [deployment('web')],
      cluster: 'a',
    };
    const generating = { ...given, policies: undefined, generate: {} };
    const statuses: number[] = [];
    for (const body of [given, generating]) {
      for (const clusters of [['b'], ['nowhere']]) {
        const scope = { manifestsOnly: true, clusters };
        statuses.push((await call(web, 'POST', '/simulations', { ...body, scope })).status);
      }
    }
    expect(statuses).toEqual([202, 202, 202, 202]);
  });

  it('whose policies are generated from elsewhere is there for those alone who reach that too', async () => {
    const limits = { project: 'shop', clusters: ['a'] };
    const web = await key(editor({ ...limits, namespaces: ['web'] }));
    const both = await key(editor({ ...limits, namespaces: ['db', 'web'] }));
    const generated: readonly object[] = [
      { scope: { clusters: ['a'], namespaces: ['db'] } },
      { workload: { cluster: 'a', namespace: 'db', kind: 'Deployment', name: 'app' } },
      { manifests: [deployment('db')] },
    ];
    const seen: unknown[] = [];
    for (const generate of generated) {
      const scope = { clusters: ['a'], namespaces: ['web'] };
      const made = await expectStatus(202, both, 'POST', '/simulations', { scope, cluster: 'a', generate });
      const path = `/simulations/${withId.parse(made).id}/bundle`;
      const answers = await Promise.all([web, both].map((bearer) => call(bearer, 'GET', path)));
      seen.push(answers.map(({ status }) => status));
    }
    expect(seen).toEqual([
      [404, 200],
      [404, 200],
      [404, 200],
    ]);
  });

  it('made with an Idempotency-Key is not that of another project', async () => {
    const payload = { policies: [{ document: policy('inline') }], scope: { clusters: ['a'] } };
    const make = async (project: string) => {
      const headers = { authorization: `Bearer ${admin}`, 'idempotency-key': 'once' };
      const url = `/api/v1/simulations?project=${project}`;
      const response = await app.inject({ method: 'POST', url, headers, payload });
      return {
        status: response.statusCode,
        id: z.looseObject({ id: z.string().optional() }).parse(JSON.parse(response.body)).id,
      };
    };
    const first = await make('shop');
    expect(first.status).toBe(202);
    expect(await make('shop')).toEqual(first);
    expect((await make('bank')).status).toBe(409);
  });

  it('is not there for somebody who is bound to its project, but to another cluster', async () => {
    const id = await newSimulation(admin, { clusters: ['b'] }, '?project=bank');
    const viewer = await key({ ...everywhereAs('viewer'), project: 'bank', clusters: ['a'] });
    expect((await call(viewer, 'GET', `/simulations/${id}`)).status).toBe(404);
  });

  describe('that is polled', () => {
    /** The statuses of polls, and how many statements asked whether they are permitted. */
    async function polls(bearer: string, id: string) {
      const query = vi.spyOn(app.get(DataSource), 'query');
      try {
        const statuses: number[] = [];
        for (let poll = 0; poll < 3; poll += 1)
          statuses.push((await call(bearer, 'GET', `/simulations/${id}`)).status);
        const asked = query.mock.calls.filter(([sql]) => sql.startsWith('SELECT id FROM simulations'));
        return { statuses, asked: asked.length };
      } finally {
        query.mockRestore();
      }
    }
    const limits = { project: 'shop', clusters: ['a'] };

    it('is asked for once whether the bindings of its caller reach it, and for others anew', async () => {
      const web = editor({ ...limits, namespaces: ['web'] });
      const id = await newSimulation(await key(web), { clusters: ['a'], namespaces: ['web'] });
      const first = await key(web);
      expect(await polls(first, id)).toEqual({ statuses: [200, 200, 200], asked: 1 });
      expect(await polls(await key(web), id)).toEqual({ statuses: [200, 200, 200], asked: 0 });
      const wider = await key(editor({ ...limits, namespaces: ['web', 'db'] }));
      expect(await polls(wider, id)).toEqual({ statuses: [200, 200, 200], asked: 1 });
      const foreign = await key(editor({ ...limits, namespaces: ['db'] }));
      expect(await polls(foreign, id)).toEqual({ statuses: [404, 404, 404], asked: 3 });
      const elsewhere = await key(editor({ ...limits, project: 'bank', namespaces: ['web'] }));
      expect(await polls(elsewhere, id)).toEqual({ statuses: [404, 404, 404], asked: 3 });
      expect(await polls(admin, id)).toEqual({ statuses: [200, 200, 200], asked: 0 });
    });

    it('is permitted by the role that the call needs, whatever another role has permitted', async () => {
      const id = await newSimulation(admin, { clusters: ['a'], namespaces: ['web'] }, '?project=shop');
      const mixed = await key(
        { ...everywhereAs('viewer'), ...limits, namespaces: ['web'] },
        editor({ ...limits, namespaces: ['db'] }),
      );
      expect((await polls(mixed, id)).statuses).toEqual([200, 200, 200]);
      expect((await call(mixed, 'POST', `/simulations/${id}/cancel`)).status).toBe(404);
      expect((await call(mixed, 'DELETE', `/simulations/${id}`)).status).toBe(404);
    });

    it('is not there when it was deleted, though it was permitted before', async () => {
      const caller = await key(editor(limits));
      const [id, other] = [
        await newSimulation(caller, { clusters: ['a'] }),
        await newSimulation(caller, { clusters: ['a'] }),
      ];
      expect((await polls(caller, id)).statuses).toEqual([200, 200, 200]);
      await expectStatus(200, caller, 'POST', `/simulations/${id}/cancel`);
      expect((await call(caller, 'DELETE', `/simulations/${id}`)).status).toBe(204);
      expect(await polls(caller, id)).toEqual({ statuses: [404, 404, 404], asked: 0 });
      for (const [method, path] of [
        ['GET', ''],
        ['GET', '?wait=1s'],
        ['GET', '/results'],
        ['GET', '/results/a/web/Deployment/app'],
        ['GET', '/namespaces'],
        ['GET', '/history'],
        ['GET', '/export'],
        ['GET', '/events'],
        ['GET', '/bundle'],
        ['GET', `/diff?base=${other}`],
        ['POST', '/cancel'],
        ['POST', '/stop'],
        ['DELETE', ''],
      ] as const) {
        const { status } = await call(caller, method, `/simulations/${id}${path}`);
        expect([method, path, status]).toEqual([method, path, 404]);
      }
    });
  });
});

describe('what is known of clusters', () => {
  it('is seen as far as the bindings reach, in lists, by id and in counts', async () => {
    const web = await key({
      ...everywhereAs('viewer'),
      project: 'shop',
      clusters: ['a'],
      namespaces: ['web'],
    });
    const places = async (bearer: string) =>
      (await all(bearer, '/workloads')).map(
        ({ cluster, namespace }) => `${String(cluster)}/${String(namespace)}`,
      );
    expect(await places(admin)).toEqual(['a/db', 'a/web', 'b/db', 'b/web']);
    expect(await places(web)).toEqual(['a/web']);
    expect((await all(web, '/workloads?cluster=b')).length).toBe(0);
    expect(await all(web, '/clusters')).toMatchObject([{ name: 'a', workloads: 1, observed: 1 }]);
    expect((await call(web, 'GET', '/clusters/a')).body).toMatchObject({ workloads: 1 });
    expect((await call(web, 'GET', '/clusters/b')).status).toBe(404);
    for (const { id, cluster, namespace } of await all(admin, '/workloads')) {
      const expected = cluster === 'a' && namespace === 'web' ? 200 : 404;
      for (const path of ['', '/profile', '/coverage', '/decisions'])
        expect((await call(web, 'GET', `/workloads/${String(id)}${path}`)).status).toBe(expected);
    }
  });

  it('is written only where the bindings reach: one object beyond refuses all', async () => {
    const web = await key(editor({ clusters: ['a'], namespaces: ['web', 'new'] }));
    const add = (...manifests: object[]) => call(web, 'POST', '/clusters/a/manifests', { manifests });
    expect((await add(deployment('new'))).status).toBe(200);
    const refused = await add(deployment('web'), deployment('db'), {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'web' },
    });
    expect(refused.status).toBe(403);
    expect(problem.parse(refused.body).errors.map(({ detail }) => detail)).toEqual([
      'not permitted: namespace db of cluster a',
      'not permitted: objects of cluster a that belong to no namespace',
    ]);
    expect((await call(web, 'PUT', '/clusters/a/manifests', { manifests: [deployment('web')] })).status).toBe(
      403,
    );
    expect(
      (await call(web, 'POST', '/clusters/b/manifests', { manifests: [deployment('web')] })).status,
    ).toBe(404);
    const part = await key({ ...everywhereAs('admin'), clusters: ['a'], namespaces: ['new'] });
    expect((await call(part, 'DELETE', '/clusters/a')).status).toBe(403);
    expect((await call(part, 'DELETE', '/clusters/a/namespaces/web')).status).toBe(404);
    expect((await call(part, 'DELETE', '/clusters/a/namespaces/new')).status).toBe(202);
    const deletions = async (bearer: string) => (await all(bearer, '/deletions')).length;
    expect([await deletions(part), await deletions(admin)]).toEqual([1, 1]);
    const other = await key({ ...everywhereAs('admin'), clusters: ['a'], namespaces: ['web'] });
    expect(await deletions(other)).toBe(0);
  });

  it('is asked of only where the bindings reach', async () => {
    const web = await key({ ...everywhereAs('viewer'), clusters: ['a'], namespaces: ['web'] });
    const policies = [{ document: policy('inline') }];
    const within = { clusters: ['a'], namespaces: ['web'] };
    for (const [path, body] of [
      ['evaluate', { policies }],
      ['tighten', { policy: policies[0] }],
      ['consolidate', { maxPolicies: 1 }],
    ] as const) {
      const status = async (scope: object) =>
        (await call(web, 'POST', `/policies/${path}`, { ...body, scope })).status;
      expect([path, await status(within), await status({ clusters: ['a'] }), await status({})]).toEqual([
        path,
        200,
        403,
        403,
      ]);
    }
    const generate = (namespace: string) =>
      call(web, 'POST', '/policies/generate', {
        manifests: [deployment(namespace)],
        cluster: 'a',
        basis: 'runtime',
      });
    expect([(await generate('web')).status, (await generate('db')).status]).toEqual([200, 403]);
  });

  it('is not told by the query of a list, and refused where the query says where manifests belong', async () => {
    const web = await key({ ...everywhereAs('editor'), clusters: ['a'], namespaces: ['web'] });
    expect(await call(web, 'GET', '/workloads?cluster=b')).toMatchObject({
      status: 200,
      body: { items: [] },
    });
    expect(await call(web, 'GET', '/workloads?cluster=a&namespace=db')).toMatchObject({
      status: 200,
      body: { items: [] },
    });
    const withoutNamespace = { ...deployment('web'), metadata: { name: 'app' } };
    for (const [method, path, within, beyond] of [
      ['POST', '/policies/generate', 'cluster=a&namespace=web', 'cluster=b&namespace=web'],
      ['POST', '/clusters/a/manifests', 'namespace=web', 'namespace=db'],
    ] as const) {
      const status = async (query: string) =>
        (await call(web, method, `${path}?${query}`, withoutNamespace)).status;
      expect([path, await status(within), await status(beyond)]).toEqual([path, 200, 403]);
    }
  });
});

describe('a scope of nothing but manifests', () => {
  it('asks of nothing that is known of clusters', async () => {
    const web = await key({ ...everywhereAs('viewer'), clusters: ['a'], namespaces: ['web'] });
    const given = { manifests: [deployment('web')], cluster: 'a', scope: { manifestsOnly: true } };
    const policies = [{ document: policy('inline') }];
    const evaluated = await expectStatus(200, web, 'POST', '/policies/evaluate', { ...given, policies });
    const { items } = z
      .object({ items: z.array(z.object({ workload: z.looseObject({}) })) })
      .parse(evaluated);
    expect(items.map(({ workload }) => workload)).toEqual([
      { cluster: 'a', namespace: 'web', kind: 'Deployment', name: 'app' },
    ]);
    const consolidated = { ...given, maxPolicies: 10 };
    const answer = await expectStatus(200, web, 'POST', '/policies/consolidate', consolidated);
    expect(z.object({ policies: z.array(z.looseObject({})) }).parse(answer).policies).toHaveLength(1);
  });

  it('gives nothing to generate policies from', async () => {
    const web = await key(editor({ project: 'shop', clusters: ['a'], namespaces: ['web'] }));
    const scope = { clusters: ['a'], namespaces: ['web'] };
    const body = { scope, generate: { scope: { manifestsOnly: true } } };
    expect(await call(web, 'POST', '/simulations', body)).toMatchObject({
      status: 422,
      body: { detail: 'There is no workload to work on.' },
    });
  });
});

describe('a project', () => {
  it('is listed for those who are bound to it, changed by its admins, and deleted when nothing is in it', async () => {
    const shop = await key({ ...everywhereAs('admin'), project: 'shop' });
    expect(await all(shop, '/projects')).toMatchObject([{ name: 'shop' }]);
    expect((await all(admin, '/projects')).map(({ name }) => name)).toEqual(['bank', 'default', 'shop']);
    expect((await call(shop, 'GET', '/projects/bank')).status).toBe(404);
    expect((await call(shop, 'POST', '/projects', { name: 'other' })).status).toBe(403);
    const changed = await call(shop, 'PUT', '/projects/shop', { description: 'The shop.' });
    expect(changed).toMatchObject({ status: 200, body: { name: 'shop', description: 'The shop.' } });
    expect(changed.headers.etag).toBe('"2"');
    expect((await call(admin, 'POST', '/projects', { name: 'shop' })).status).toBe(409);
    expect((await call(admin, 'POST', '/projects', { name: 'all' })).status).toBe(422);
    await expectStatus(201, admin, 'POST', '/projects', { name: 'short' });
    const { entity } = await issueApiKey(dataSource.manager, {
      name: 'bound',
      bindings: [editor({ project: 'short' })],
    });
    const id = await newPolicy(admin, 'web', '?project=short');
    const inUse = await call(admin, 'DELETE', '/projects/short');
    expect([inUse.status, problem.parse(inUse.body).detail]).toEqual([
      409,
      'The project short is in use: 1 policies, 1 keys.',
    ]);
    await expectStatus(204, admin, 'DELETE', `/policies/${id}`);
    await expectStatus(204, admin, 'DELETE', `/keys/${entity.id}`);
    await expectStatus(204, admin, 'DELETE', '/projects/short');
    expect((await call(admin, 'GET', '/projects/short')).status).toBe(404);
    expect((await call(admin, 'DELETE', '/projects/default')).status).toBe(409);
  });
});

describe('a key with limits', () => {
  it('manages no keys: it could make one without', async () => {
    const limited = await key({ ...everywhereAs('admin'), project: 'shop' });
    for (const [method, path] of [
      ['GET', '/keys'],
      ['POST', '/keys'],
      ['DELETE', '/keys/00000000-0000-4000-8000-000000000000'],
    ] as const)
      expect((await call(limited, method, path)).status).toBe(403);
  });
});

describe('a policy that was generated', () => {
  it('is explained to those alone who may see every namespace that it was generated from', async () => {
    const generated = await expectStatus(200, admin, 'POST', '/policies/generate?project=shop', {
      manifests: [deployment('web'), deployment('db')],
      cluster: 'a',
      per: 'namespace',
      namePrefix: 'explained',
      save: true,
    });
    const { policies } = z
      .object({ policies: z.array(z.object({ id: z.string(), workloads: z.array(z.looseObject({})) })) })
      .parse(generated);
    const web = policies.find(({ workloads }) => workloads[0]?.['namespace'] === 'web')?.id ?? '';
    const explained = async (limits: Partial<Binding>) => {
      const bearer = await key(editor({ project: 'shop', ...limits }));
      const answers = await Promise.all(
        [`/policies/${web}`, `/policies/${web}/revisions/1`].map((path) => call(bearer, 'GET', path)),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      const bodies = answers.map(({ body }) => z.looseObject({}).parse(body));
      return bodies.map((body) => 'explanations' in body);
    };
    expect(await explained({})).toEqual([true, true]);
    expect(await explained({ clusters: ['a'], namespaces: ['web'] })).toEqual([true, true]);
    expect(await explained({ clusters: ['a'], namespaces: ['db'] })).toEqual([false, false]);
    expect(await explained({ clusters: ['b'] })).toEqual([false, false]);
    const narrow = await key(editor({ project: 'shop', clusters: ['a'], namespaces: ['db'] }));
    const tags = await Promise.all(
      [admin, narrow].map(async (bearer) => (await call(bearer, 'GET', `/policies/${web}`)).headers['etag']),
    );
    expect(tags).toEqual(['"1-explained"', '"1"']);
  });

  it('of before it was known from where is explained to those alone who may see everything of its project', async () => {
    const id = await newPolicy(admin, 'explained-long-ago', '?project=shop');
    await dataSource.query(`UPDATE policy_revisions SET explanations = '[]' WHERE policy_id = $1`, [id]);
    const [wide, narrow] = [
      await key(editor({ project: 'shop' })),
      await key(editor({ project: 'shop', clusters: ['a'] })),
    ];
    expect(await expectStatus(200, wide, 'GET', `/policies/${id}`)).toHaveProperty('explanations');
    expect(await expectStatus(200, narrow, 'GET', `/policies/${id}`)).not.toHaveProperty('explanations');
  });
});
