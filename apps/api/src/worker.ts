import 'reflect-metadata';
import { runProcess, startBackgroundProcess } from '#libs/platform';
import { WorkerProcessModule } from './worker-process.module.js';

await runProcess((config) =>
  startBackgroundProcess(config, {
    module: WorkerProcessModule,
    role: 'worker',
    healthPort: config.http.workerHealthPort,
  }),
);
