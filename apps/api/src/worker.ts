import 'reflect-metadata';
import { PersistenceModule } from '#libs/persistence';
import { runProcess, startBackgroundProcess } from '#libs/platform';
import { Module } from '@nestjs/common';
import { WorkerModule } from './simulations/worker.module.js';

@Module({ imports: [PersistenceModule, WorkerModule] })
class WorkerProcessModule {}

await runProcess((config) =>
  startBackgroundProcess(config, {
    module: WorkerProcessModule,
    role: 'worker',
    healthPort: config.http.workerHealthPort,
  }),
);
