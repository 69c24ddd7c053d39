import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import { CONFIG, type Config } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
} from '@opentelemetry/semantic-conventions';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { quietRoutes } from './observe-requests.js';

const tracer = trace.getTracer('policy-advisor.http');

/**
 * A span for each request, below that of the caller (`traceparent`). It holds the route, never the path or the query:
 * those may hold names and secrets.
 */
export function traceRequests(app: NestFastifyApplication): void {
  if (app.get<Config>(CONFIG).tracing.endpoint === undefined) return;
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const contexts = new WeakMap<FastifyRequest, Context>();
  fastify.addHook('onRequest', (request, reply, done) => {
    const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown');
    if (quietRoutes.has(route)) return done();
    const span = tracer.startSpan(
      `${request.method} ${route}`,
      {
        kind: SpanKind.SERVER,
        attributes: { [ATTR_HTTP_REQUEST_METHOD]: request.method, [ATTR_HTTP_ROUTE]: route },
      },
      propagation.extract(context.active(), request.headers),
    );
    const within = trace.setSpan(context.active(), span);
    contexts.set(request, within);
    reply.raw.once('close', () => {
      span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, reply.statusCode);
      if (reply.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    context.with(within, done);
  });
  // What reads a body, and what sends an answer, goes on in the context of the connection.
  fastify.addHook('preHandler', (request, _reply, done) => {
    context.with(contexts.get(request) ?? context.active(), done);
  });
  fastify.addHook('onResponse', (request, _reply, done) => {
    context.with(contexts.get(request) ?? context.active(), done);
  });
}
