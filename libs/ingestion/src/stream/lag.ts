import { type KafkaLogger, type PartitionEnd, partitionKey, type TopicPartition } from '#libs/kafka';
import { sampledGauge } from '#libs/platform';
import type { Registry } from 'prom-client';

/** A partition that this process reads. */
export interface PartitionProgress extends TopicPartition {
  /** The offset up to which its messages are stored; undefined: not known yet, as the database could not be asked. */
  readonly stored: number | undefined;
}

/** Whoever knows where partitions end. */
export interface EndsOfPartitions {
  read(
    partitions: readonly TopicPartition[],
    also?: { readonly committed?: boolean },
  ): Promise<readonly PartitionEnd[]>;
  close(): Promise<void>;
}

const sampledEvery = 10_000;
/** An answer of the brokers counts until it is so many intervals old. */
const validFor = 3;

/**
 * How many messages of the partitions that this process reads are not stored yet. The brokers are asked at intervals where
 * the partitions end, whether anything is read or not, so that the lag grows while the database is away. What they
 * answered last and what is stored now make the lag; both are in memory.
 */
export class Lag {
  #ends = new Map<string, PartitionEnd>();
  /** Where partitions ended when the brokers were first asked for them. */
  #firstEnds = new Map<string, number>();
  /** When the brokers answered last, as `performance.now()`. */
  #answered = -Infinity;
  #isAsking = false;
  #failed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly brokers: EndsOfPartitions,
    /** What is read; undefined while this process is no member of the group. */
    private readonly progress: () => readonly PartitionProgress[] | undefined,
    private readonly logger: KafkaLogger,
    private readonly settings: {
      /** Where a partition begins that the group has never read: with its first message, or with the next one. */
      readonly fromBeginning: boolean;
      /** Milliseconds. */
      readonly every?: number;
    },
  ) {}

  start(): void {
    this.#timer = setInterval(() => void this.#sample(), this.#every);
    void this.#sample();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.brokers.close();
  }

  /** The lag of each partition of which it is known. */
  get messages(): readonly (TopicPartition & { readonly lag: number })[] {
    if (performance.now() - this.#answered > this.#every * validFor) return [];
    return (this.progress() ?? []).flatMap(({ topic, partition, stored }) => {
      const found = this.#ends.get(partitionKey({ topic, partition }));
      if (found === undefined) return [];
      const from = stored ?? found.committed ?? this.#beginOf(found);
      // What the broker has deleted can't be stored any more; a topic that was made anew begins before what was stored.
      return [{ topic, partition, lag: Math.max(0, found.end - Math.max(from, found.begin)) }];
    });
  }

  /** Whether the lag of all that this process reads is known. Of a process that stands by there is nothing to know. */
  get isKnown(): boolean {
    const read = this.progress();
    return read !== undefined && this.messages.length === read.length;
  }

  get #every(): number {
    return this.settings.every ?? sampledEvery;
  }

  /** Where a partition is read from that nobody has read. */
  #beginOf(found: PartitionEnd): number {
    return this.settings.fromBeginning
      ? found.begin
      : (this.#firstEnds.get(partitionKey(found)) ?? found.end);
  }

  /** Never fails. One question at a time: brokers that do not answer are not asked more and more. */
  async #sample(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    await this.#ask();
    this.#isAsking = false;
  }

  async #ask(): Promise<void> {
    const read = this.progress() ?? [];
    try {
      const committed = read.some(({ stored }) => stored === undefined);
      const ends = await this.brokers.read(read, { committed });
      this.#ends = new Map(ends.map((each) => [partitionKey(each), each]));
      this.#firstEnds = new Map(
        [...this.#ends].map(([key, { end }]) => [key, this.#firstEnds.get(key) ?? end]),
      );
      this.#answered = performance.now();
      this.#failed = false;
    } catch (error) {
      if (!this.#failed)
        this.logger.warn({ err: error }, 'kafka: the lag is not known, brokers do not answer');
      this.#failed = true;
    }
  }
}

/** Shows a lag to Prometheus; nothing of it where no topics are read. */
export function observeLag(registry: Registry, lag: () => Lag | undefined): void {
  sampledGauge(registry, {
    name: 'ingestion_kafka_lag_messages',
    help: 'Messages of a partition that are not stored yet, whether they are being read or not. Absent where it is not known: brokers that were asked do not answer.',
    labelNames: ['topic', 'partition'],
    sample: () =>
      Promise.resolve(
        (lag()?.messages ?? []).map(({ topic, partition, lag: value }) => ({
          labels: { topic, partition: String(partition) },
          value,
        })),
      ),
  });
  sampledGauge(registry, {
    name: 'ingestion_kafka_lag_known',
    help: 'Whether a collector knows the lag of all partitions that it reads: 1, or 0. Absent where no topics are read.',
    sample: () => {
      const found = lag();
      return Promise.resolve(found === undefined ? [] : [{ value: found.isKnown ? 1 : 0 }]);
    },
  });
}
