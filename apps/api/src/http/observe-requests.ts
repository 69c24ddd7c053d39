import { CONFIG, type Config } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { PinoLogger } from 'nestjs-pino';
import { Gauge, Histogram, Registry } from 'prom-client';
import { principalOf } from '../auth/index.js';

/** Asked every few seconds by machines: neither logged nor traced. */
export const quietRoutes = new Set(['/healthz', '/readyz', '/metrics']);

/** Measures every answered request, and writes one line to the log for it (LOG_REQUESTS). */
export function observeRequests(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const { logging } = app.get<Config>(CONFIG);
  const logger = new PinoLogger({ renameContext: 'context' });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [app.get(Registry)],
  });
  const inProgress = new Gauge({
    name: 'http_requests_in_progress',
    help: 'Requests that have arrived and are neither answered nor broken off.',
    registers: [app.get(Registry)],
  });
  fastify.addHook('onRequest', (_request, reply, done) => {
    inProgress.inc();
    reply.raw.once('close', () => inProgress.dec());
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown');
    const status = reply.statusCode;
    durations.observe({ method: request.method, route, status }, reply.elapsedTime / 1_000);
    if (logging.requests && !quietRoutes.has(route)) {
      const { method, url } = request;
      const path = url.split('?', 1).join();
      const keyId = principalOf(request)?.keyId;
      const line = {
        requestId: request.id,
        method,
        path,
        route,
        status,
        milliseconds: Math.round(reply.elapsedTime),
        keyId,
        client: request.ip,
      };
      if (status >= 500) logger.warn(line, 'request');
      else logger.info(line, 'request');
    }
    done();
  });
}
