import {
  byName,
  IngestionMetrics,
  ingestionRetention,
  observeDeadLetters,
  observeLag,
  observeParkedPods,
  readTopicSettings,
} from '#libs/ingestion';
import { inventoryResolver } from '#libs/inventory';
import type { KafkaLogger } from '#libs/kafka';
import { auditRetention, rowsOlderThan, workloadRetention } from '#libs/persistence';
import { CONFIG, type Config, Readiness } from '#libs/platform';
import { simulationRetention } from '#libs/simulations';
import { webhookRetention } from '#libs/webhooks';
import { Inject, Module, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { EventConsumer } from './event-consumer.js';
import { Parking } from './parking.js';
import { Retention, RetentionMetrics } from './retention.js';

/** Runtime events: from Kafka, where there is one, into profiles; and what is past its retention out again. */
@Module({
  providers: [
    {
      provide: IngestionMetrics,
      inject: [Registry],
      useFactory: (registry: Registry) => new IngestionMetrics(registry),
    },
    {
      provide: RetentionMetrics,
      inject: [Registry],
      useFactory: (registry: Registry) => new RetentionMetrics(registry),
    },
  ],
})
export class RuntimeEventsModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #consumer: EventConsumer | undefined;
  #parking: Parking | undefined;
  #retention: Retention | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(IngestionMetrics) private readonly metrics: IngestionMetrics,
    @Inject(RetentionMetrics) private readonly retentionMetrics: RetentionMetrics,
    @Inject(Registry) private readonly registry: Registry,
    @Inject(PinoLogger) private readonly logger: PinoLogger,
  ) {
    logger.setContext('runtime-events');
  }

  onApplicationBootstrap(): void {
    const { config, dataSource, readiness, metrics } = this;
    const { topicSettings, topics, deadLetterTopic } = config.kafka;
    const deadLettersRelayed = config.kafka.brokers !== undefined && deadLetterTopic !== undefined;
    observeDeadLetters(this.registry, dataSource, { relayed: deadLettersRelayed });
    observeParkedPods(this.registry, dataSource);
    observeLag(this.registry, () => this.#consumer?.lag);
    const sources = readTopicSettings(topicSettings, topics);
    const logger: KafkaLogger = this.logger;
    // Every kind of data that goes with time, in one list.
    const rules = [
      ...ingestionRetention({ ...config.retention, deadLettersRelayed }),
      ...simulationRetention(config.retention.simulations),
      ...webhookRetention(config.retention.webhookDeliveries),
      auditRetention(config.retention.audit),
      rowsOlderThan({
        table: 'deletions',
        condition: 'old.finished_at < $1',
        keep: config.retention.observations,
      }),
      workloadRetention(config.retention.observations),
    ];
    this.#retention = new Retention(dataSource, rules, this.retentionMetrics, logger);
    this.#retention.start();
    this.#parking = new Parking(dataSource, config.ingestion.parkedFor, metrics, logger);
    this.#parking.start();
    const { brokers } = config.kafka;
    if (brokers === undefined) {
      this.logger.info('KAFKA_BROKERS is not set: no topics are read, events come over HTTP only');
      return;
    }
    const kafka = { ...config.kafka, brokers };
    this.#consumer = new EventConsumer({
      config,
      kafka,
      dataSource,
      resolver: inventoryResolver(dataSource, {
        otherwise: byName,
        mostParked: config.ingestion.mostParked,
        notParked: () => metrics.notParked(),
      }),
      metrics,
      readiness,
      logger,
      sources,
    });
    this.#consumer.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#consumer?.stop();
    await this.#parking?.stop();
    await this.#retention?.stop();
  }
}
