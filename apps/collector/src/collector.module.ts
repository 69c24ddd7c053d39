import { PersistenceModule } from '#libs/persistence';
import { Module } from '@nestjs/common';
import { InventoryModule } from './inventory/index.js';
import { RuntimeEventsModule } from './runtime-events/index.js';

/**
 * The collector: reads runtime events from Kafka, removes what is past its retention, and keeps the inventory of a cluster
 * up to date.
 */
@Module({ imports: [PersistenceModule, RuntimeEventsModule, InventoryModule] })
export class CollectorModule {}
