import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { z } from 'zod';
import { createKafka, endlessRetry, type KafkaLogger, type KafkaSettings } from './client.js';
import { type PartitionEnd, PartitionEnds } from './partition-ends.js';
import { unpackBatch, type UnreadableBatch } from './record-batches.js';
import { subscribedRoundRobin } from './subscribed-round-robin.js';
import type { PartitionOffset, TopicPartition } from './topic-partition.js';

export interface StreamMessage {
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** There if this is no message, but stands for a record batch that can't be read. */
  readonly unreadable?: UnreadableBatch;
}

/** Messages of a partition in their order. */
export interface StreamBatch extends TopicPartition {
  readonly messages: readonly StreamMessage[];
  /** Where the partition goes on after the batch; more than the last offset + 1 if markers of transactions follow. */
  readonly next: number;
  /** Offset of the message that will be written to the partition next. */
  readonly end: number;
  /**
   * When its last message was written, in ms since the epoch: by the clock of the broker, or of whoever has sent it, as the
   * topic is set (`message.timestamp.type`). Absent: nobody has said.
   */
  readonly writtenAt?: number;
}

/**
 * Takes the messages. Offsets are its own affair: what Kafka thinks was read is a hint only. After each join of the group
 * `assigned` is called, before the first `take` of that generation, but not awaited; the handler keeps the order.
 */
export interface StreamHandler {
  assigned(partitions: readonly TopicPartition[]): void;
  /** Takes a batch, or names the offset from which it wants to read on instead. Errors make it come again. */
  take(batch: StreamBatch): Promise<'taken' | { readonly readFrom: number }>;
}

/** How the stream does. */
export interface StreamState {
  /** `waiting`: not all topics exist yet, or the next consumer is not made yet after one that failed. */
  readonly phase: 'stopped' | 'waiting' | 'joining' | 'reading';
  readonly missingTopics: readonly string[];
  readonly assigned: number;
  /** Milliseconds since messages were last asked for, or since the handler got the oldest batch that it still has. */
  readonly idleFor: number;
}

const topicsCheckedEvery = 2_000;
/** Before a consumer is made anew: so long at first, twice as long each time that one has taken nothing. */
const leastPause = 1_000;
const mostPause = 30_000;
const mostWaitedAtStop = 5_000;

