import { Module } from '@nestjs/common';
import { WorkloadsController } from './workloads.controller.js';

/** Workloads and their runtime profiles over REST. */
@Module({ controllers: [WorkloadsController] })
export class WorkloadsModule {}
