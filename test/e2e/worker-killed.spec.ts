import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Client } from 'pg';
import { redisUrl } from '../services/index.js';
import { type Schema, yamlBody } from '#libs/client';
import { data } from './answers.js';
import { nginxDeployment, plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

const WORKLOADS = 600;
/** Processes have to start first. */
const soon = { timeout: 60_000, interval: 50 };

/** Held, it keeps all parts but the first five of each run from being stored: work stops half-way for as long as it takes. */
const halfWay = 4_711;

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
  let holder: Client;
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
      SIMULATION_DEBOUNCE: '0ms',
    };
    await service.dataSource.query(
      `CREATE FUNCTION wait_half_way() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN PERFORM pg_advisory_xact_lock_shared(${halfWay}); RETURN NEW; END $$`,
    );
    await service.dataSource.query(
      `CREATE TRIGGER half_way BEFORE UPDATE OF state ON simulation_chunks FOR EACH ROW
       WHEN (NEW.state = 'done' AND NEW.chunk >= 5) EXECUTE FUNCTION wait_half_way()`,
    );
    holder = new Client({ connectionString: service.config.database.url });
    await holder.connect();
    const created = service.client().POST('/api/v1/policies', { ...yamlBody, body: restrictedPolicy });
    policy = (await data(created)).id;
    await upload((index) => index % 3 === 0);
  });

  afterEach(async () => {
    for (const process of processes.splice(0)) process.kill('SIGKILL');
    await goOn();
  });

  afterAll(async () => {
    await holder.end();
    await service.stop();
  });

  const stopHalfWay = () => holder.query('SELECT pg_advisory_lock($1)', [halfWay]);
  const goOn = () => holder.query('SELECT pg_advisory_unlock_all()');

  async function kill(): Promise<void> {
    for (const process of processes) {
      process.kill('SIGKILL');
      await once(process, 'exit');
    }
  }

  function start(): ChildProcess {
    const worker = startWorkerProcess(environment);
    processes.push(worker);
    return worker;
  }

  async function upload(isNginx: (index: number) => boolean): Promise<void> {
    const manifests = Array.from({ length: WORKLOADS }, (_, index) =>
      (isNginx(index) ? nginxDeployment : plainDeployment).replace(
        /name: (nginx|plain)(?=[,\n])/,
        `name: web-${index}`,
      ),
    );
    await data(
      service.client().PUT('/api/v1/clusters/{cluster}/manifests', {
        ...yamlBody,
        params: { path: { cluster: 'prod' } },
        body: manifests.join('---\n'),
      }),
    );
  }

  async function entries(id: string) {
    const { items } = await data(
      service.client().GET('/api/v1/simulations/{id}/history', {
        params: { path: { id }, query: { limit: 1000 } },
      }),
    );
    return items;
  }

  async function create(
    project = 'default',
    body: Schema<'NewSimulation'> = { policies: [{ id: policy }] },
  ): Promise<string> {
    const created = service.client().POST('/api/v1/simulations', { params: { query: { project } }, body });
    return (await data(created, 202)).id;
  }

  async function read(id: string): Promise<Schema<'Simulation'>> {
    return data(service.client().GET('/api/v1/simulations/{id}', { params: { path: { id } } }));
  }

  async function done(id: string): Promise<number> {
    return (await read(id)).progress.done;
  }

  async function results(id: string): Promise<readonly object[]> {
    const { items } = await data(
      service.client().GET('/api/v1/simulations/{id}/results', {
        params: { path: { id }, query: { limit: 1000 } },
      }),
    );
    return items;
  }

  it('loses and doubles nothing: the results are those of a run that nobody disturbed', async () => {
    start();
    const undisturbed = await create();
    expect(await service.ended(undisturbed)).toMatchObject({ status: 'succeeded' });

    await stopHalfWay();
    const disturbed = await create();
    await vi.waitFor(async () => expect(await done(disturbed)).toBeGreaterThan(20), soon);
    await kill();
    expect(await done(disturbed)).toBeLessThan(WORKLOADS);
    await goOn();
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

  it('leaves no turn ungiven or given twice, between projects and simulations', async () => {
    await data(service.client().POST('/api/v1/projects', { body: { name: 'other' } }), 201);
    const giants = [await create(), await create(), await create()];
    await stopHalfWay();
    start();
    // Of whichever of them is planned first: held half-way, it leaves no turn to the others.
    const most = async () => Math.max(...(await Promise.all(giants.map(done))));
    await vi.waitFor(async () => expect(await most()).toBeGreaterThan(20), soon);
    const names = ['web-0', 'web-1', 'web-2'];
    const small = await create('other', {
      policies: [{ document: restrictedPolicy }],
      scope: {
        workloads: names.map((name) => ({ cluster: 'prod', namespace: 'shop', kind: 'Deployment', name })),
      },
    });
    await kill();
    await goOn();
    start();
    const ended = await Promise.all([small, ...giants].map((id) => service.ended(id)));
    expect(ended.map(({ status, progress }) => ({ status, progress }))).toEqual(
      [3, WORKLOADS, WORKLOADS, WORKLOADS].map((total) => ({
        status: 'succeeded',
        progress: { done: total, total },
      })),
    );
    const [first, ...last] = ended.map(({ finishedAt }) => Date.parse(String(finishedAt)));
    expect(first).toBeLessThan(Math.min(...last));
    expect(await results(small)).toHaveLength(3);
    const [one, ...others] = await Promise.all(giants.map(results));
    expect(one).toHaveLength(WORKLOADS);
    for (const other of others) expect(other).toEqual(one);
  });

  it('leaves a continuous simulation going, with each change noted once', async () => {
    start();
    await upload((index) => index % 3 === 0);
    const id = await create('default', { policies: [{ id: policy }], continuous: true });
    const reached = (state: object) =>
      vi.waitFor(async () => expect(await read(id)).toMatchObject(state), soon);
    await reached({ status: 'active', continuous: { changes: 0 } });
    await stopHalfWay();
    await upload((index) => index % 3 !== 0);
    await vi.waitFor(async () => expect((await entries(id)).length).toBeGreaterThan(20), soon);
    await kill();
    expect((await entries(id)).length).toBeLessThan(WORKLOADS);
    await goOn();
    start();
    await reached({
      status: 'active',
      continuous: { changes: WORKLOADS },
      summary: { workloads: WORKLOADS, verdicts: { passes: 200, breaks: 400 } },
    });
    const noted = await entries(id);
    expect(noted.map(({ seq }) => seq)).toEqual(Array.from({ length: WORKLOADS }, (_, index) => index + 1));
    expect(new Set(noted.map((entry) => 'workload' in entry && entry.workload.name)).size).toBe(WORKLOADS);
    await data(service.client().POST('/api/v1/simulations/{id}/stop', { params: { path: { id } } }));
    await upload((index) => index % 3 === 0);
  });

  it('that is asked to stop gives its work back, and another one goes on at once', async () => {
    const first = start();
    await stopHalfWay();
    const id = await create();
    await vi.waitFor(async () => expect(await done(id)).toBeGreaterThan(20), soon);
    const exited = once(first, 'exit');
    first.kill('SIGTERM');
    await goOn(); // it stores what it has begun
    expect(await exited).toEqual([0, null]);
    expect(await done(id)).toBeLessThan(WORKLOADS);
    start();
    expect(await service.ended(id)).toMatchObject({ status: 'succeeded', progress: { done: WORKLOADS } });
    expect(await results(id)).toHaveLength(WORKLOADS);
  });
});
