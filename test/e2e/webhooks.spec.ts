import { randomUUID } from 'node:crypto';
import { claimDelivery } from '../../libs/webhooks/src/delivery-store.js';
import { type ApiClient, createApiClient, type Schema, yamlBody } from '#libs/client';
import { issueApiKey } from '#libs/persistence';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../fixtures/eventually.js';
import { redisUrl } from '../services/index.js';
import { answered, data, done, problem } from './answers.js';
import { nginxDeployment, plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';
import { Receiver, signers } from './webhook-receiver.js';

const webhooks = '/api/v1/webhooks';
const simulations = '/api/v1/simulations';
const settings = {
  SIMULATION_RECONCILE_INTERVAL: '100ms',
  SIMULATION_DEBOUNCE: '0ms',
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

  /** Makes a webhook that delivers to the receiver. */
  async function register(body: Partial<Schema<'NewWebhook'>> = {}) {
    return data(service.client().POST('/api/v1/webhooks', { body: { url, ...body } }), 201);
  }

  const change = (id: string, body: Schema<'WebhookChange'>) =>
    data(service.client().PATCH('/api/v1/webhooks/{id}', { params: { path: { id } }, body }));
  const ping = (id: string) =>
    data(service.client().POST('/api/v1/webhooks/{id}/ping', { params: { path: { id } } }), 202);
  const read = (id: string) =>
    data(service.client().GET('/api/v1/webhooks/{id}', { params: { path: { id } } }));
  const redeliver = (id: string, delivery: string) =>
    data(
      service.client().POST('/api/v1/webhooks/{id}/deliveries/{delivery}/redeliver', {
        params: { path: { id, delivery } },
      }),
      202,
    );
  const upload = (cluster: string, ...manifests: readonly string[]) =>
    data(
      service.client().PUT('/api/v1/clusters/{cluster}/manifests', {
        ...yamlBody,
        params: { path: { cluster } },
        body: manifests.join('---\n'),
      }),
    );

  async function simulate(
    body: Partial<Schema<'NewSimulation'>> = { manifests: plainDeployment },
    project?: string,
  ): Promise<string> {
    const { id } = await data(
      service.client(project === undefined ? 'editor' : 'admin').POST('/api/v1/simulations', {
        params: { query: project === undefined ? {} : { project } },
        body: { policies: [{ document: restrictedPolicy }], ...body },
      }),
    );
    return id;
  }

  async function deliveries(id: string, query: { state?: 'delivered' | 'failed' } = {}) {
    const { items } = await data(
      service.client().GET('/api/v1/webhooks/{id}/deliveries', { params: { path: { id }, query } }),
    );
    return items;
  }

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
    await eventually(async () =>
      expect(await deliveries(id)).toMatchObject([
        {
          id: message,
          event: 'simulation.finished',
          state: 'delivered',
          attempts: [{ attempt: 1, status: 204 }],
        },
      ]),
    );
    expect(await read(id)).not.toHaveProperty('secret');
    expect(receiver.received).toHaveLength(1);
  });

  it('are told which verdicts have changed, once for each round', async () => {
    await register({ events: ['simulation.changed'] });
    const cluster = `cluster-${randomUUID()}`;
    await upload(cluster, plainDeployment);
    const id = await simulate({ continuous: true, scope: { clusters: [cluster] } });
    const path = { id };
    await eventually(async () => {
      const { status } = await data(service.client().GET('/api/v1/simulations/{id}', { params: { path } }));
      expect(status).toBe('active');
    });
    await upload(cluster, plainDeployment, nginxDeployment);
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
    await data(service.client('editor').POST('/api/v1/simulations/{id}/stop', { params: { path } }));
    expect(receiver.received).toHaveLength(1);
  });

  it('are told of their project alone, if they have one', async () => {
    await register({ project: 'default', description: 'mine' });
    const other = `other-${backend}`;
    await data(service.client().POST('/api/v1/projects', { body: { name: other } }), 201);
    await service.ended(await simulate({ manifests: plainDeployment }, other));
    const own = await simulate();
    const [delivery] = await receiver.got(1);
    expect(delivery?.body.data['simulation']).toMatchObject({ id: own });
    const missing = service.client().POST('/api/v1/webhooks', { body: { url, project: 'nobodys' } });
    await problem(missing, 404);
  });

  it('are tried again, with the same id and body, until they take it', async () => {
    receiver.status = 503;
    const { id } = await register();
    await simulate();
    await receiver.got(1);
    receiver.status = 200; // also if its pause is over before all that follows is
    await eventually(async () =>
      expect((await deliveries(id))[0]?.attempts[0]).toMatchObject({
        attempt: 1,
        status: 503,
        error: 'the receiver answered 503',
      }),
    );
    await service.dataSource.query(
      `UPDATE webhook_deliveries SET next_attempt_at = now() WHERE state = 'pending'`,
    );
    const [first, second] = await receiver.got(2);
    expect(second?.text).toBe(first?.text);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    await eventually(async () =>
      expect(await deliveries(id)).toMatchObject([
        { state: 'delivered', attempts: [{ status: 503 }, { attempt: 2, status: 200 }] },
      ]),
    );
  });

  it('are told again what a worker was about to tell when it was killed, or a queue has lost', async () => {
    const { id } = await register();
    await change(id, { url: 'http://127.0.0.1:1/' });
    const pinged = await ping(id);
    // The next try is put off at once, before its pause is over.
    const failedOnce = `UPDATE webhook_deliveries SET next_attempt_at = now() + interval '1 hour'
       WHERE attempts = 1 AND leased_until IS NULL RETURNING id`;
    await eventually(async () =>
      expect((await service.dataSource.query(failedOnce))[0]).toEqual([{ id: pinged.id }]),
    );
    await change(id, { url });
    // Somebody takes the next try, and never comes back.
    const later = new Date(Date.now() + 2 * 3_600_000);
    const reference = { delivery: pinged.id, attempt: 2 };
    const claimed = await claimDelivery(service.dataSource, reference, { now: later, leaseMs: 0, atMost: 1 });
    expect(claimed?.id).toBe(pinged.id);
    expect(
      await claimDelivery(service.dataSource, reference, { now: later, leaseMs: 0, atMost: 1 }),
    ).toBeUndefined();
    await service.dataSource.query(`UPDATE webhook_deliveries SET next_attempt_at = now()`);
    const [delivery] = await receiver.got(1);
    expect(delivery?.body).toMatchObject({ type: 'ping', data: {} });
    await eventually(async () => expect(await deliveries(id, { state: 'delivered' })).toHaveLength(1));
  });

  it('forget what they told and were about to tell when the data of a cluster are deleted', async () => {
    const { id } = await register();
    const cluster = `gone-${randomUUID()}`;
    await upload(cluster, plainDeployment);
    await simulate({ scope: { clusters: [cluster] } });
    await eventually(async () => expect(await deliveries(id, { state: 'delivered' })).toHaveLength(1));
    receiver.status = 503;
    await simulate({ scope: { clusters: [cluster] } });
    await receiver.got(2);
    const kept = () => service.dataSource.query(`SELECT id FROM webhook_deliveries WHERE body IS NOT NULL`);
    await eventually(async () => expect(await kept()).toHaveLength(2));
    await data(service.client().DELETE('/api/v1/clusters/{cluster}', { params: { path: { cluster } } }), 202);
    await eventually(async () => expect(await kept()).toEqual([]));
  });

  it('are given up when they say that they are gone; and may be told once more', async () => {
    receiver.status = 410;
    const { id } = await register();
    await simulate();
    await receiver.got(1);
    await eventually(async () => expect(await deliveries(id, { state: 'failed' })).toHaveLength(1));
    receiver.status = 200;
    const [failed] = await deliveries(id);
    const delivery = String(failed?.id);
    expect(await redeliver(id, delivery)).toMatchObject({ id: delivery, state: 'pending' });
    await eventually(async () => expect(await deliveries(id, { state: 'delivered' })).toHaveLength(1));
  });

  it('show each delivery as it stands, where a ping and a redelivery say; of their own alone', async () => {
    const { id } = await register();
    const client = service.client();
    const pinged = await answered(client.POST('/api/v1/webhooks/{id}/ping', { params: { path: { id } } }));
    const delivery = pinged.data.id;
    expect(pinged.headers.get('location')).toBe(`${webhooks}/${id}/deliveries/${delivery}`);
    const readOne = (of: string, tag?: string, role: 'admin' | 'editor' = 'admin') =>
      service.client(role).GET('/api/v1/webhooks/{id}/deliveries/{delivery}', {
        params: {
          path: { id: of, delivery },
          ...(tag === undefined ? {} : { header: { 'If-None-Match': tag } }),
        },
      });
    await eventually(async () => expect((await data(readOne(id))).state).toBe('delivered'));
    const { data: delivered, headers } = await answered(readOne(id));
    expect(delivered).toEqual((await deliveries(id))[0]);
    expect(delivered.attempts).toMatchObject([{ attempt: 1, status: 204 }]);
    const tag = headers.get('etag') ?? '';
    expect((await readOne(id, tag)).response.status).toBe(304);
    receiver.answers = false;
    const again = await answered(
      client.POST('/api/v1/webhooks/{id}/deliveries/{delivery}/redeliver', {
        params: { path: { id, delivery } },
      }),
    );
    expect(again.headers.get('location')).toBe(`${webhooks}/${id}/deliveries/${delivery}`);
    expect((await data(readOne(id, tag))).state).toBe('pending');
    const other = await register();
    expect((await problem(readOne(other.id), 404)).detail).toBe(
      `There is no delivery ${delivery} of webhook ${other.id}.`,
    );
    await problem(readOne(id, undefined, 'editor'), 403);
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
    await eventually(async () => expect(await deliveries(id, { state: 'delivered' })).toHaveLength(1));
    const path = { id: simulation };
    await done(service.client('editor').DELETE('/api/v1/simulations/{id}', { params: { path } }));
    const delivery = String(first?.headers['webhook-id']);
    await redeliver(id, delivery);
    const [, second] = await receiver.got(2);
    expect(second?.text).toBe(first?.text);
    expect(second?.headers['webhook-id']).toBe(delivery);
    expect([first, second].map((each) => each && signers(each, secret))).toEqual([[0], [0]]);
  });

  it('are told nothing while they are disabled, and forgotten when they are deleted', async () => {
    const { id } = await register();
    await change(id, { enabled: false });
    await service.ended(await simulate());
    expect(await deliveries(id)).toEqual([]);
    const params = { path: { id } };
    await done(service.client().DELETE('/api/v1/webhooks/{id}', { params }));
    await problem(service.client().GET('/api/v1/webhooks/{id}', { params }), 404);
    expect(receiver.received).toEqual([]);
  });

  it('of a key with limits tell of nothing that the key may not read, and of nothing once it is revoked', async () => {
    const [project, cluster] = [`team-${backend}`, `of-team-${backend}`];
    await data(service.client().POST('/api/v1/projects', { body: { name: project } }), 201);
    await upload(cluster, plainDeployment);
    const { entity, key } = await issueApiKey(service.dataSource.manager, {
      name: 'admin of a team',
      bindings: [{ role: 'admin', project, clusters: [cluster], namespaces: ['shop'] }],
    });
    const team: ApiClient = createApiClient({ baseUrl: service.url, token: key });
    const everybodys = await register();
    await problem(team.POST('/api/v1/webhooks', { body: { url, project: 'default' } }), 403);
    await problem(team.POST('/api/v1/webhooks', { body: { url, project: 'nobodys' } }), 403);
    const own = await data(team.POST('/api/v1/webhooks', { body: { url } }), 201);
    expect(own).toMatchObject({ project, actsFor: entity.id });
    const { items: seen } = await data(team.GET('/api/v1/webhooks'));
    expect(seen.map(({ id }) => id)).toEqual([own.id]);
    const params = { path: { id: everybodys.id } };
    await problem(team.GET('/api/v1/webhooks/{id}', { params }), 404);
    await problem(team.PATCH('/api/v1/webhooks/{id}', { params, body: { url } }), 404);
    await problem(team.POST('/api/v1/webhooks/{id}/secret', { params }), 404);
    await change(everybodys.id, { enabled: false });

    const simulateIn = async (
      of: string,
      scope: NonNullable<Schema<'NewSimulation'>['scope']>,
    ): Promise<string> => {
      const id = await simulate({ scope }, of);
      await service.ended(id);
      return id;
    };
    await simulateIn(project, { clusters: [cluster] });
    await simulateIn('default', { clusters: [cluster], namespaces: ['shop'] });
    const within = await simulateIn(project, { clusters: [cluster], namespaces: ['shop'] });
    await eventually(async () => expect(await deliveries(own.id, { state: 'delivered' })).toHaveLength(1));
    expect(receiver.received.map(({ body }) => body.data['simulation'])).toMatchObject([{ id: within }]);
    // Not even that there was something is to be seen.
    const log = await data(
      team.GET('/api/v1/webhooks/{id}/deliveries', { params: { path: { id: own.id } } }),
    );
    expect(log.items).toHaveLength(1);

    await done(service.client().DELETE('/api/v1/keys/{id}', { params: { path: { id: entity.id } } }));
    await simulateIn(project, { clusters: [cluster], namespaces: ['shop'] });
    const reason = 'the key that the webhook acts for no longer has the access that it takes';
    await eventually(async () =>
      expect(await read(own.id)).toMatchObject({ enabled: false, disabled: { reason } }),
    );
    await change(own.id, { enabled: true });
    await redeliver(own.id, String(receiver.received[0]?.headers['webhook-id']));
    await eventually(async () => expect(await deliveries(own.id, { state: 'failed' })).toHaveLength(2));
    expect(receiver.received).toHaveLength(1);
  });

  it('are signed with the former secret too while receivers change over, and no longer', async () => {
    const { id, secret: first } = await register();
    const rotate = (body?: Schema<'WebhookSecretRotation'>) =>
      service.client().POST('/api/v1/webhooks/{id}/secret', {
        params: { path: { id } },
        // Nothing is sent where nothing is to be said.
        ...(body === undefined ? {} : { body }),
      });
    const rotated = async (body?: Schema<'WebhookSecretRotation'>) => {
      const answer = await answered(rotate(body));
      expect(answer.headers.get('cache-control')).toBe('no-store');
      return answer.data.secret;
    };
    const told = async (...secrets: string[]) => {
      const count = receiver.received.length + 1;
      await ping(id);
      const delivery = (await receiver.got(count))[count - 1];
      return delivery === undefined ? [] : signers(delivery, ...secrets);
    };
    const second = await rotated();
    expect(second).toMatch(/^whsec_/);
    expect(await told(second, first)).toEqual([0, 1]);
    const webhook = await read(id);
    expect(webhook).not.toHaveProperty('secret');
    expect(Math.round((Date.parse(String(webhook.previousSecretUntil)) - Date.now()) / 3_600_000)).toBe(24);

    const third = await rotated({ graceSeconds: 3_600 });
    expect(await told(third, second, first)).toEqual([0, 1]);
    await service.dataSource.query(`UPDATE webhooks SET previous_secret_until = now()`);
    expect(await told(third, second, first)).toEqual([0]);
    const kept = () => service.dataSource.query(`SELECT id FROM webhooks WHERE previous_secret IS NOT NULL`);
    await eventually(async () => expect(await kept()).toEqual([]));

    const fourth = await rotated({ graceSeconds: 0 });
    expect(await told(fourth, third)).toEqual([0]);
    for (const graceSeconds of [-1, 2_592_001, 1.5]) await problem(rotate({ graceSeconds }), 422);
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
      (await problem(service.client().POST('/api/v1/webhooks', { body: { url } }), 422)).errors;
    expect(await refused('http://example.com/')).toEqual([
      { pointer: '/url', detail: 'must begin with https://' },
    ]);
    expect(await refused('https://10.0.0.1/')).toEqual([
      { pointer: '/url', detail: 'must not point to a private, loopback or otherwise non-public address' },
    ]);
    await problem(service.client('editor').GET('/api/v1/webhooks'), 403);
  });

  it('are not delivered to a name that leads to this machine after all', async () => {
    const client = service.client();
    const { id } = await data(
      client.POST('/api/v1/webhooks', { body: { url: 'https://example.com/' } }),
      201,
    );
    const params = { path: { id } };
    await service.dataSource.query(`UPDATE webhooks SET url = 'https://localhost:1/'`);
    await data(client.POST('/api/v1/webhooks/{id}/ping', { params }), 202);
    await eventually(async () => {
      const page = await data(client.GET('/api/v1/webhooks/{id}/deliveries', { params }));
      expect(page.items).toMatchObject([
        {
          state: 'failed',
          attempts: [{ error: 'localhost has no address that webhooks may be delivered to' }],
        },
      ]);
    });
  });
});
