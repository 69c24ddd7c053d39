import { Counter } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { createMetrics } from '../metrics/metrics.js';
import { type HealthServer, startHealthServer } from './health-server.js';
import { Readiness } from './readiness.js';

const servers: HealthServer[] = [];

async function start(readiness: Readiness) {
  const metrics = createMetrics('worker');
  new Counter({ name: 'jobs_total', help: 'Jobs.', registers: [metrics] }).inc(3);
  const server = await startHealthServer({ host: '127.0.0.1', port: 0, readiness, metrics });
  servers.push(server);
  return async (path: string, method = 'GET') => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
    return { status: response.status, body: await response.text() };
  };
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

describe('the health server', () => {
  it('says that the process runs', async () => {
    const ask = await start(new Readiness());
    expect(await ask('/healthz')).toEqual({ status: 200, body: '{"status":"ok"}' });
  });

  it('is ready when every dependency is', async () => {
    const readiness = new Readiness();
    readiness.register('database', async () => undefined);
    const ask = await start(readiness);
    expect(await ask('/readyz')).toEqual({ status: 200, body: '{"ready":true,"checks":{"database":"ok"}}' });
  });

  it('names the dependency that is away, and nothing more about it', async () => {
    const readiness = new Readiness();
    readiness.register('database', async () => undefined);
    readiness.register('queue', async () => Promise.reject(new Error('redis://:secret@host refused')));
    const ask = await start(readiness);
    expect(await ask('/readyz')).toEqual({
      status: 503,
      body: '{"ready":false,"checks":{"database":"ok","queue":"failed"}}',
    });
  });

  it('is not ready while the process stops', async () => {
    const readiness = new Readiness();
    const ask = await start(readiness);
    readiness.stop();
    expect(await ask('/readyz')).toEqual({ status: 503, body: '{"ready":false,"checks":{}}' });
  });

  it('has the metrics of the process, by its role', async () => {
    const ask = await start(new Readiness());
    const { status, body } = await ask('/metrics');
    expect(status).toBe(200);
    expect(body).toContain('jobs_total{process_role="worker"} 3');
    expect(body).toContain('nodejs_eventloop_lag_seconds');
  });

  it('has nothing else', async () => {
    const ask = await start(new Readiness());
    expect([(await ask('/')).status, (await ask('/healthz', 'POST')).status]).toEqual([404, 405]);
  });
});

describe('readiness', () => {
  it('does not wait for a check that hangs', async () => {
    const readiness = new Readiness({ timeout: 20 });
    readiness.register('queue', () => new Promise(() => undefined));
    expect(await readiness.report()).toEqual({ ready: false, checks: { queue: 'timed out' } });
  });

  it('knows each check once', () => {
    const readiness = new Readiness();
    readiness.register('queue', async () => undefined);
    expect(() => readiness.register('queue', async () => undefined)).toThrow('registered twice');
  });
});
