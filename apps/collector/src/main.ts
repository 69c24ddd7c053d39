import 'reflect-metadata';
import { processModule, Readiness, runProcess, startHealthServer } from '#libs/platform';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { Registry } from 'prom-client';
import { CollectorModule } from './collector.module.js';

await runProcess(async (config) => {
  const app = await NestFactory.createApplicationContext(
    processModule(CollectorModule, config, 'collector'),
    {
      bufferLogs: true,
      abortOnError: false,
    },
  );
  app.useLogger(app.get(Logger));
  const readiness = app.get(Readiness);
  const health = await startHealthServer({
    host: config.http.host,
    port: config.http.collectorHealthPort,
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
