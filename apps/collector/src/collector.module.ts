import { PersistenceModule } from '#libs/persistence';
import { Module } from '@nestjs/common';
import { RuntimeEventsModule } from './runtime-events/index.js';

/** The collector: reads runtime events from Kafka, and removes what is past its retention. */
@Module({ imports: [PersistenceModule, RuntimeEventsModule] })
export class CollectorModule {}
