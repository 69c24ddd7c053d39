import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '#libs/embedded-services';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase, redisUrl } from '../services/index.js';
import { plainDeployment, restrictedPolicy } from './manifests.js';

const attribute = z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) });
const exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(attribute) }),
      scopeSpans: z.array(
        z.object({
          scope: z.object({ name: z.string() }),
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
              attributes: z.array(attribute),
            }),
          ),
        }),
      ),
    }),
  ),
});

interface ReceivedSpan {
  readonly process: unknown;
  /** What has made it. */
  readonly scope: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string | undefined;
  readonly name: string;
  readonly attributes: readonly z.infer<typeof attribute>[];
}

/** A receiver of OTLP over HTTP, as a collector of OpenTelemetry is one. */
async function startReceiver() {
  const bodies: string[] = [];
  const paths = new Set<string>();
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      paths.add(request.url ?? '');
      bodies.push(Buffer.concat(chunks).toString());
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  const [port = 0] = await freePorts(1);
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  const spans = (): readonly ReceivedSpan[] =>
    bodies
      .flatMap((body) => exported.parse(JSON.parse(body)).resourceSpans)
      .flatMap(({ resource, scopeSpans }) => {
        const process = resource.attributes.find(({ key }) => key === 'service.name')?.value['stringValue'];
        return scopeSpans.flatMap(({ scope, spans: some }) =>
          some.map((span) => ({ process, scope: scope.name, ...span })),
        );
      });
  return { url: `http://127.0.0.1:${port}`, bodies, paths, spans, close: () => server.close() };
}

const processes: ChildProcess[] = [];
beforeAll(() => {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
});
afterEach(() => {
  for (const each of processes.splice(0)) each.kill('SIGKILL');
});

function start(entry: string, environment: Readonly<Record<string, string>>) {
  const child = fork(entry, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  processes.push(child);
  const log: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => log.push(text));
  return { child, exited: once(child, 'exit'), log: () => log.join('') };
}

const databaseScope = 'policy-advisor.database';
const soon = { timeout: 30_000, interval: 100 };
const caller = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const traceparent = `00-${caller.traceId}-${caller.spanId}-01`;
const key = 'k'.repeat(40);

async function settings(more: Readonly<Record<string, string>>) {
  const [apiPort = 0, workerPort = 0] = await freePorts(2);
  const keyFile = join(mkdtempSync(join(tmpdir(), 'policy-advisor-key-')), 'key');
  writeFileSync(keyFile, key);
  return {
    url: `http://127.0.0.1:${apiPort}`,
    workerUrl: `http://127.0.0.1:${workerPort}`,
    environment: {
      DATABASE_URL: await createDatabase(),
      BOOTSTRAP_API_KEY_FILE: keyFile,
      PORT: String(apiPort),
      WORKER_HEALTH_PORT: String(workerPort),
      SIMULATION_RECONCILE_INTERVAL: '10m',
      ...more,
    },
  };
}

async function status(url: string): Promise<number> {
  return (await fetch(url).catch(() => undefined))?.status ?? 0;
}

/** Returns the id of the simulation. */
async function simulate(url: string): Promise<string> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', traceparent };
  const policy = await fetch(`${url}/api/v1/policies`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/yaml', traceparent: '' },
    body: restrictedPolicy,
  });
  const { id } = z.object({ id: z.string() }).parse(await policy.json());
  const body = JSON.stringify({
    policies: [{ id }],
    manifests: plainDeployment,
    scope: { manifestsOnly: true },
  });
  const simulations = `${url}/api/v1/simulations`;
  const created = await fetch(simulations, { method: 'POST', headers, body });
  const simulation = z.object({ id: z.string() }).parse(await created.json());
  const read = async (query = ''): Promise<unknown> => {
    const response = await fetch(`${simulations}/${simulation.id}${query}`, {
      headers: { authorization: headers.authorization },
    });
    return z.looseObject({ status: z.union([z.string(), z.number()]) }).parse(await response.json()).status;
  };
  // An unknown parameter is refused, and traced all the same.
  expect(await read('?nobody=may-read-this')).toBe(422);
  await expect.poll(() => read(), soon).toBe('succeeded');
  return simulation.id;
}

