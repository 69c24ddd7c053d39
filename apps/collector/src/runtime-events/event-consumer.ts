import type { SourceSettings } from '#libs/events';
import {
  DeadLetterRelay,
  IngestionMetrics,
  Lag,
  StreamIngestion,
  type WorkloadResolver,
} from '#libs/ingestion';
import { EventStream, type KafkaLogger, type KafkaSettings, MessageWriter, PartitionEnds } from '#libs/kafka';
import { type Config, Readiness } from '#libs/platform';
import type { DataSource } from 'typeorm';

/** What the consumer is made of. */
export interface ConsumerParts {
  readonly config: Config;
  readonly kafka: KafkaSettings;
  readonly dataSource: DataSource;
  readonly resolver: WorkloadResolver;
  readonly metrics: IngestionMetrics;
  readonly readiness: Readiness;
  readonly logger: KafkaLogger;
  /** What is said of topics beside their messages, by topic. */
  readonly sources: ReadonlyMap<string, SourceSettings>;
}

const relayedEvery = 1_000;

/** Ingestion of topics: starts, stops, and says whether it makes progress. */
export class EventConsumer {
  readonly #ingestion: StreamIngestion;
  readonly #stream: EventStream;
  readonly #writer: MessageWriter | undefined;
  readonly #relay: DeadLetterRelay | undefined;
  readonly lag: Lag;

  constructor(parts: ConsumerParts) {
    const { config, kafka, dataSource, resolver, metrics, readiness, logger, sources } = parts;
    this.#ingestion = new StreamIngestion(
      { dataSource, resolver, settings: config, metrics, now: () => new Date() },
      kafka,
      logger,
      sources,
    );
    this.#stream = new EventStream(kafka, this.#ingestion, logger);
    this.lag = new Lag(
      new PartitionEnds(kafka, logger),
      () => (this.#stream.state().phase === 'reading' ? this.#ingestion.progress : undefined),
      logger,
      kafka,
    );
    if (kafka.deadLetterTopic !== undefined) {
      this.#writer = new MessageWriter(kafka, logger);
      this.#relay = new DeadLetterRelay(dataSource, this.#writer, kafka.deadLetterTopic, metrics, logger);
    }
    readiness.register('kafka', () => this.#check(kafka.sessionTimeout));
  }

  start(): void {
    this.#ingestion.start(this.#stream);
    this.#stream.start();
    this.lag.start();
    this.#relay?.start(relayedEvery);
  }

  /** Ends after the batch in work, and stores what was read. */
  async stop(): Promise<void> {
    // Told first: while brokers are away the letters under way take as long as all else.
    const relayStopped = this.#relay?.stop();
    await this.lag.stop();
    await this.#stream.stop();
    await this.#ingestion.stop();
    await relayStopped;
    await this.#writer?.close();
  }

  // A member of the group without partitions is ready: it stands by. One that hears nothing of the brokers, or hangs in a
  // batch (its heartbeats go on), is not.
  #check(sessionTimeout: number): Promise<void> {
    const { phase, missingTopics, idleFor } = this.#stream.state();
    if (missingTopics.length > 0)
      return Promise.reject(new Error(`no such topics: ${missingTopics.join(', ')}`));
    if (phase !== 'reading') return Promise.reject(new Error(`the consumer is ${phase}`));
    if (idleFor > sessionTimeout) return Promise.reject(new Error(`no progress for ${idleFor} ms`));
    return Promise.resolve();
  }
}
