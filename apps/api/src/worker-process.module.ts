import { PersistenceModule } from '#libs/persistence';
import { Module } from '@nestjs/common';
import { WorkerModule } from './simulations/worker.module.js';

/** The worker: runs the jobs of the queue. */
@Module({ imports: [PersistenceModule, WorkerModule] })
export class WorkerProcessModule {}
