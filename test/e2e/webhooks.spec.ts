import { randomUUID } from 'node:crypto';
import { claimDelivery } from '../../libs/webhooks/src/delivery-store.js';
import { createApiClient } from '#libs/client';
import { issueApiKey } from '#libs/persistence';
import supertest from 'supertest';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { redisUrl } from '../services/index.js';
import { answered, data, problem } from './answers.js';
import { nginxDeployment, plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';
import { Receiver, signers } from './webhook-receiver.js';

const webhooks = '/api/v1/webhooks';
const simulations = '/api/v1/simulations';
const settings = {
  SIMULATION_RECONCILE_INTERVAL: '100ms',
  SIMULATION_DEBOUNCE: '0ms',
  WEBHOOK_TIMEOUT: '500ms',
};
const toLoopback = { ...settings, WEBHOOK_ALLOW_HTTP: 'true', WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' };

describe.each(['postgres', 'redis'])('webhooks, with the queue in %s', (backend) => {
  let service: TestService;
  let receiver: Receiver;
  let url: string;

  beforeAll(async () => {
    const queue: Record<string, string> = backend === 'redis' ? { REDIS_URL: await redisUrl() } : {};
    service = await startTestService({ ...toLoopback, ...queue });
  });
  afterAll(() => service.stop());
  beforeEach(async () => {
    receiver = new Receiver();
    url = await receiver.start();
  });
  afterEach(async () => {
    await service.dataSource.query(`DELETE FROM webhooks`);
    await receiver.stop();
  });

  async function register(body: object = {}) {
    const answer = await service
      .request()
      .post(webhooks)
      .send({ url, ...body })
      .expect(201);
    return { id: String(answer.body.id), secret: String(answer.body.secret) };
  }

  async function simulate(body: object = {}): Promise<string> {
    const answer = await service
      .request('editor')
      .post(simulations)
      .send({ policies: [{ document: restrictedPolicy }], manifests: plainDeployment, ...body })
      .expect(202);
    return String(answer.body.id);
  }

  async function deliveries(id: string, query = '') {
    const { body } = await service.request().get(`${webhooks}/${id}/deliveries${query}`).expect(200);
    return body.items;
  }

  const soon = <T>(check: () => Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 10_000 });

  it('are told that a simulation has ended, signed with the secret that was shown once', async () => {
    const { id, secret } = await register();
    const simulation = await simulate();
    const [delivery] = await receiver.got(1);
    expect(delivery?.body).toMatchObject({
      type: 'simulation.finished',
      data: { simulation: { id: simulation, status: 'succeeded', summary: { workloads: 1 } } },
    });
    const { 'webhook-id': message = '', 'webhook-timestamp': time = '' } = delivery?.headers ?? {};
    expect(delivery && signers(delivery, secret)).toEqual([0]);
    expect(Math.abs(Date.now() / 1_000 - Number(time))).toBeLessThan(60);
    await vi.waitFor(async () =>
      expect(await deliveries(id)).toMatchObject([
        {
          id: message,
          event: 'simulation.finished',
          state: 'delivered',
          attempts: [{ attempt: 1, status: 204 }],
        },
      ]),
    );
    const { body } = await service.request().get(`${webhooks}/${id}`).expect(200);
    expect(body).not.toHaveProperty('secret');
    expect(receiver.received).toHaveLength(1);
  });

  it('are told which verdicts have changed, once for each round', async () => {
    await register({ events: ['simulation.changed'] });
    const cluster = `cluster-${randomUUID()}`;
    const upload = (...all: string[]) =>
      service
        .request()
        .put(`/api/v1/clusters/${cluster}/manifests`)
        .type('application/yaml')
        .send(all.join('---\n'))
        .expect(200);
    await upload(plainDeployment);
    const id = await simulate({ manifests: undefined, continuous: true, scope: { clusters: [cluster] } });
    await vi.waitFor(async () => {
      const { body } = await service.request().get(`${simulations}/${id}`).expect(200);
      expect(body.status).toBe('active');
    });
    await upload(plainDeployment, nginxDeployment);
    const [delivery] = await receiver.got(1);
    expect(delivery?.body).toMatchObject({
      type: 'simulation.changed',
      data: {
        simulation: { id },
        changes: [{ seq: 1, change: 'added', workload: { name: 'nginx' } }],
        after: 0,
        through: 1,
        href: `${simulations}/${id}/history?after=0`,
      },
    });
    await service.request('editor').post(`${simulations}/${id}/stop`).expect(200);
    expect(receiver.received).toHaveLength(1);
  });

  it('are told of their project alone, if they have one', async () => {
    await register({ project: 'default', description: 'mine' });
    await service
      .request()
      .post('/api/v1/projects')
      .send({ name: `other-${backend}` })
      .expect(201);
    const other = await service
      .request()
      .post(`${simulations}?project=other-${backend}`)
      .send({ policies: [{ document: restrictedPolicy }], manifests: plainDeployment })
      .expect(202);
    await service.ended(String(other.body.id));
    const own = await simulate();
    const [delivery] = await receiver.got(1);
    expect(delivery?.body.data['simulation']).toMatchObject({ id: own });
    const missing = await service.request().post(webhooks).send({ url, project: 'nobodys' });
    expect(missing.status).toBeGreaterThanOrEqual(404);
  });

  it('are tried again, with the same id and body, until they take it', async () => {
    receiver.status = 503;
    const { id } = await register();
    await simulate();
    await receiver.got(1);
    await vi.waitFor(async () =>
      expect(await deliveries(id)).toMatchObject([
        { state: 'pending', attempts: [{ attempt: 1, status: 503, error: 'the receiver answered 503' }] },
      ]),
    );
    receiver.status = 200;
    await service.dataSource.query(`UPDATE webhook_deliveries SET next_attempt_at = now()`);
    const [first, second] = await receiver.got(2);
    expect(second?.text).toBe(first?.text);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    await vi.waitFor(async () =>
      expect(await deliveries(id)).toMatchObject([
        { state: 'delivered', attempts: [{ status: 503 }, { attempt: 2, status: 200 }] },
      ]),
    );
  });

  it('are told again what a worker was about to tell when it was killed, or a queue has lost', async () => {
    const { id } = await register();
    await service.request().patch(`${webhooks}/${id}`).send({ url: 'http://127.0.0.1:1/' }).expect(200);
    const { body: ping } = await service.request().post(`${webhooks}/${id}/ping`).expect(202);
    await vi.waitFor(async () =>
      expect(await deliveries(id)).toMatchObject([{ attempts: [{ attempt: 1 }] }]),
    );
    await service.request().patch(`${webhooks}/${id}`).send({ url }).expect(200);
    // Somebody takes the next try, and never comes back.
    await service.dataSource.query(
      `UPDATE webhook_deliveries SET next_attempt_at = now() + interval '1 hour'`,
    );
    const later = new Date(Date.now() + 2 * 3_600_000);
    const reference = { delivery: String(ping.id), attempt: 2 };
    const claimed = await claimDelivery(service.dataSource, reference, { now: later, leaseMs: 0, atMost: 1 });
    expect(claimed?.id).toBe(ping.id);
    expect(
      await claimDelivery(service.dataSource, reference, { now: later, leaseMs: 0, atMost: 1 }),
    ).toBeUndefined();
    await service.dataSource.query(`UPDATE webhook_deliveries SET next_attempt_at = now()`);
    const [delivery] = await receiver.got(1);
    expect(delivery?.body).toMatchObject({ type: 'ping', data: {} });
    await vi.waitFor(async () => expect(await deliveries(id, '?state=delivered')).toHaveLength(1));
  });

  it('forget what they told and were about to tell when the data of a cluster are deleted', async () => {
    const { id } = await register();
    const cluster = `gone-${randomUUID()}`;
    await service
      .request()
      .put(`/api/v1/clusters/${cluster}/manifests`)
      .type('application/yaml')
      .send(plainDeployment)
      .expect(200);
    await simulate({ manifests: undefined, scope: { clusters: [cluster] } });
    await vi.waitFor(async () => expect(await deliveries(id, '?state=delivered')).toHaveLength(1));
    receiver.status = 503;
    await simulate({ manifests: undefined, scope: { clusters: [cluster] } });
    await receiver.got(2);
    const kept = () => service.dataSource.query(`SELECT id FROM webhook_deliveries WHERE body IS NOT NULL`);
    await vi.waitFor(async () => expect(await kept()).toHaveLength(2));
    await service.request().delete(`/api/v1/clusters/${cluster}`).expect(202);
    await vi.waitFor(async () => expect(await kept()).toEqual([]), { timeout: 10_000 });
  });

  it('are given up when they say that they are gone; and may be told once more', async () => {
    receiver.status = 410;
    const { id } = await register();
    await simulate();
    await receiver.got(1);
    await vi.waitFor(async () => expect(await deliveries(id, '?state=failed')).toHaveLength(1));
    receiver.status = 200;
    const [failed] = await deliveries(id);
    const again = () => service.request().post(`${webhooks}/${id}/deliveries/${failed.id}/redeliver`);
    expect((await again().expect(202)).body).toMatchObject({ id: failed.id, state: 'pending' });
    await vi.waitFor(async () => expect(await deliveries(id, '?state=delivered')).toHaveLength(1));
  });

  it('show each delivery as it stands, where a ping and a redelivery say; of their own alone', async () => {
    const { id } = await register();
    const [client, path] = [service.client(), { id }];
    const ping = await answered(client.POST('/api/v1/webhooks/{id}/ping', { params: { path } }));
    const delivery = ping.data.id;
    expect(ping.headers.get('location')).toBe(`${webhooks}/${id}/deliveries/${delivery}`);
    const read = (of: string, tag?: string, role: 'admin' | 'editor' = 'admin') =>
      service.client(role).GET('/api/v1/webhooks/{id}/deliveries/{delivery}', {
        params: {
          path: { id: of, delivery },
          ...(tag === undefined ? {} : { header: { 'If-None-Match': tag } }),
        },
      });
    await soon(async () => expect((await data(read(id))).state).toBe('delivered'));
    const { data: delivered, headers } = await answered(read(id));
    expect(delivered).toEqual((await deliveries(id))[0]);
    expect(delivered.attempts).toMatchObject([{ attempt: 1, status: 204 }]);
    const tag = headers.get('etag') ?? '';
    expect((await read(id, tag)).response.status).toBe(304);
    receiver.answers = false;
    const again = await answered(
      client.POST('/api/v1/webhooks/{id}/deliveries/{delivery}/redeliver', {
        params: { path: { id, delivery } },
      }),
    );
    expect(again.headers.get('location')).toBe(`${webhooks}/${id}/deliveries/${delivery}`);
    expect((await data(read(id, tag))).state).toBe('pending');
    const other = await register();
    expect((await problem(read(other.id), 404)).detail).toBe(
      `There is no delivery ${delivery} of webhook ${other.id}.`,
    );
    await problem(read(id, undefined, 'editor'), 403);
    const { key } = await issueApiKey(service.dataSource.manager, {
      name: 'admin of one namespace',
      bindings: [{ role: 'admin', project: 'default', clusters: ['prod'], namespaces: ['shop'] }],
    });
    const limited = createApiClient({ baseUrl: service.url, token: key });
    const foreign = limited.GET('/api/v1/webhooks/{id}/deliveries/{delivery}', {
      params: { path: { id, delivery } },
    });
    expect((await problem(foreign, 404)).detail).toBe(`There is no webhook ${id}.`);
  });

  it('are told the same once more, whatever has become of what they were told of', async () => {
    const { id, secret } = await register();
    const simulation = await simulate();
    const [first] = await receiver.got(1);
    await vi.waitFor(async () => expect(await deliveries(id, '?state=delivered')).toHaveLength(1));
    await service.request('editor').delete(`${simulations}/${simulation}`).expect(204);
    const delivery = first?.headers['webhook-id'];
    await service.request().post(`${webhooks}/${id}/deliveries/${delivery}/redeliver`).expect(202);
    const [, second] = await receiver.got(2);
    expect(second?.text).toBe(first?.text);
    expect(second?.headers['webhook-id']).toBe(delivery);
    expect([first, second].map((each) => each && signers(each, secret))).toEqual([[0], [0]]);
  });

  it('are told nothing while they are disabled, and forgotten when they are deleted', async () => {
    const { id } = await register();
    await service.request().patch(`${webhooks}/${id}`).send({ enabled: false }).expect(200);
    await service.ended(await simulate());
    expect(await deliveries(id)).toEqual([]);
    await service.request().delete(`${webhooks}/${id}`).expect(204);
    await service.request().get(`${webhooks}/${id}`).expect(404);
    expect(receiver.received).toEqual([]);
  });

  it('of a key with limits tell of nothing that the key may not read, and of nothing once it is revoked', async () => {
    const [project, cluster] = [`team-${backend}`, `of-team-${backend}`];
    await service.request().post('/api/v1/projects').send({ name: project }).expect(201);
    await service
      .request()
      .put(`/api/v1/clusters/${cluster}/manifests`)
      .type('application/yaml')
      .send(plainDeployment)
      .expect(200);
    const { entity, key } = await issueApiKey(service.dataSource.manager, {
      name: 'admin of a team',
      bindings: [{ role: 'admin', project, clusters: [cluster], namespaces: ['shop'] }],
    });
    const asTeam = (method: 'get' | 'post' | 'patch', path: string, bearer = key) =>
      supertest(service.url)[method](path).set('authorization', `Bearer ${bearer}`);
    const everybodys = await register();
    await asTeam('post', webhooks).send({ url, project: 'default' }).expect(403);
    await asTeam('post', webhooks).send({ url, project: 'nobodys' }).expect(403);
    const { body: own } = await asTeam('post', webhooks).send({ url }).expect(201);
    expect(own).toMatchObject({ project, actsFor: entity.id });
    const { body: seen } = await asTeam('get', webhooks).expect(200);
    expect(seen.items.map(({ id }: { id: string }) => id)).toEqual([own.id]);
    await asTeam('get', `${webhooks}/${everybodys.id}`).expect(404);
    await asTeam('patch', `${webhooks}/${everybodys.id}`).send({ url }).expect(404);
    await asTeam('post', `${webhooks}/${everybodys.id}/secret`).expect(404);
    await service.request().patch(`${webhooks}/${everybodys.id}`).send({ enabled: false }).expect(200);

    const simulateIn = async (of: string, scope: object): Promise<string> => {
      const { body } = await service
        .request()
        .post(`${simulations}?project=${of}`)
        .send({ policies: [{ document: restrictedPolicy }], scope })
        .expect(202);
      await service.ended(String(body.id));
      return String(body.id);
    };
    await simulateIn(project, { clusters: [cluster] });
    await simulateIn('default', { clusters: [cluster], namespaces: ['shop'] });
    const within = await simulateIn(project, { clusters: [cluster], namespaces: ['shop'] });
    await soon(async () => expect(await deliveries(own.id, '?state=delivered')).toHaveLength(1));
    expect(receiver.received.map(({ body }) => body.data['simulation'])).toMatchObject([{ id: within }]);
    // Not even that there was something is to be seen.
    expect((await asTeam('get', `${webhooks}/${own.id}/deliveries`).expect(200)).body.items).toHaveLength(1);

    await service.request().delete(`/api/v1/keys/${entity.id}`).expect(204);
    await simulateIn(project, { clusters: [cluster], namespaces: ['shop'] });
    const reason = 'the key that the webhook acts for no longer has the access that it takes';
    await soon(async () =>
      expect((await service.request().get(`${webhooks}/${own.id}`).expect(200)).body).toMatchObject({
        enabled: false,
        disabled: { reason },
      }),
    );
    const again = `${webhooks}/${own.id}/deliveries/${receiver.received[0]?.headers['webhook-id']}/redeliver`;
    await service.request().patch(`${webhooks}/${own.id}`).send({ enabled: true }).expect(200);
    await service.request().post(again).expect(202);
    await soon(async () => expect(await deliveries(own.id, '?state=failed')).toHaveLength(2));
    expect(receiver.received).toHaveLength(1);
  });

  it('are signed with the former secret too while receivers change over, and no longer', async () => {
    const { id, secret: first } = await register();
    const rotated = async (body?: object) => {
      const request = service.request().post(`${webhooks}/${id}/secret`);
      const answer = await (body === undefined ? request : request.send(body)).expect(200);
      expect(answer.headers['cache-control']).toBe('no-store');
      return String(answer.body.secret);
    };
    const told = async (...secrets: string[]) => {
      const count = receiver.received.length + 1;
      await service.request().post(`${webhooks}/${id}/ping`).expect(202);
      const delivery = (await receiver.got(count))[count - 1];
      return delivery === undefined ? [] : signers(delivery, ...secrets);
    };
    const second = await rotated();
    expect(second).toMatch(/^whsec_/);
    expect(await told(second, first)).toEqual([0, 1]);
    const { body } = await service.request().get(`${webhooks}/${id}`).expect(200);
    expect(body).not.toHaveProperty('secret');
    expect(Math.round((Date.parse(body.previousSecretUntil) - Date.now()) / 3_600_000)).toBe(24);

    const third = await rotated({ graceSeconds: 3_600 });
    expect(await told(third, second, first)).toEqual([0, 1]);
    await service.dataSource.query(`UPDATE webhooks SET previous_secret_until = now()`);
    expect(await told(third, second, first)).toEqual([0]);
    const kept = () => service.dataSource.query(`SELECT id FROM webhooks WHERE previous_secret IS NOT NULL`);
    await vi.waitFor(async () => expect(await kept()).toEqual([]));

    const fourth = await rotated({ graceSeconds: 0 });
    expect(await told(fourth, third)).toEqual([0]);
    for (const graceSeconds of [-1, 2_592_001, 1.5])
      await service.request().post(`${webhooks}/${id}/secret`).send({ graceSeconds }).expect(422);
  });
});

describe('webhooks as they are set up by default', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(settings);
  });
  afterAll(() => service.stop());

  it('take https URLs that are not of this machine or a private network', async () => {
    const refused = async (url: string) =>
      (await service.request().post(webhooks).send({ url }).expect(422)).body.errors;
    expect(await refused('http://example.com/')).toEqual([
      { pointer: '/url', detail: 'must begin with https://' },
    ]);
    expect(await refused('https://10.0.0.1/')).toEqual([
      { pointer: '/url', detail: 'must not point to a private, loopback or otherwise non-public address' },
    ]);
    await service.request('editor').get(webhooks).expect(403);
  });

  it('are not delivered to a name that leads to this machine after all', async () => {
    const { body } = await service.request().post(webhooks).send({ url: 'https://example.com/' }).expect(201);
    await service.dataSource.query(`UPDATE webhooks SET url = 'https://localhost:1/'`);
    await service.request().post(`${webhooks}/${body.id}/ping`).expect(202);
    await vi.waitFor(async () => {
      const { body: page } = await service.request().get(`${webhooks}/${body.id}/deliveries`).expect(200);
      expect(page.items).toMatchObject([
        {
          state: 'failed',
          attempts: [{ error: 'localhost has no address that webhooks may be delivered to' }],
        },
      ]);
    });
  });
});
