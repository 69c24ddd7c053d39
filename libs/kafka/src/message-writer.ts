import kafkajs, { type Kafka, type Producer } from 'kafkajs';
import { createKafka, type KafkaLogger, type KafkaSettings } from './client.js';

/** Messages that are larger, alone or together, than the brokers take them (`max.message.bytes` of the topic). */
export class MessagesTooLargeError extends Error {}

export interface OutgoingMessage {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

const mostWaitedAtClose = 1_000;

/** Writes messages; each call returns when all in-sync replicas have them, or throws. Fails soon if brokers are away. */
export class MessageWriter {
  readonly #kafka: Kafka;
  #producer: Promise<Producer> | undefined;

  constructor(settings: KafkaSettings, logger: KafkaLogger) {
    this.#kafka = createKafka(settings, logger, { initialRetryTime: 200, maxRetryTime: 1_000, retries: 5 });
  }

  /** @throws {MessagesTooLargeError} none of the messages of one partition is written */
  async write(topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    if (messages.length === 0) return;
    this.#producer ??= this.#connect();
    const producer = await this.#producer;
    try {
      await producer.send({
        topic,
        acks: -1,
        messages: messages.map((each) => ({ ...each, headers: { ...each.headers } })),
      });
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      throw new MessagesTooLargeError(`${messages.length} messages are too large for ${topic}`, {
        cause: error,
      });
    }
  }

  /** Waits no longer than a second for brokers that are away. */
  async close(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    const closed = producer?.then((each) => each.disconnect()).catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, mostWaitedAtClose);
    });
    await Promise.race([closed, waited]);
    clearTimeout(timer);
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

/** What brokers say of a batch, and of a request that holds more than they take at all. */
function isTooLarge(error: unknown): boolean {
  if (error instanceof kafkajs.KafkaJSProtocolError)
    return error.type === 'MESSAGE_TOO_LARGE' || error.type === 'RECORD_LIST_TOO_LARGE';
  return error instanceof Error && error.cause !== undefined && isTooLarge(error.cause);
}
