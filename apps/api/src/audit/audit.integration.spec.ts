import {
  applyRetention,
  auditRetention,
  type Binding,
  createDataSource,
  everywhereAs,
  issueApiKey,
} from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../../../test/fixtures/eventually.js';
import { z } from 'zod';
import { createDatabase } from '../../../../test/services/index.js';
import { createApplication } from '../create-application.js';

let app: NestFastifyApplication;
let dataSource: DataSource;
let admin: { readonly key: string; readonly id: string };

beforeAll(async () => {
  const config = loadConfig({ DATABASE_URL: await createDatabase(), LOG_LEVEL: 'silent' });
  dataSource = await createDataSource(config.database).initialize();
  app = await createApplication(config);
  admin = await issue('admin', everywhereAs('admin'));
});
afterAll(async () => {
  await app.close();
  await dataSource.destroy();
});

async function issue(name: string, ...bindings: readonly Binding[]) {
  const { key, entity } = await issueApiKey(dataSource.manager, { name, bindings });
  return { key, id: entity.id };
}

let calls = 0;
interface Request {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly payload?: object;
  readonly key?: string;
}
async function call(path: string, { method = 'GET', payload, key = admin.key }: Request = {}) {
  calls += 1;
  const requestId = `audit-${calls}`;
  const response = await app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${key}`, 'x-request-id': requestId },
    ...(payload === undefined ? {} : { payload }),
  });
  const body: unknown = response.body === '' ? {} : JSON.parse(response.body);
  return { status: response.statusCode, body, requestId };
}

const page = z.object({
  items: z.array(z.looseObject({ id: z.number(), operation: z.string() })),
  next: z.string().optional(),
});
const entries = async (query: string) => page.parse((await call(`/audit?${query}`)).body).items;
/** What is written after the answer comes a moment later. */
const entriesOf = (requestId: string, count = 1) =>
  eventually(async () => {
    const found = await entries(`request=${requestId}`);
    expect(found).toHaveLength(count);
    return found;
  });
const withId = z.looseObject({ id: z.string() });

function policy(name: string): object {
  const any = { rule: 'RunAsAny' };
  return {
    apiVersion: 'policy/v1beta1',
    kind: 'PodSecurityPolicy',
    metadata: { name },
    spec: { runAsUser: any, seLinux: any, supplementalGroups: any, fsGroup: any },
  };
}

describe('the audit log', () => {
  it('has who did what to which object, by which call, in the order in which it was done', async () => {
    const made = await call('/policies', { method: 'POST', payload: policy('web') });
    const { id } = withId.parse(made.body);
    const revised = {
      ...policy('web'),
      spec: { ...z.looseObject({ spec: z.looseObject({}) }).parse(policy('web')).spec, privileged: true },
    };
    await call(`/policies/${id}`, { method: 'PUT', payload: revised });
    await call(`/policies/${id}`, { method: 'DELETE' });
    const found = await entries(`object=${id}`);
    expect(found.map(({ operation, details }) => [operation, details])).toEqual([
      ['deletePolicy', { name: 'web' }],
      ['revisePolicy', { name: 'web', revision: 2 }],
      ['createPolicy', { name: 'web', revision: 1 }],
    ]);
    expect(found.at(-1)).toEqual({
      id: expect.any(Number),
      at: expect.any(String),
      actor: { kind: 'key', id: admin.id, name: 'admin' },
      requestId: made.requestId,
      operation: 'createPolicy',
      outcome: 'done',
      object: { kind: 'policies', id, project: 'default' },
      details: { name: 'web', revision: 1 },
    });
  });

  it('has calls that were refused because of what they name, as far as that can be written', async () => {
    const { status, requestId } = await call('/clusters/a%00b/manifests', { method: 'PUT', payload: {} });
    expect(status).toBe(422);
    const [entry] = await entriesOf(requestId);
    expect(entry).toMatchObject({
      operation: 'replaceManifests',
      outcome: 'refused',
      object: { kind: 'clusters', id: 'a\ufffdb', cluster: 'a\ufffdb' },
    });
  });

  it('has each change of every kind once', async () => {
    const wanted: (readonly [Awaited<ReturnType<typeof call>>, string])[] = [];
    const change = async (operation: string, path: string, request: Request) => {
      const answer = await call(path, request);
      expect([operation, answer.status < 300]).toEqual([operation, true]);
      wanted.push([answer, operation]);
      return z.looseObject({ id: z.string().default('') }).parse(answer.body).id;
    };
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'app', namespace: 'web' },
      spec: {
        selector: { matchLabels: { app: 'app' } },
        template: {
          metadata: { labels: { app: 'app' } },
          spec: { containers: [{ name: 'app', image: 'app:1' }] },
        },
      },
    };
    await change('createProject', '/projects', { method: 'POST', payload: { name: 'shop' } });
    await change('updateProject', '/projects/shop', { method: 'PUT', payload: { description: 'x' } });
    await change('deleteProject', '/projects/shop', { method: 'DELETE' });
    const bindings = [everywhereAs('viewer')];
    const key = await change('createKey', '/keys', { method: 'POST', payload: { name: 'k', bindings } });
    await change('revokeKey', `/keys/${key}`, { method: 'DELETE' });
    const manifests = { manifests: [deployment] };
    await change('replaceManifests', '/clusters/a/manifests', { method: 'PUT', payload: manifests });
    await change('addManifests', '/clusters/a/manifests', { method: 'POST', payload: manifests });
    await change('generatePolicies', '/policies/generate', {
      method: 'POST',
      payload: { ...manifests, save: true },
    });
    const { items } = z.object({ items: z.tuple([withId]) }).parse((await call('/workloads')).body);
    const decisions = `/workloads/${items[0].id}/decisions`;
    const decision = { decision: { kind: 'learn-anew', eachVersion: true }, reason: 'rewritten' };
    const id = await change('createDecision', decisions, { method: 'POST', payload: decision });
    await change('deleteDecision', `${decisions}/${id}`, { method: 'DELETE' });
    const webhook = { url: 'https://hooks.example.com/x', events: ['simulation.finished'] };
    const hook = await change('createWebhook', '/webhooks', { method: 'POST', payload: webhook });
    await change('rotateWebhookSecret', `/webhooks/${hook}/secret`, { method: 'POST' });
    await change('deleteWebhook', `/webhooks/${hook}`, { method: 'DELETE' });
    const asked = { policies: [{ document: policy('inline') }], scope: { clusters: ['a'] } };
    const simulation = await change('createSimulation', '/simulations', { method: 'POST', payload: asked });
    await change('cancelSimulation', `/simulations/${simulation}/cancel`, { method: 'POST' });
    await change('deleteSimulation', `/simulations/${simulation}`, { method: 'DELETE' });
    await change('deleteCluster', '/clusters/a', { method: 'DELETE' });
    for (const [{ requestId }, operation] of wanted) {
      const [entry] = await entriesOf(requestId);
      expect(entry).toMatchObject({ operation, outcome: 'done', object: { id: expect.any(String) } });
      // Written with the change itself, not after the answer.
      expect([operation, entry]).toEqual([
        operation,
        expect.not.objectContaining({ status: expect.anything() }),
      ]);
    }
  });

  it('has calls that were refused, and none that read or only ask', async () => {
    const viewer = await issue('viewer', everywhereAs('viewer'));
    const refused = await call('/policies', { method: 'POST', payload: policy('x'), key: viewer.key });
    expect(refused.status).toBe(403);
    expect(await entriesOf(refused.requestId)).toMatchObject([
      {
        actor: { id: viewer.id, name: 'viewer' },
        operation: 'createPolicy',
        outcome: 'refused',
        status: 403,
        object: { kind: 'policies' },
      },
    ]);
    const missing = '00000000-0000-4000-8000-000000000000';
    const absent = await call(`/policies/${missing}`, { method: 'DELETE' });
    expect(await entriesOf(absent.requestId)).toMatchObject([
      { outcome: 'refused', status: 404, object: { id: missing } },
    ]);
    const asks = await call('/policies/compare', {
      method: 'POST',
      payload: { first: { document: policy('a') }, second: { document: policy('b') } },
    });
    expect(asks.status).toBe(200);
    const reads = await call('/policies');
    const last = await call('/projects', { method: 'POST', payload: { name: 'all' } });
    await entriesOf(last.requestId);
    await entriesOf(asks.requestId, 0);
    await entriesOf(reads.requestId, 0);
  });

  it('has nothing of a change that was taken back', async () => {
    await call('/policies', { method: 'POST', payload: policy('twice') });
    const again = await call('/policies', { method: 'POST', payload: policy('twice') });
    expect(again.status).toBe(409);
    expect(await entriesOf(again.requestId)).toMatchObject([{ outcome: 'refused', status: 409 }]);
  });

  it('holds no secret of a key', async () => {
    const payload = { name: 'secret', bindings: [everywhereAs('agent')] };
    const { key } = z
      .looseObject({ key: z.string() })
      .parse((await call('/keys', { method: 'POST', payload })).body);
    const all = JSON.stringify(await dataSource.query(`SELECT audit_log::text FROM audit_log`));
    expect(all).not.toContain(key.slice(4));
    expect(all).not.toContain(admin.key.slice(4));
  });

  it('is read in pages, by time and outcome, by admins without limits alone', async () => {
    const all = await entries('limit=1000');
    expect(all.length).toBeGreaterThan(10);
    const ids: number[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const { items, next }: z.infer<typeof page> = page.parse((await call(`/audit?limit=3${cursor}`)).body);
      ids.push(...items.map(({ id }) => id));
      cursor = next === undefined ? undefined : `&cursor=${next}`;
    }
    expect(ids).toEqual(all.map(({ id }) => id));
    expect(await entries('from=2100-01-01T00:00:00Z')).toEqual([]);
    expect(await entries('to=2000-01-01T00:00:00Z')).toEqual([]);
    expect(new Set((await entries('outcome=refused')).map(({ outcome }) => outcome))).toEqual(
      new Set(['refused']),
    );
    const limited = await issue('limited', { ...everywhereAs('admin'), project: 'default' });
    expect((await call('/audit', { key: limited.key })).status).toBe(403);
  });
});

describe('the database', () => {
  it('refuses to change the log, to remove from it and to empty it', async () => {
    const refusal = /the audit log is append-only/;
    await expect(dataSource.query(`UPDATE audit_log SET actor_name = 'somebody else'`)).rejects.toThrow(
      refusal,
    );
    await expect(dataSource.query(`DELETE FROM audit_log`)).rejects.toThrow(refusal);
    await expect(dataSource.query(`TRUNCATE audit_log`)).rejects.toThrow(refusal);
    // Nor does the setting that retention makes open it for what is young.
    const tricked = dataSource.transaction(async (transaction) => {
      await transaction.query(`SET LOCAL policy_advisor.audit_retention = 'on'`);
      await transaction.query(`DELETE FROM audit_log`);
    });
    await expect(tricked).rejects.toThrow(refusal);
  });

  it('lets retention remove what is old, and nothing that is younger than thirty days', async () => {
    const insert = (days: number) =>
      dataSource.query(
        `INSERT INTO audit_log (at, actor_kind, actor_name, request_id, operation, outcome)
         VALUES (now() - make_interval(days => $1), 'command', 'retention', $2, 'test', 'done')`,
        [days, `${days} days`],
      );
    for (const days of [400, 380, 40, 20]) await insert(days);
    const left = async () => (await entries('operation=test')).map(({ requestId }) => requestId);
    const apply = (keepDays: number) =>
      applyRetention(dataSource, [auditRetention(keepDays * 86_400_000)], { now: new Date(), chunk: 1 });
    expect(await apply(365)).toBe(true);
    expect(await left()).toEqual(['20 days', '40 days']);
    expect(await apply(1)).toBe(true);
    expect(await left()).toEqual(['20 days']);
  });
});