/** Of statements below spans of that name, in the order in which they came: each once. */
function statementsBelow(spans: readonly ReceivedSpan[], name: string): readonly string[] {
  const above = new Set(spans.filter((span) => span.name === name).map(({ spanId }) => spanId));
  const statements = spans.filter(
    ({ scope, parentSpanId }) => scope === databaseScope && above.has(parentSpanId ?? ''),
  );
  return [...new Set(statements.map((statement) => statement.name))];
}

describe.each(['postgres', 'redis'])('traces, with the queue in %s', (backend) => {
  it('are one from the caller of the API over the queue to the worker, sent at the latest when a process ends', async () => {
    const receiver = await startReceiver();
    const { url, workerUrl, environment } = await settings({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      ...(backend === 'redis' && { REDIS_URL: await redisUrl() }),
    });
    const worker = start('dist/apps/api/src/worker.js', environment);
    const api = start('dist/apps/api/src/main.js', environment);
    await expect.poll(() => status(`${url}/readyz`), soon).toBe(200);
    await expect.poll(() => status(`${workerUrl}/readyz`), soon).toBe(200);
    const simulation = await simulate(url);
    for (const { child, exited } of [worker, api]) {
      child.kill('SIGTERM');
      expect(await exited).toEqual([0, null]);
    }
    receiver.close();

    const spans = receiver.spans().filter(({ traceId }) => traceId === caller.traceId);
    const path: (readonly [unknown, string])[] = [];
    const steps = spans.filter(({ scope, name }) => scope !== databaseScope && name !== 'outbox relay');
    let below: ReceivedSpan | undefined = steps.find(({ parentSpanId }) => parentSpanId === caller.spanId);
    while (below !== undefined) {
      const { process: by, name, spanId }: ReceivedSpan = below;
      path.push([by, name]);
      below = steps.find(({ parentSpanId }) => parentSpanId === spanId);
    }
    expect(path).toEqual([
      ['policy-advisor-api', 'POST /api/v1/simulations'],
      ['policy-advisor-api', 'plan-simulation publish'],
      ['policy-advisor-worker', 'plan-simulation process'],
      ['policy-advisor-worker', 'evaluate-chunk publish'],
      ['policy-advisor-worker', 'evaluate-chunk process'],
    ]);
    // Where the time goes: in what the request stores, in handing it to the queue, and in what the jobs read and store.
    expect(statementsBelow(spans, 'POST /api/v1/simulations')).toEqual(
      expect.arrayContaining(['START', 'INSERT simulations', 'INSERT outbox', 'COMMIT']),
    );
    const relayed = statementsBelow(spans, 'outbox relay');
    expect(relayed).toEqual(expect.arrayContaining(['SELECT outbox', 'DELETE outbox']));
    expect(statementsBelow(spans, 'plan-simulation process')).toContain('INSERT outbox');
    expect(statementsBelow(spans, 'evaluate-chunk process')).toContain('INSERT simulation_results');
    const statements = receiver.spans().filter(({ scope }) => scope === databaseScope);
    expect(statements.filter(({ name }) => !/^([A-Z]+|other)( [a-z_]+)?$/.test(name))).toEqual([]);
    expect(JSON.stringify(statements)).not.toContain(simulation);
    expect(JSON.stringify(statements)).not.toMatch(/registry\.example|restricted/);
    expect([...receiver.paths]).toEqual(['/v1/traces']);
    const everything = receiver.bodies.join('');
    expect(everything).toContain('GET /api/v1/simulations/:id');
    expect(everything).not.toMatch(/may-read-this|kkkkkkkk|\/readyz|postgres:\/\//);
    const lines = api
      .log()
      .split('\n')
      .filter((line) => line.includes('"msg":"request"') && line.includes('"method":"POST"'));
    expect(lines.at(-1)).toContain(`"traceId":"${caller.traceId}"`);
  });
});

describe('traces', () => {
  it('that can not be sent hold up nothing', async () => {
    const [nobody = 0] = await freePorts(1);
    const { url, workerUrl, environment } = await settings({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${nobody}`,
    });
    const worker = start('dist/apps/api/src/worker.js', environment);
    const api = start('dist/apps/api/src/main.js', environment);
    await expect.poll(() => status(`${url}/readyz`), soon).toBe(200);
    await expect.poll(() => status(`${workerUrl}/readyz`), soon).toBe(200);
    await simulate(url);
    for (const { child, exited } of [worker, api]) {
      child.kill('SIGTERM');
      expect(await exited).toEqual([0, null]);
    }
  });
});
