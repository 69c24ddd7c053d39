import type { KafkaLogger, OutgoingMessage } from '#libs/kafka';
import { bigintColumn, rows } from '#libs/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import type { IngestionMetrics } from './ingestion-metrics.js';

const letter = z.object({
  id: z.string(),
  topic: z.string(),
  partition: z.int(),
  message_offset: bigintColumn,
  reason: z.string(),
  mistakes: z.unknown(),
  message_key: z.instanceof(Buffer).nullable(),
  message_value: z.instanceof(Buffer).nullable(),
});

/** Where letters are written to: a MessageWriter. */
export interface LetterWriter {
  write(topic: string, messages: readonly OutgoingMessage[]): Promise<void>;
}

const lettersAtOnce = 100;

/**
 * Writes dead letters to the dead-letter topic, at least once, in the order in which they were kept. Key and value are the
 * original bytes; the headers `dead-letter-topic`, `-partition` and `-offset` say which message it was and are the key
 * by which repeats can be told, `-reason` and `-mistakes` say why. Several processes may relay: each row is taken by one.
 */
export class DeadLetterRelay {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    private readonly writer: LetterWriter,
    private readonly topic: string,
    private readonly metrics: IngestionMetrics,
    private readonly logger: KafkaLogger,
  ) {}

  start(every: number): void {
    this.#timer = setInterval(() => {
      this.#running = this.#running.then(() => this.#relayAll());
    }, every);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #relayAll(): Promise<void> {
    try {
      while ((await this.relay()) === lettersAtOnce);
    } catch (error) {
      this.logger.warn({ err: error, topic: this.topic }, 'dead letters could not be relayed; trying again');
    }
  }

  /** Relays some letters, and returns how many. */
  async relay(): Promise<number> {
    return this.dataSource.transaction(async (transaction) => {
      const letters = await unrelayed(transaction);
      await this.writer.write(
        this.topic,
        letters.map((each) => ({
          key: each.message_key,
          value: each.message_value,
          headers: {
            'dead-letter-topic': each.topic,
            'dead-letter-partition': String(each.partition),
            'dead-letter-offset': String(each.message_offset),
            'dead-letter-reason': each.reason,
            'dead-letter-mistakes': JSON.stringify(each.mistakes),
          },
        })),
      );
      await transaction.query(`UPDATE dead_letters SET relayed_at = now() WHERE id = ANY($1::bigint[])`, [
        letters.map(({ id }) => id),
      ]);
      this.metrics.relayed(letters.length);
      return letters.length;
    });
  }
}

function unrelayed(transaction: EntityManager): Promise<z.infer<typeof letter>[]> {
  return rows(
    transaction,
    letter,
    `SELECT id, topic, partition, message_offset, reason, mistakes, message_key, message_value
     FROM dead_letters WHERE relayed_at IS NULL ORDER BY id LIMIT ${lettersAtOnce} FOR UPDATE SKIP LOCKED`,
  );
}
