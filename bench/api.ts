/**
 * Speed of simulations and of the API that reads them: the product's own processes, a real Postgres, and the queue in
 * Postgres and in Redis (the figures of that end in `.redis`). Workloads are uploaded through the API; every tenth was
 * observed. What is asked of the API is asked by a process of its own, and timed to the last byte of the answer.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDataSource, migrate } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { z } from 'zod';
import { startTestPostgres } from '../test/services/postgres.js';
import { startRedis } from '../test/services/redis.js';
import { benchArguments, countIn } from './arguments.js';
import { deployment, policies, runtimeEvents } from './api/generate.js';
import { load, type ProductProcess, startProduct } from './api/processes.js';

const HELP = `Usage: npm run bench:api [-- <workloads>]

Measures simulations and the API that reads them; prints JSON Lines. <workloads>: how many, 100000 if absent.

  inventory.upload.rate                workloads a second that are uploaded and stored
  simulation.<n>.seconds               from the request to the last result stored, by 10 policies; <n>: 100k
  simulation.growth.<m>_to_<n>         that over the time of a tenth of the workloads; 10k_to_100k
  simulation.two_workers.speedup       one worker's time over that of two
  api.results_page.p99_ms              the first and the last page of 100 results, one request after the other
  api.read_under_load.p99_ms           500 requests/s to one simulation while it is evaluated, after two seconds of it
  api.bare_route_under_load.p99_ms     the same load on /healthz, while another is evaluated
  api.read_under_load.ratio            the first of these two over the second
  api.peak_rss_mb                      the most memory that the API had
  worker.peak_rss_mb                   the most memory that the first worker had
`;
const [workloads] = benchArguments(HELP, 1);
const WORKLOADS = countIn(HELP, workloads, 100_000);
const UPLOADED_AT_ONCE = 5_000;
const OBSERVED_AT_ONCE = 200;
const REQUESTS_PER_SECOND = 500;
/** Seconds of the same load before it is measured: what runs for the first time is interpreted and compiled. */
const WARM_UP = 2;
const ONE_AFTER_THE_OTHER = { connections: 1, requests: 200 };
const key = randomBytes(32).toString('hex');

let suffix = '';
function print(figure: string, value: number | null, unit: string): void {
  const rounded = value === null ? null : Number(value.toPrecision(4));
  process.stdout.write(`${JSON.stringify({ figure: figure + suffix, value: rounded, unit })}\n`);
}

const simulation = z.object({ id: z.string(), status: z.string(), summary: z.unknown().optional() });
const page = z.object({ items: z.array(z.unknown()), next: z.string().optional() });

async function call(url: string, method: 'GET' | 'POST' = 'GET', body?: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return response.json();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}

/** The numbers from `from` to `to`, in lists of `step`. */
function range(from: number, to: number, step: number): number[][] {
  const batches: number[][] = [];
  for (let at = from; at < to; at += step)
    batches.push(Array.from({ length: Math.min(step, to - at) }, (_, n) => at + n));
  return batches;
}

async function upload(api: string, cluster: string, count: number): Promise<void> {
  for (const batch of range(0, count, UPLOADED_AT_ONCE)) {
    const body = { apiVersion: 'v1', kind: 'List', items: batch.map(deployment) };
    await call(`${api}/clusters/${cluster}/manifests`, 'POST', body);
  }
}

async function observe(api: string, cluster: string, count: number): Promise<void> {
  const at = new Date().toISOString();
  for (const [sequence, batch] of range(0, Math.floor(count / 10), OBSERVED_AT_ONCE).entries()) {
    const indexes = batch.map((index) => index * 10);
    await call(`${api}/runtime-events`, 'POST', runtimeEvents(cluster, sequence, indexes, at));
  }
}

async function create(api: string, cluster: string): Promise<string> {
  const document = policies.map((policy) => ({ document: policy }));
  const created = await call(`${api}/simulations`, 'POST', {
    policies: document,
    scope: { clusters: [cluster] },
  });
  return simulation.parse(created).id;
}

