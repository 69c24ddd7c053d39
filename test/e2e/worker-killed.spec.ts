import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { redisUrl } from '../services/index.js';
import { nginxDeployment, plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

const WORKLOADS = 600;
const simulations = '/api/v1/simulations';

/** The worker as it is delivered; nothing less can be killed. */
function startWorkerProcess(environment: Readonly<Record<string, string>>): ChildProcess {
  return fork('dist/apps/api/src/worker.js', { env: { ...process.env, ...environment }, stdio: 'ignore' });
}

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
});

describe.each(['postgres', 'redis'])('a worker that is killed, with the queue in %s', (backend) => {
  let service: TestService;
  let environment: Readonly<Record<string, string>>;
  let policy: string;
  const processes: ChildProcess[] = [];

  beforeAll(async () => {
    const queue: Record<string, string> = backend === 'redis' ? { REDIS_URL: await redisUrl() } : {};
    service = await startTestService(queue, { worker: false });
    environment = {
      ...queue,
      DATABASE_URL: service.config.database.url,
      WORKER_HEALTH_PORT: '0',
      LOG_LEVEL: 'silent',
      SIMULATION_CHUNK_SIZE: '20',
      SIMULATION_CONCURRENCY: '2',
      SIMULATION_RECONCILE_INTERVAL: '1s',
    };
    const created = await service
      .request()
      .post('/api/v1/policies')
      .type('application/yaml')
      .send(restrictedPolicy);
    policy = String(created.body.id);
    const manifests = Array.from({ length: WORKLOADS }, (_, index) =>
      (index % 3 === 0 ? nginxDeployment : plainDeployment).replace(
        /name: (nginx|plain)(?=[,\n])/,
        `name: web-${index}`,
      ),
    );
    await service
      .request()
      .put('/api/v1/clusters/prod/manifests')
      .type('application/yaml')
      .send(manifests.join('---\n'))
      .expect(200);
  });

  afterEach(() => {
    for (const process of processes.splice(0)) process.kill('SIGKILL');
  });

  afterAll(() => service.stop());

  function start(): ChildProcess {
    const worker = startWorkerProcess(environment);
    processes.push(worker);
    return worker;
  }

  async function create(): Promise<string> {
    const { body } = await service
      .request()
      .post(simulations)
      .send({ policies: [{ id: policy }] })
      .expect(202);
    return String(body.id);
  }

  async function done(id: string): Promise<number> {
    const { body } = await service.request().get(`${simulations}/${id}`).expect(200);
    return Number(body.progress.done);
  }

  async function results(id: string): Promise<readonly object[]> {
    const { body } = await service.request().get(`${simulations}/${id}/results?limit=1000`).expect(200);
    return body.items;
  }

  it('loses and doubles nothing: the results are those of a run that nobody disturbed', async () => {
    start();
    const undisturbed = await create();
    expect(await service.ended(undisturbed)).toMatchObject({ status: 'succeeded' });

    const disturbed = await create();
    await vi.waitFor(async () => expect(await done(disturbed)).toBeGreaterThan(20), {
      timeout: 20_000,
      interval: 5,
    });
    for (const process of processes) {
      process.kill('SIGKILL');
      await once(process, 'exit');
    }
    expect(await done(disturbed)).toBeLessThan(WORKLOADS);
    start();
    expect(await service.ended(disturbed)).toMatchObject({
      status: 'succeeded',
      progress: { done: WORKLOADS, total: WORKLOADS },
      summary: { workloads: WORKLOADS, verdicts: { passes: 400, breaks: 200 } },
    });
    const stored = await results(disturbed);
    expect(stored).toHaveLength(WORKLOADS);
    expect(stored).toEqual(await results(undisturbed));
  });

  it('that is asked to stop gives its work back, and another one goes on at once', async () => {
    const first = start();
    const id = await create();
    await vi.waitFor(async () => expect(await done(id)).toBeGreaterThan(20), {
      timeout: 20_000,
      interval: 5,
    });
    first.kill('SIGTERM');
    expect(await once(first, 'exit')).toEqual([0, null]);
    expect(await done(id)).toBeLessThan(WORKLOADS);
    start();
    expect(await service.ended(id)).toMatchObject({ status: 'succeeded', progress: { done: WORKLOADS } });
    expect(await results(id)).toHaveLength(WORKLOADS);
  });
});
