import { type KafkaLogger, MessagesTooLargeError, type OutgoingMessage } from '#libs/kafka';
import { bigintColumn, rows } from '#libs/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import { mistake } from './dead-letters/dead-letter-store.js';
import { beginningOf } from './dead-letters/letter-bounds.js';
import type { IngestionMetrics } from './ingestion-metrics.js';

const letter = z.object({
  id: z.string(),
  topic: z.string(),
  partition: z.int(),
  message_offset: bigintColumn,
  reason: z.string(),
  mistakes: z.array(mistake),
  message_key: z.instanceof(Buffer).nullable(),
  message_value: z.instanceof(Buffer).nullable(),
  whole_bytes: bigintColumn.nullable(),
  whole_sha256: z.instanceof(Buffer).nullable(),
});
type Letter = z.infer<typeof letter>;

/** Where letters are written to: a MessageWriter. */
export interface LetterWriter {
  write(topic: string, messages: readonly OutgoingMessage[]): Promise<void>;
}

const lettersAtOnce = 100;
/** Bytes of letters after which no more go with them: a batch of messages has to fit into `max.message.bytes` of the topic. */
const bytesAtOnce = 512 * 1024;
/** Letters that are being written when the relay is to stop have so many ms left: brokers that are away would take up to 21 s. */
const mostWaitedAtStop = 2_000;

/**
 * Writes dead letters to the dead-letter topic, at least once, in the order in which they were kept. Key and value are the
 * original bytes; the headers `dead-letter-topic`, `-partition` and `-offset` say which message it was and are the key by
 * which repeats can be told, `-reason` and `-mistakes` say why. A letter of which only the beginning is kept, or that is
 * larger than the topic takes, goes with its beginning and `dead-letter-whole-bytes` and `-whole-sha256`. Several processes
 * may relay: each row is taken by one.
 */
export class DeadLetterRelay {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopping = false;
  readonly #givenUp = new AbortController();

  constructor(
    private readonly dataSource: DataSource,
    private readonly writer: LetterWriter,
    private readonly topic: string,
    private readonly metrics: IngestionMetrics,
    private readonly logger: KafkaLogger,
  ) {}

  /** Relays what there is, and again so many ms after that: a try may take longer than these while brokers are away. */
  start(every: number): void {
    this.#timer = setTimeout(() => {
      this.#running = this.#relayAll().then(() => {
        if (!this.#stopping) this.start(every);
      });
    }, every);
  }

  /** Ends after the letters that are being written, or without them after 2 s; what is left is for the next process. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    const waited = setTimeout(() => this.#givenUp.abort(), mostWaitedAtStop);
    await this.#running;
    clearTimeout(waited);
  }

  async #relayAll(): Promise<void> {
    try {
      while (!this.#stopping && (await this.relay()) > 0);
    } catch (error) {
      this.logger.warn({ err: error, topic: this.topic }, 'dead letters could not be relayed; trying again');
    }
  }

  /** Relays some letters, and returns how many. */
  async relay(): Promise<number> {
    return this.dataSource.transaction(async (transaction) => {
      const letters = await unrelayed(transaction);
      await this.#write(letters);
      await transaction.query(`UPDATE dead_letters SET relayed_at = now() WHERE id = ANY($1::bigint[])`, [
        letters.map(({ id }) => id),
      ]);
      this.metrics.relayed(letters.length);
      return letters.length;
    });
  }

  /** Fails when it is given up: the letters may be written nevertheless, and are once more later. */
  async #send(messages: readonly OutgoingMessage[]): Promise<void> {
    const { signal } = this.#givenUp;
    const givenUp = Promise.withResolvers<never>();
    const giveUp = (): void => givenUp.reject(new Error('the relay has ended'));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp);
    try {
      await Promise.race([this.writer.write(this.topic, messages), givenUp.promise]);
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** Letters that don't fit together go one by one, and one that is too large by itself goes with its beginning. */
  async #write(letters: readonly Letter[]): Promise<void> {
    try {
      await this.#send(letters.map(messageOf));
    } catch (error) {
      if (!(error instanceof MessagesTooLargeError)) throw error;
      const [first, ...more] = letters;
      if (first === undefined) return;
      if (more.length > 0) {
        for (const each of letters) await this.#write([each]);
        return;
      }
      this.logger.warn(
        { err: error, letter: first.id },
        'a dead letter is too large, its beginning is relayed',
      );
      await this.#send([messageOf(shortened(first))]);
    }
  }
}

function shortened(large: Letter): Letter {
  const { mistakes, message_key: key, message_value: value, message_offset: offset } = large;
  const { whole, ...short } = beginningOf({ ...large, mistakes, offset, key, value });
  return {
    ...large,
    mistakes: [...short.mistakes],
    message_key: short.key,
    message_value: short.value,
    // Of a letter that was cut before, what is known of the whole is known from then.
    whole_bytes: large.whole_bytes ?? whole?.bytes ?? null,
    whole_sha256: large.whole_sha256 ?? whole?.sha256 ?? null,
  };
}

function messageOf(each: Letter): OutgoingMessage {
  const { whole_bytes: bytes, whole_sha256: hash } = each;
  return {
    key: each.message_key,
    value: each.message_value,
    headers: {
      'dead-letter-topic': each.topic,
      'dead-letter-partition': String(each.partition),
      'dead-letter-offset': String(each.message_offset),
      'dead-letter-reason': each.reason,
      'dead-letter-mistakes': JSON.stringify(each.mistakes),
      ...(bytes === null || hash === null
        ? {}
        : { 'dead-letter-whole-bytes': String(bytes), 'dead-letter-whole-sha256': hash.toString('hex') }),
    },
  };
}

function unrelayed(transaction: EntityManager): Promise<z.infer<typeof letter>[]> {
  return rows(
    transaction,
    letter,
    `SELECT id, topic, partition, message_offset, reason, mistakes, message_key, message_value, whole_bytes, whole_sha256
     FROM dead_letters WHERE relayed_at IS NULL AND id = ANY (ARRAY(
       SELECT id FROM (
         SELECT id, sum(kept_bytes) OVER (ORDER BY id) - kept_bytes AS before
         FROM (SELECT id, kept_bytes FROM dead_letters WHERE relayed_at IS NULL ORDER BY id LIMIT ${lettersAtOnce}) AS next
       ) AS counted WHERE before < ${bytesAtOnce}
     )) ORDER BY id FOR UPDATE SKIP LOCKED`,
  );
}