async function ended(api: string, id: string): Promise<void> {
  for (;;) {
    const { status } = simulation.parse(await call(`${api}/simulations/${id}`));
    if (status === 'succeeded') return;
    if (status !== 'queued' && status !== 'running') throw new Error(`the simulation ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function simulate(api: string, cluster: string): Promise<string> {
  const id = await create(api, cluster);
  await ended(api, id);
  return id;
}

/** The URL of the last page of 100 results. */
async function lastPage(results: string): Promise<string> {
  let url = `${results}?limit=1000`;
  for (;;) {
    const { next } = page.parse(await call(url));
    if (next === undefined) return url.replace('limit=1000', 'limit=100');
    url = `${results}?limit=1000&cursor=${encodeURIComponent(next)}`;
  }
}

/** Null: the simulation had ended before the load. */
async function underLoad(api: string, url: (id: string) => string): Promise<number | null> {
  const id = await create(api, 'large');
  const how = { connections: 20, perSecond: REQUESTS_PER_SECOND };
  await load(url(id), key, { ...how, seconds: WARM_UP });
  const p99 = await load(url(id), key, { ...how, seconds: 10 });
  const { status } = simulation.parse(await call(`${api}/simulations/${id}`));
  if (status === 'running') {
    await call(`${api}/simulations/${id}/cancel`, 'POST');
    return p99;
  }
  process.stderr.write(`a simulation ${status} before its load had ended: ask for more workloads\n`);
  return null;
}

async function measure(server: ProductProcess, environment: Readonly<Record<string, string>>): Promise<void> {
  const api = `${server.url}/api/v1`;
  print(
    'inventory.upload.rate',
    WORKLOADS / (await timed(() => upload(api, 'large', WORKLOADS))),
    'workloads/s',
  );
  await upload(api, 'small', WORKLOADS / 10);
  for (const [cluster, count] of [['large', WORKLOADS] as const, ['small', WORKLOADS / 10] as const])
    await observe(api, cluster, count);
  const worker = await startProduct('worker', environment);
  const others: ProductProcess[] = [];
  try {
    await simulate(api, 'small'); // warm
    const small = await timed(() => simulate(api, 'small'));
    let id = '';
    const large = await timed(async () => (id = await simulate(api, 'large')));
    print(`simulation.${WORKLOADS / 1_000}k.seconds`, large, 's');
    print(`simulation.growth.${WORKLOADS / 10_000}k_to_${WORKLOADS / 1_000}k`, large / small, 'ratio');
    const results = `${api}/simulations/${id}/results`;
    const last = await lastPage(results);
    const pages = [
      await load(`${results}?limit=100`, key, ONE_AFTER_THE_OTHER),
      await load(last, key, ONE_AFTER_THE_OTHER),
    ];
    print('api.results_page.p99_ms', Math.max(...pages), 'ms');
    const read = await underLoad(api, (each) => `${api}/simulations/${each}`);
    const bare = await underLoad(api, () => `${server.url}/healthz`);
    print('api.read_under_load.p99_ms', read, 'ms');
    print('api.bare_route_under_load.p99_ms', bare, 'ms');
    const ratio = read === null || bare === null ? null : read / Math.max(bare, 1);
    print('api.read_under_load.ratio', ratio, 'ratio');
    others.push(await startProduct('worker', environment));
    print('simulation.two_workers.speedup', large / (await timed(() => simulate(api, 'large'))), 'ratio');
    print('api.peak_rss_mb', server.peakRss(), 'MB');
    print('worker.peak_rss_mb', worker.peakRss(), 'MB');
  } finally {
    await Promise.all([worker, ...others].map((each) => each.stop()));
  }
}

const folder = mkdtempSync(join(tmpdir(), 'policy-advisor-bench-'));
const keyFile = join(folder, 'key');
writeFileSync(keyFile, key, { mode: 0o600 });
const postgres = await startTestPostgres();
const redis = await startRedis();
try {
  for (const backend of ['postgres', 'redis'] as const) {
    suffix = backend === 'redis' ? '.redis' : '';
    const environment = {
      DATABASE_URL: await postgres.createDatabase(`bench_${backend}`),
      BOOTSTRAP_API_KEY_FILE: keyFile,
      ...(backend === 'redis' && { REDIS_URL: redis.url }),
    };
    const dataSource = await createDataSource(
      loadConfig(environment, { readFile: () => key }).database,
    ).initialize();
    await migrate(dataSource);
    await dataSource.destroy();
    const server = await startProduct('main', environment);
    try {
      await measure(server, environment);
    } finally {
      await server.stop();
    }
  }
} finally {
  await redis.stop();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
