import { createServer, type Server } from 'node:http';
import type { Registry } from 'prom-client';
import type { Readiness } from './readiness.js';

export interface HealthServerOptions {
  readonly host: string;
  readonly port: number;
  readonly readiness: Readiness;
  readonly metrics: Registry;
}

/** A running health server: its port, and how to stop it. */
export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves /healthz, /readyz and /metrics for processes that have no API: worker and collector. */
export async function startHealthServer({
  host,
  port,
  readiness,
  metrics,
}: HealthServerOptions): Promise<HealthServer> {
  const server = createServer((request, response) => {
    answer(request.method ?? '', request.url ?? '', readiness, metrics).then(
      ({ status, type, body }) => {
        response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
      },
      () => response.writeHead(500).end(),
    );
  });
  server.requestTimeout = 5_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return { port: boundPort(server), close: () => closeServer(server) };
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

async function answer(method: string, url: string, readiness: Readiness, metrics: Registry): Promise<Answer> {
  const json = (status: number, body: object) => ({
    status,
    type: 'application/json',
    body: JSON.stringify(body),
  });
  if (method !== 'GET' && method !== 'HEAD') return json(405, { title: 'Method not allowed' });
  switch (url.split('?', 1).join()) {
    case '/healthz':
      return json(200, { status: 'ok' });
    case '/readyz': {
      const report = await readiness.report();
      return json(report.ready ? 200 : 503, report);
    }
    case '/metrics':
      return { status: 200, type: metrics.contentType, body: await metrics.metrics() };
    default:
      return json(404, { title: 'Not found' });
  }
}

function boundPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the health server has no port');
  return address.port;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
