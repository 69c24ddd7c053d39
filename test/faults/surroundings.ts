import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePorts } from '#libs/embedded-services';
import { createKafka, type KafkaLogger, type KafkaSettings, unpackBatch } from '#libs/kafka';
import { createDataSource, migrate } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import type { Producer } from 'kafkajs';
import type { DataSource } from 'typeorm';
import { type KafkaBroker, startKafka, startTestPostgres, type TestPostgres } from '../services/index.js';
import { Collectors, logFileIn } from './collectors.js';
import type { Fault } from './plan.js';
import { type Format, largestMessage, type Message } from './stream.js';

export const partitions = 6;
const topics: Readonly<Record<Format, string>> = { native: 'native-events', falco: 'falco-alerts' };
const deadLetterTopic = 'dead-letters';
const silent: KafkaLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Collectors and the database that they store in. */
export interface Group {
  readonly collectors: Collectors;
  readonly dataSource: DataSource;
}

/** A broker and a Postgres that may be ended at any time, and groups of collectors that use them. */
export class Surroundings {
  readonly #groups: Group[] = [];
  readonly #producer: Producer;

  private constructor(
    private readonly broker: KafkaBroker,
    private readonly postgres: TestPostgres,
    private readonly folder: string,
    private readonly kafka: KafkaSettings,
  ) {
    this.#producer = createKafka(kafka, silent).producer({ idempotent: true, maxInFlightRequests: 1 });
  }

  static async start(): Promise<Surroundings> {
    const broker = await startKafka();
    const postgres = await startTestPostgres({ commitsSurvive: true }).catch(async (error: unknown) => {
      await broker.stop();
      throw error;
    });
    const { kafka } = loadConfig({ DATABASE_URL: postgres.url, KAFKA_BROKERS: broker.plain });
    const folder = mkdtempSync(join(tmpdir(), 'policy-advisor-faults-'));
    const here = new Surroundings(broker, postgres, folder, { ...kafka, brokers: [broker.plain] });
    writeFileSync(
      join(folder, 'topics.yaml'),
      `topics: { ${topics.falco}: { format: falco, cluster: prod, covers: [file] } }\n`,
    );
    await here.#createTopics();
    await here.#producer.connect();
    return here;
  }

  async #createTopics(): Promise<void> {
    const admin = createKafka(this.kafka, silent).admin();
    await admin.connect();
    await admin.createTopics({
      topics: [
        ...Object.values(topics).map((topic) => ({ topic, numPartitions: partitions })),
        { topic: deadLetterTopic, numPartitions: 1 },
      ],
      waitForLeaders: true,
    });
    await admin.disconnect();
  }

  /** Sends messages in their order; waits for a broker that is away. */
  async send(messages: readonly Message[]): Promise<void> {
    for (let at = 0; at < messages.length; at += 500) {
      const byFormat = Map.groupBy(messages.slice(at, at + 500), ({ format }) => format);
      await this.#producer.sendBatch({
        topicMessages: [...byFormat].map(([format, some]) => ({
          topic: topics[format],
          messages: some.map(({ partition, key, value }) => ({ partition, key, value })),
        })),
      });
    }
  }

  /** Collectors that read both topics from their beginning into a new database. */
  async startGroup(name: string, count: number): Promise<Group> {
    const url = await this.postgres.createDatabase(name);
    const { database } = loadConfig({ DATABASE_URL: url });
    const dataSource = await createDataSource(database).initialize();
    await migrate(dataSource);
    const environment = {
      DATABASE_URL: url,
      KAFKA_BROKERS: this.broker.plain,
      KAFKA_TOPICS: Object.values(topics).join(','),
      KAFKA_TOPIC_SETTINGS_FILE: join(this.folder, 'topics.yaml'),
      KAFKA_DEAD_LETTER_TOPIC: deadLetterTopic,
      KAFKA_GROUP_ID: name,
      KAFKA_SESSION_TIMEOUT: '6s',
      KAFKA_MAX_BYTES_PER_PARTITION: '64KiB',
      INGESTION_FLUSH_INTERVAL: '100ms',
      INGESTION_MAX_MESSAGE_SIZE: `${largestMessage}B`,
      RETENTION_OBSERVATIONS: '3650d', // the days of the stream have long gone
      LOG_LEVEL: 'warn',
    };
    const collectors = new Collectors(environment, logFileIn(this.folder, name), await freePorts(count));
    collectors.start();
    const group = { collectors, dataSource };
    this.#groups.push(group);
    return group;
  }

  /** Resolves when what is disturbed works again, or is about to. */
  async disturb({ victim, signal, lasts }: Fault, { collectors }: Group): Promise<void> {
    if (typeof victim === 'object') {
      if (signal === 'SIGSTOP')
        return this.#stall(lasts, (name) => collectors.signal(victim.collector, name));
      await collectors.kill(victim.collector, signal);
      await delay(lasts);
      collectors.restart(victim.collector);
      return;
    }
    const server = this[victim];
    if (signal === 'SIGSTOP') {
      return this.#stall(lasts, (name) => (name === 'SIGSTOP' ? server.pause() : server.resume()));
    }
    await server.kill(signal);
    await delay(lasts);
    await server.restart();
  }

  async #stall(lasts: number, signal: (name: 'SIGSTOP' | 'SIGCONT') => void): Promise<void> {
    signal('SIGSTOP');
    try {
      await delay(lasts);
    } finally {
      signal('SIGCONT');
    }
  }

  /** Keys of what stands in the dead-letter topic, sorted, each once: letters are relayed at least once. */
  async readDeadLetterTopic(): Promise<readonly string[]> {
    const kafka = createKafka(this.kafka, silent);
    const admin = kafka.admin();
    await admin.connect();
    const [end] = await admin.fetchTopicOffsets(deadLetterTopic);
    await admin.disconnect();
    const last = Number(end?.high ?? 0) - 1;
    const keys = new Set<string>();
    if (last < 0) return [];
    const consumer = kafka.consumer({ groupId: 'letters' });
    await consumer.connect();
    try {
      await consumer.subscribe({ topic: deadLetterTopic, fromBeginning: true });
      await new Promise<void>((resolve, reject) => {
        consumer
          .run({
            autoCommit: false,
            eachMessage: async ({ message }) => {
              const unpacked = await unpackBatch(message);
              if ('reason' in unpacked) throw new Error(unpacked.detail);
              for (const { key } of unpacked) keys.add(key?.toString() ?? '');
              if (Number(message.offset) >= last) resolve();
            },
          })
          .catch(reject);
      });
    } finally {
      await consumer.disconnect();
    }
    return [...keys].sort();
  }

  /** Ends everything and removes it. */
  async stop(): Promise<void> {
    for (const { collectors, dataSource } of this.#groups) {
      collectors.end();
      await dataSource.destroy().catch(() => undefined);
    }
    const disconnected = this.#producer.disconnect().catch(() => undefined);
    await Promise.race([disconnected, delay(5_000)]);
    this.broker.resume();
    this.postgres.resume();
    await Promise.all([this.broker.stop(), this.postgres.stop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
