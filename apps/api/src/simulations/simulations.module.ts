import { Module } from '@nestjs/common';
import { ComputationsModule } from '../computations/index.js';
import { PoliciesModule } from '../policies/index.js';
import { BundleController } from './bundle.controller.js';
import { SimulationDetailsController } from './details.controller.js';
import { DiffController } from './diff.controller.js';
import { EventStreams } from './event-streams.js';
import { EventsController } from './events.controller.js';
import { ExportController } from './export.controller.js';
import { HistoryController } from './history.controller.js';
import { QueueModule } from './queue.module.js';
import { SimulationsController } from './simulations.controller.js';
import { SimulationsService } from './simulations.service.js';

/** Simulations over REST. */
@Module({
  imports: [ComputationsModule, PoliciesModule, QueueModule],
  controllers: [
    SimulationsController,
    ExportController,
    BundleController,
    DiffController,
    SimulationDetailsController,
    HistoryController,
    EventsController,
  ],
  providers: [EventStreams, SimulationsService],
})
export class SimulationsModule {}
