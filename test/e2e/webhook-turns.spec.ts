import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../fixtures/eventually.js';
import { redisUrl } from '../services/index.js';
import { startTestService, type TestService } from './service.js';
import { Receiver } from './webhook-receiver.js';

const webhooks = '/api/v1/webhooks';
const settings = {
  WEBHOOK_ALLOW_HTTP: 'true',
  WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
  WEBHOOK_CONCURRENCY: '2',
};

describe.each(['postgres', 'redis'])('turns of webhooks, with the queue in %s', (backend) => {
  let queue: Record<string, string>;
  let service: TestService;
  let receiver: Receiver;
  let hanging: Receiver;

  beforeAll(async () => {
    queue = backend === 'redis' ? { REDIS_URL: await redisUrl() } : {};
  });
  beforeEach(() => {
    receiver = new Receiver();
    hanging = new Receiver();
    hanging.answers = false;
  });
  afterEach(async () => {
    await service.stop();
    await Promise.all([receiver.stop(), hanging.stop()]);
  });

  const start = async (environment: Readonly<Record<string, string>>): Promise<void> => {
    service = await startTestService({ ...settings, ...queue, ...environment });
  };

  async function register(of: Receiver): Promise<string> {
    const url = await of.start();
    return String((await service.request().post(webhooks).send({ url }).expect(201)).body.id);
  }

  async function ping(id: string, times = 1): Promise<void> {
    for (let made = 0; made < times; made += 1)
      await service.request().post(`${webhooks}/${id}/ping`).expect(202);
  }

  const read = async (path: string) => (await service.request().get(path).expect(200)).body;
  const states = async (id: string): Promise<readonly string[]> =>
    (await read(`${webhooks}/${id}/deliveries`)).items.map(({ state }: { state: string }) => state);

  it('leave slots for others while a receiver hangs', async () => {
    await start({ WEBHOOK_TIMEOUT: '30s', SIMULATION_RECONCILE_INTERVAL: '100ms' });
    const [slow, quick] = [await register(hanging), await register(receiver)];
    await ping(slow, 10);
    await hanging.got(1);
    await ping(quick, 3);
    await receiver.got(3);
    expect(hanging.received).toHaveLength(1);
    await eventually(async () => expect(await states(quick)).toEqual(Array(3).fill('delivered')));
    expect(await states(slow)).toEqual(Array(10).fill('pending'));
  });

  it('follow upon each other without anybody looking for what is due', async () => {
    await start({ SIMULATION_RECONCILE_INTERVAL: '10m' });
    const id = await register(receiver);
    await ping(id, 12);
    await eventually(async () => expect(await states(id)).toEqual(Array(12).fill('delivered')));
    expect(receiver.received).toHaveLength(12);
  });

  it('are left alone for a while after failing five times in a row, and told all of it when they are back', async () => {
    await start({ SIMULATION_RECONCILE_INTERVAL: '100ms' });
    receiver.status = 503;
    const id = await register(receiver);
    const before = await service.request().get(`${webhooks}/${id}`).expect(200);
    await ping(id, 5);
    const paused = () =>
      service.dataSource.query(`SELECT id FROM webhooks WHERE failures >= 5 AND resume_at > now()
        AND NOT EXISTS (SELECT FROM webhook_deliveries WHERE leased_until IS NOT NULL)`);
    await eventually(async () => expect(await paused()).toHaveLength(1));
    // Half a minute may be over before all that follows is.
    await service.dataSource.query(`UPDATE webhooks SET resume_at = now() + interval '1 hour'`);
    const tried = receiver.received.length;
    expect(await read(`${webhooks}/${id}`)).toMatchObject({ failingSince: expect.any(String) });
    await service
      .request()
      .get(`${webhooks}/${id}`)
      .set('if-none-match', String(before.headers['etag']))
      .expect(200);
    await ping(id, 2);
    // Everything is due, but it is not its turn.
    const due = `UPDATE webhook_deliveries SET next_attempt_at = now() WHERE state = 'pending'`;
    await service.dataSource.query(due);
    // Rounds pass in which others have theirs.
    hanging.answers = true;
    const other = await register(hanging);
    await ping(other);
    await hanging.got(1);
    await service.dataSource.query(due);
    await ping(other);
    await hanging.got(2);
    expect(receiver.received).toHaveLength(tried);
    receiver.status = 200;
    await service.dataSource.query(`UPDATE webhooks SET resume_at = now()`);
    await eventually(async () => expect(await states(id)).toEqual(Array(7).fill('delivered')));
    expect(await read(`${webhooks}/${id}`)).not.toHaveProperty('failingSince');
  });

  it('are disabled when they have taken nothing for too long, visibly, and enabled again by a change', async () => {
    await start({ WEBHOOK_DISABLE_AFTER: '1d', SIMULATION_RECONCILE_INTERVAL: '100ms' });
    receiver.status = 503;
    const id = await register(receiver);
    await ping(id);
    await eventually(async () => expect(await read(`${webhooks}/${id}`)).toHaveProperty('failingSince'));
    expect(await read(`${webhooks}/${id}`)).toMatchObject({ enabled: true });
    const begin = new Date(Date.now() - 86_400_000).toISOString();
    await service.dataSource.query(`UPDATE webhooks SET failing_since = $1`, [begin]);
    await ping(id);
    const reason = `no delivery was taken since ${begin}; the last time: the receiver answered 503`;
    await eventually(async () =>
      expect(await read(`${webhooks}/${id}`)).toMatchObject({ enabled: false, disabled: { reason } }),
    );
    const { items } = await read(`/api/v1/audit?object=${id}&operation=disableWebhook`);
    expect(items).toMatchObject([
      {
        actor: { kind: 'service', name: 'worker' },
        outcome: 'done',
        object: { kind: 'webhooks', id },
        details: { changed: ['enabled'], reason },
      },
    ]);
    await ping(id);
    await eventually(async () => expect((await states(id))[0]).toBe('failed'));
    const asked = receiver.received.length;
    // The former ones are not to come in between.
    await service.dataSource.query(
      `UPDATE webhook_deliveries SET next_attempt_at = now() + interval '1 hour' WHERE state = 'pending'`,
    );

    receiver.status = 200;
    const { body } = await service.request().patch(`${webhooks}/${id}`).send({ enabled: true }).expect(200);
    expect(body).toMatchObject({ enabled: true });
    expect(body).not.toHaveProperty('disabled');
    expect(body).not.toHaveProperty('failingSince');
    await ping(id);
    await eventually(async () => expect((await states(id))[0]).toBe('delivered'));
    expect(receiver.received).toHaveLength(asked + 1);
  });
});
