import type { Kafka, Producer } from 'kafkajs';
import { createKafka, type KafkaLogger, type KafkaSettings } from './client.js';

export interface OutgoingMessage {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Writes messages; each call returns when all in-sync replicas have them, or throws. Fails soon if brokers are away. */
export class MessageWriter {
  readonly #kafka: Kafka;
  #producer: Promise<Producer> | undefined;

  constructor(settings: KafkaSettings, logger: KafkaLogger) {
    this.#kafka = createKafka(settings, logger, { initialRetryTime: 200, maxRetryTime: 1_000, retries: 5 });
  }

  async write(topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    if (messages.length === 0) return;
    this.#producer ??= this.#connect();
    const producer = await this.#producer;
    await producer.send({
      topic,
      acks: -1,
      messages: messages.map((each) => ({ ...each, headers: { ...each.headers } })),
    });
  }

  async close(): Promise<void> {
    const producer = await this.#producer?.catch(() => undefined);
    this.#producer = undefined;
    await producer?.disconnect();
  }

  async #connect(): Promise<Producer> {
    const producer = this.#kafka.producer({ allowAutoTopicCreation: false });
    try {
      await producer.connect();
      return producer;
    } catch (error) {
      this.#producer = undefined;
      throw error;
    }
  }
}
