import { Module } from '@nestjs/common';
import { QueueModule } from '../simulations/index.js';
import { DeletionsController } from './deletions.controller.js';

/** Deletion of the data of clusters and namespaces over REST. */
@Module({ imports: [QueueModule], controllers: [DeletionsController] })
export class DeletionsModule {}
