import { byName, IngestionMetrics, Intake, RequestIngestion } from '#libs/ingestion';
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
      provide: IngestionMetrics,
      inject: [Registry],
      useFactory: (registry: Registry) => new IngestionMetrics(registry),
    },
    {
      provide: Intake,
      inject: [CONFIG, IngestionMetrics],
      useFactory: ({ ingestion }: Config, metrics: IngestionMetrics) =>
        new Intake({ mostBytes: ingestion.maxWaitingSize, metrics, now: () => performance.now() }),
    },
    {
      provide: RequestIngestion,
      inject: [DataSource, CONFIG, IngestionMetrics],
      useFactory: (dataSource: DataSource, settings: Config, metrics: IngestionMetrics) =>
        new RequestIngestion({
          dataSource,
          settings,
          resolver: inventoryResolver(dataSource, {
            otherwise: byName,
            mostParked: settings.ingestion.mostParked,
            notParked: () => metrics.notParked(),
          }),
          metrics,
          now: () => new Date(),
        }),
    },
  ],
})
export class RuntimeEventsModule {}
