import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../fixtures/eventually.js';
import { redisUrl } from '../services/index.js';
import { data, done } from './answers.js';
import { plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';
import { Receiver, signers } from './webhook-receiver.js';

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
});

describe.each(['postgres', 'redis'])('a worker killed while it delivers, with the queue in %s', (backend) => {
  let service: TestService;
  let environment: Readonly<Record<string, string>>;
  const receiver = new Receiver();
  const processes: ChildProcess[] = [];

  beforeAll(async () => {
    const queue: Record<string, string> = backend === 'redis' ? { REDIS_URL: await redisUrl() } : {};
    const receivers = { WEBHOOK_ALLOW_HTTP: 'true', WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' };
    service = await startTestService({ ...queue, ...receivers }, { worker: false });
    environment = {
      ...queue,
      ...receivers,
      DATABASE_URL: service.config.database.url,
      WORKER_HEALTH_PORT: '0',
      LOG_LEVEL: 'silent',
      SIMULATION_RECONCILE_INTERVAL: '200ms',
    };
  });

  afterEach(() => {
    for (const process of processes.splice(0)) process.kill('SIGKILL');
  });

  afterAll(async () => {
    await service.stop();
    await receiver.stop();
  });

  function start(): ChildProcess {
    const worker = fork('dist/apps/api/src/worker.js', {
      env: { ...process.env, ...environment },
      stdio: 'ignore',
    });
    processes.push(worker);
    return worker;
  }

  it('leaves a delivery that another one makes with the same id, body and time of the event', async () => {
    const url = await receiver.start();
    const client = service.client();
    const { id: webhook, secret } = await data(client.POST('/api/v1/webhooks', { body: { url } }), 201);
    receiver.answers = false;
    const worker = start();
    const simulation = await data(
      client.POST('/api/v1/simulations', {
        body: { policies: [{ document: restrictedPolicy }], manifests: plainDeployment },
      }),
      202,
    );
    const [first] = await receiver.got(1);
    // Sent, and not noted.
    const exited = once(worker, 'exit');
    worker.kill('SIGKILL');
    await exited;
    receiver.answers = true;
    // What it told of is gone in between: made anew, the body would be another one.
    await done(client.DELETE('/api/v1/simulations/{id}', { params: { path: { id: simulation.id } } }));
    await service.dataSource.query(`UPDATE webhook_deliveries SET next_attempt_at = now()`);
    start();
    const [, second] = await receiver.got(2);
    expect(second?.text).toBe(first?.text);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(first?.body).toMatchObject({ data: { simulation: { id: simulation.id, status: 'succeeded' } } });
    expect([first, second].map((each) => each && signers(each, secret))).toEqual([[0], [0]]);
    expect(Number(second?.headers['webhook-timestamp'])).toBeGreaterThanOrEqual(
      Number(first?.headers['webhook-timestamp']),
    );
    await eventually(async () => {
      const { items } = await data(
        client.GET('/api/v1/webhooks/{id}/deliveries', { params: { path: { id: webhook } } }),
      );
      expect(items).toMatchObject([{ state: 'delivered', attempts: [{ attempt: 2, status: 204 }] }]);
    });
    expect(receiver.received).toHaveLength(2);
  });
});
