import 'reflect-metadata';
import { processModule, Readiness, runProcess, startHealthServer } from '#libs/platform';
import { PersistenceModule } from '#libs/persistence';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { Registry } from 'prom-client';
import { WorkerModule } from './simulations/worker.module.js';

@Module({ imports: [PersistenceModule, WorkerModule] })
class WorkerProcessModule {}

await runProcess(async (config) => {
  const app = await NestFactory.createApplicationContext(
    processModule(WorkerProcessModule, config, 'worker'),
    {
      bufferLogs: true,
      abortOnError: false,
    },
  );
  app.useLogger(app.get(Logger));
  const readiness = app.get(Readiness);
  const health = await startHealthServer({
    host: config.http.host,
    port: config.http.workerHealthPort,
    readiness,
    metrics: app.get(Registry),
  });
  return {
    stop: async () => {
      readiness.stop();
      await app.close();
      await health.close();
    },
  };
});
