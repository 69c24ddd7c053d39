import type { Admin, Kafka } from 'kafkajs';
import { createKafka, type KafkaLogger, type KafkaSettings } from './client.js';
import { partitionKey, type TopicPartition } from './topic-partition.js';

/** Where a partition begins and ends now. */
export interface PartitionEnd extends TopicPartition {
  /** Offset of the first message that the broker still has. */
  readonly begin: number;
  /** Offset of the message that will be written next. */
  readonly end: number;
  /** What the group has reported as read (`EventStream.report`); absent where that was not asked for, or is nothing. */
  readonly committed?: number;
}

/**
 * Asks brokers where partitions end, without reading any: two requests per topic and leader, two more where what was reported
 * as read is asked for. Fails soon if brokers are away, and connects anew the next time.
 */
export class PartitionEnds {
  readonly #kafka: Kafka;
  #admin: Promise<Admin> | undefined;

  constructor(
    private readonly settings: KafkaSettings,
    logger: KafkaLogger,
  ) {
    // Whoever asks at intervals says himself what comes of it.
    const quiet: KafkaLogger = {
      debug: (...said) => logger.debug(...said),
      info: (...said) => logger.debug(...said),
      warn: (...said) => logger.debug(...said),
      error: (...said) => logger.debug(...said),
    };
    this.#kafka = createKafka(settings, quiet, { initialRetryTime: 100, maxRetryTime: 500, retries: 1 });
  }

  /**
   * The ends of partitions, of those that the brokers know.
   *
   * @throws if no answer is to be had
   */
  async read(
    partitions: readonly TopicPartition[],
    { committed = false }: { readonly committed?: boolean } = {},
  ): Promise<readonly PartitionEnd[]> {
    if (partitions.length === 0) return [];
    const topics = [...new Set(partitions.map(({ topic }) => topic))];
    const wanted = new Set(partitions.map(partitionKey));
    const ends = (await this.readTopics(topics, { committed })).filter((each) =>
      wanted.has(partitionKey(each)),
    );
    // kafkajs remembers for minutes which partitions there are; a new connection does not know yet.
    if (ends.length < partitions.length) await this.close();
    return ends;
  }

  /**
   * The ends of all partitions of topics, as far as this connection knows of them.
   *
   * @throws if no answer is to be had
   */
  async readTopics(
    topics: readonly string[],
    { committed = false }: { readonly committed?: boolean } = {},
  ): Promise<readonly PartitionEnd[]> {
    const asked = (this.#admin ??= this.#connect());
    try {
      const admin = await asked;
      const reported = committed ? await this.#committed(admin, topics) : new Map<string, number>();
      const ends: PartitionEnd[] = [];
      for (const topic of topics) {
        for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
          const known = reported.get(partitionKey({ topic, partition }));
          const place = { topic, partition, begin: Number(low), end: Number(high) };
          ends.push({ ...place, ...(known !== undefined && { committed: known }) });
        }
      }
      return ends;
    } catch (error) {
      if (this.#admin === asked) await this.close();
      throw error;
    }
  }

  /** Ends the connection; the next question makes another one. */
  async close(): Promise<void> {
    const admin = this.#admin;
    this.#admin = undefined;
    await admin?.then((each) => each.disconnect()).catch(() => undefined);
  }

  async #committed(admin: Admin, topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { groupId } = this.settings;
    const found = await admin.fetchOffsets({ groupId, topics: [...topics] });
    return new Map(
      found.flatMap(({ topic, partitions }) =>
        partitions
          .filter(({ offset }) => Number(offset) >= 0)
          .map(({ partition, offset }) => [partitionKey({ topic, partition }), Number(offset)] as const),
      ),
    );
  }

  async #connect(): Promise<Admin> {
    const admin = this.#kafka.admin();
    await admin.connect();
    return admin;
  }
}
