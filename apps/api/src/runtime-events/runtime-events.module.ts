import { byName, IngestionMetrics, RequestIngestion } from '#libs/ingestion';
import { inventoryResolver } from '#libs/inventory';
import { CONFIG, type Config } from '#libs/platform';
import { Module } from '@nestjs/common';
import { Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { RuntimeEventsController } from './runtime-events.controller.js';

/** Ingestion of runtime events over HTTP, through the pipeline that the collector uses for Kafka. */
@Module({
  controllers: [RuntimeEventsController],
  providers: [
    {
      provide: RequestIngestion,
      inject: [DataSource, CONFIG, Registry],
      useFactory: (dataSource: DataSource, settings: Config, registry: Registry) =>
        new RequestIngestion({
          dataSource,
          settings,
          resolver: inventoryResolver(dataSource, {
            otherwise: byName,
            mostParked: settings.ingestion.mostParked,
          }),
          metrics: new IngestionMetrics(registry),
          now: () => new Date(),
        }),
    },
  ],
})
export class RuntimeEventsModule {}
