import { type Config, processModule, requestIdOf } from '#libs/platform';
import type { IncomingMessage } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module.js';
import { configureHttp } from './http/configure-http.js';

/**
 * The API as main.ts serves it and tests call it: initialised, not yet listening. Tests use `app.inject(...)`, or
 * supertest on `app.getHttpServer()`, and end with `app.close()`.
 */
export async function createApplication(config: Config): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: config.http.bodyLimit,
    requestTimeout: config.http.requestTimeout,
    trustProxy: config.http.trustProxy,
    genReqId: (request: IncomingMessage) => requestIdOf(request.headers['x-request-id']),
    routerOptions: { maxParamLength: 512, ignoreTrailingSlash: false },
    // Answers to keep-alive connections end with the server instead of keeping it up.
    forceCloseConnections: 'idle',
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    processModule(AppModule, config, 'api'),
    adapter,
    {
      bufferLogs: true,
      abortOnError: false,
    },
  );
  app.useLogger(app.get(Logger));
  await configureHttp(app);
  return app;
}
