import 'reflect-metadata';
import { runProcess, startBackgroundProcess } from '#libs/platform';
import { CollectorModule } from './collector.module.js';

await runProcess((config) =>
  startBackgroundProcess(config, {
    module: CollectorModule,
    role: 'collector',
    healthPort: config.http.collectorHealthPort,
  }),
);
