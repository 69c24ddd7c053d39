import type { IncomingMessage } from 'node:http';
import { type Config, createNestLogger, processModule, requestIdOf } from '#libs/platform';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Registry } from 'prom-client';
import { AppModule } from './app.module.js';
import { auditCalls } from './audit/index.js';
import { authenticateRequests } from './auth/index.js';
import { answerProblem } from './http/answer-problem.js';
import { configureHttp } from './http/configure-http.js';
import { ConnectionGuard, SLOWNESS_CHECK } from './http/slow-clients.js';
import { limitIntake } from './intake/index.js';
import { serveOpenApi } from './openapi/serve-open-api.js';

/**
 * The API as main.ts serves it and tests call it: initialised, not yet listening. Tests use `app.inject(...)`, or
 * supertest on `app.getHttpServer()`, and end with `app.close()`. `module`: the root module, with AppModule in it.
 */
export async function createApplication(
  config: Config,
  module: Type = AppModule,
): Promise<NestFastifyApplication> {
  const guard = new ConnectionGuard();
  const adapter = new FastifyAdapter({
    bodyLimit: config.http.bodyLimit,
    http: { requestTimeout: config.http.requestTimeout, connectionsCheckingInterval: SLOWNESS_CHECK },
    requestTimeout: config.http.requestTimeout,
    trustProxy: config.http.trustProxy,
    genReqId: (request: IncomingMessage) => requestIdOf(request.headers['x-request-id']),
    routerOptions: { maxParamLength: 512 },
    // While stopping, requests that have arrived are answered, and idle connections don't hold the process up.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      answerProblem(error, request, reply);
    },
    clientErrorHandler: guard.answerUnreadable,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    processModule(module, config, 'api'),
    adapter,
    {
      bodyParser: false,
      logger: createNestLogger(config, 'api'),
      abortOnError: false,
    },
  );
  guard.watch(app.getHttpAdapter().getInstance(), {
    stallTimeout: config.http.stallTimeout,
    registry: app.get(Registry),
  });
  const routesAreComplete = configureHttp(app);
  const senderIsKnown = limitIntake(app);
  authenticateRequests(app);
  senderIsKnown();
  auditCalls(app);
  serveOpenApi(app);
  await app.init();
  routesAreComplete();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}
