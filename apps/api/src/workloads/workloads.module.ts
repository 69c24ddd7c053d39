import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { DecisionsController } from './decisions.controller.js';
import { WorkloadsController } from './workloads.controller.js';

/** Workloads, their runtime profiles, and what people decide about these, over REST. */
@Module({ controllers: [WorkloadsController, DecisionsController, AuditController] })
export class WorkloadsModule {}
