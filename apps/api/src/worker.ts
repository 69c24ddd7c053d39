import 'reflect-metadata';
import { lowerPriority, runProcess, startBackgroundProcess } from '#libs/platform';
import { WorkerProcessModule } from './worker-process.module.js';

await runProcess((config) => {
  // A simulation takes seconds or minutes anyway; those who ask the API wait for an answer now.
  lowerPriority(config.simulations.niceness);
  return startBackgroundProcess(config, {
    module: WorkerProcessModule,
    role: 'worker',
    healthPort: config.http.workerHealthPort,
  });
});
