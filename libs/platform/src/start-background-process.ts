import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Registry } from 'prom-client';
import type { Config } from './config/config.js';
import { startHealthServer } from './health/health-server.js';
import { Readiness } from './health/readiness.js';
import { createNestLogger } from './logging/logger.js';
import { processModule } from './process.module.js';
import type { Running } from './run-process.js';
import { startTracing } from './tracing/tracing.js';

export interface BackgroundProcess {
  readonly module: Type;
  readonly role: string;
  readonly healthPort: number;
}

/** Starts a process that has no API, with a health server: the worker, the collector. */
export async function startBackgroundProcess(
  config: Config,
  { module, role, healthPort }: BackgroundProcess,
): Promise<Running> {
  const endTracing = startTracing(config, role);
  const app = await NestFactory.createApplicationContext(processModule(module, config, role), {
    logger: createNestLogger(config, role),
    abortOnError: false,
  });
  const readiness = app.get(Readiness);
  const health = await startHealthServer({
    host: config.http.host,
    port: healthPort,
    readiness,
    metrics: app.get(Registry),
  });
  return {
    stop: async () => {
      readiness.stop();
      await app.close();
      await health.close();
      await endTracing();
    },
  };
}