/** Reads topics as a member of a consumer group, for ever: crashes of kafkajs' consumer are mended by a new one. */
export class EventStream {
  readonly #kafka: Kafka;
  #consumer: Consumer | undefined;
  #phase: StreamState['phase'] = 'stopped';
  #missingTopics: readonly string[] = [];
  #assigned: readonly TopicPartition[] = [];
  #lastProgress = performance.now();
  /** Batches that the handler has, each by the time at which it got it. */
  readonly #inWork = new Set<{ readonly since: number }>();
  #batchesTaken = 0;
  #stopped = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly settings: KafkaSettings,
    private readonly handler: StreamHandler,
    private readonly logger: KafkaLogger,
  ) {
    this.#kafka = createKafka(settings, logger);
  }

  /** Starts reading in the background; errors are logged and tried again. */
  start(): void {
    this.#stopped = new AbortController();
    this.#running = this.#run(this.#stopped.signal);
  }

  /** Leaves the group after the batch in work. Waits no longer than 5 s for brokers that are away. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.race([this.#running, pause(mostWaitedAtStop)]);
    this.#phase = 'stopped';
  }

  /** Reads a partition from another offset on. Without effect if the partition is not assigned. */
  seek({ topic, partition, offset }: PartitionOffset): void {
    this.#consumer?.seek({ topic, partition, offset: String(offset) });
  }

  /** Where all partitions of topics begin and end now, asked on a new connection: it knows of those added a moment ago. */
  async ends(topics: readonly string[]): Promise<readonly PartitionEnd[]> {
    const brokers = new PartitionEnds(this.settings, this.logger);
    try {
      return await brokers.readTopics(topics);
    } finally {
      await brokers.close();
    }
  }

  /** Tells Kafka what was read, for whoever watches the lag there. Failures don't matter. */
  async report(offsets: readonly PartitionOffset[]): Promise<void> {
    try {
      await this.#consumer?.commitOffsets(
        offsets.map(({ topic, partition, offset }) => ({ topic, partition, offset: String(offset) })),
      );
    } catch (error) {
      this.logger.debug({ err: error }, 'kafka: offsets were not reported');
    }
  }

  state(): StreamState {
    return {
      phase: this.#phase,
      missingTopics: this.#missingTopics,
      assigned: this.#assigned.length,
      // Heartbeats are no progress: they are sent for a batch that hangs as well.
      idleFor: Math.round(
        performance.now() - Math.min(this.#lastProgress, ...[...this.#inWork].map(({ since }) => since)),
      ),
    };
  }

  async #run(signal: AbortSignal): Promise<void> {
    let pauseFor = leastPause;
    while (!signal.aborted) {
      const takenBefore = this.#batchesTaken;
      try {
        await this.#waitForTopics(signal);
        if (!signal.aborted) await this.#consume(signal);
      } catch (error) {
        this.logger.error({ err: error }, 'kafka: reading failed');
      }
      if (signal.aborted) return;
      if (this.#batchesTaken > takenBefore) pauseFor = leastPause;
      this.#phase = 'waiting';
      this.logger.warn({ retryIn: pauseFor }, 'kafka: the consumer is made anew');
      await pause(pauseFor, signal);
      pauseFor = Math.min(mostPause, pauseFor * 2);
    }
  }

  /** kafkajs gives up, or reads a part only, where a topic does not exist yet. */
  async #waitForTopics(signal: AbortSignal): Promise<void> {
    this.#phase = 'waiting';
    const admin = this.#kafka.admin();
    const abort = (): void => void admin.disconnect().catch(() => undefined);
    signal.addEventListener('abort', abort, { once: true });
    try {
      await admin.connect();
      while (!signal.aborted) {
        const existing = new Set(await admin.listTopics());
        const missing = this.settings.topics.filter((topic) => !existing.has(topic));
        if (missing.join() !== this.#missingTopics.join() && missing.length > 0) {
          this.logger.warn({ topics: missing }, 'kafka: waiting for topics that do not exist');
        }
        this.#missingTopics = missing;
        this.#progressed();
        if (missing.length === 0) return;
        await pause(topicsCheckedEvery, signal);
      }
    } finally {
      signal.removeEventListener('abort', abort);
      await admin.disconnect();
    }
  }

  /** Reads until stopped, or until kafkajs gives up on its consumer. */
  async #consume(signal: AbortSignal): Promise<void> {
    this.#phase = 'joining';
    const { settings } = this;
    const consumer = this.#kafka.consumer({
      groupId: settings.groupId,
      partitionAssigners: [subscribedRoundRobin(this.logger)],
      sessionTimeout: settings.sessionTimeout,
      heartbeatInterval: Math.min(3_000, Math.floor(settings.sessionTimeout / 3)),
      rebalanceTimeout: Math.max(60_000, settings.sessionTimeout),
      maxWaitTimeInMs: 300,
      minBytes: 1,
      maxBytesPerPartition: settings.maxBytesPerPartition,
      maxBytes: 52_428_800,
      metadataMaxAge: 10_000, // so soon are partitions seen that were added
      allowAutoTopicCreation: false,
      readUncommitted: false,
      retry: endlessRetry,
    });
    const crashed = this.#observe(consumer, signal);
    this.#consumer = consumer;
    try {
      await consumer.connect();
      // Whoever takes the messages knows from where on. Left to itself the stream leaves nothing out, not even where an offset
      // is out of range: a broker may have deleted what stood there, and have what came after it.
      await consumer.subscribe({ topics: [...settings.topics], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatch: (payload) => this.#takeBatch(payload),
      });
      await crashed;
    } finally {
      this.#consumer = undefined;
      this.#assigned = [];
      await consumer.disconnect();
    }
  }

  /** Resolves when the consumer has to be replaced: it crashed for good, or reading was stopped. */
  #observe(consumer: Consumer, signal: AbortSignal): Promise<void> {
    const { GROUP_JOIN, CRASH, FETCH } = consumer.events;
    consumer.on(GROUP_JOIN, ({ payload: { memberAssignment } }) => {
      this.#assigned = Object.entries(memberAssignment).flatMap(([topic, partitions]) =>
        partitions.map((partition) => ({ topic, partition })),
      );
      this.#phase = 'reading';
      this.#progressed();
      this.logger.info({ partitions: this.#assigned }, 'kafka: joined the group');
      this.handler.assigned(this.#assigned);
    });
    consumer.on(FETCH, () => this.#progressed());
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
      consumer.on(CRASH, ({ payload: { restart, error } }) => {
        this.logger.error({ err: error, restart }, 'kafka: the consumer crashed');
        if (!restart) resolve();
      });
    });
  }

  async #takeBatch(payload: EachBatchPayload): Promise<void> {
    if (!payload.isRunning() || payload.isStale()) return;
    const work = { since: performance.now() };
    this.#inWork.add(work);
    await this.#keepingAlive(
      () => payload.heartbeat(),
      this.#takeRecordBatches(payload).finally(() => this.#inWork.delete(work)),
    );
  }

  /** Record batches are unpacked one at a time: what one was is garbage before the next is there. */
  async #takeRecordBatches(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const { topic, partition } = batch;
    const from = Number(fetched.parse(batch).fetchedOffset);
    const next = Number(batch.lastOffset()) + 1;
    for (const [index, standIn] of batch.messages.entries()) {
      if (!payload.isRunning() || payload.isStale()) return;
      const taken = await this.handler.take({
        topic,
        partition,
        messages: (await messagesOf(standIn)).filter(({ offset }) => offset >= from),
        next: index === batch.messages.length - 1 ? next : Number(standIn.offset) + 1,
        end: Number(batch.highWatermark),
        ...writtenAtOf(standIn),
      });
      this.#batchesTaken += 1;
      this.#progressed();
      if (taken !== 'taken') return this.seek({ topic, partition, offset: taken.readFrom });
    }
  }

  /** kafkajs sends heartbeats between fetches only: work that takes long has to send its own. */
  async #keepingAlive<T>(heartbeat: () => Promise<void>, work: Promise<T>): Promise<T> {
    const timer = setInterval(
      () => {
        heartbeat().catch((error: unknown) => this.logger.debug({ err: error }, 'kafka: heartbeat refused'));
      },
      Math.floor(this.settings.sessionTimeout / 5),
    );
    try {
      return await work;
    } finally {
      clearInterval(timer);
    }
  }

  #progressed(): void {
    this.#lastProgress = performance.now();
  }
}

/** What kafkajs was asked for: a record batch may begin before that. */
const fetched = z.object({ fetchedOffset: z.string() });

/** The messages of a record batch. */
async function messagesOf(standIn: KafkaMessage): Promise<readonly StreamMessage[]> {
  const unpacked = await unpackBatch(standIn);
  if ('reason' in unpacked)
    return [{ offset: Number(standIn.offset), key: null, value: null, unreadable: unpacked }];
  return unpacked;
}

function writtenAtOf({ timestamp }: KafkaMessage): Pick<StreamBatch, 'writtenAt'> {
  const writtenAt = Number(timestamp);
  return writtenAt >= 0 && Number.isSafeInteger(writtenAt) ? { writtenAt } : {};
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done, { once: true });
  });
}
