import { addDrops, type DropReason, type NormalisedEvent, type SourceSettings } from '#libs/events';
import {
  type KafkaLogger,
  type PartitionEnd,
  partitionKey,
  type PartitionOffset,
  type StreamBatch,
  type StreamHandler,
  type TopicPartition,
} from '#libs/kafka';
import { isStatementTimeout } from '#libs/persistence';
import { type Config, mistakesOf } from '#libs/platform';
import { refused } from '../decode-message.js';
import type { DeadLetter } from '../flush/dead-letters.js';
import { beginOffset, type OffsetMove, readOffset, storeBegins, writtenUntil } from '../flush/offsets.js';
import { StaleStateError } from '../flush/stale-state-error.js';
import type { IngestionMetrics } from '../ingestion-metrics.js';
import { Pipeline, type PipelineParts } from '../pipeline.js';
import { SerialQueue } from '../serial-queue.js';
import { DatabaseTries, leastPause, mostPause } from './database-tries.js';
import type { PartitionProgress } from './lag.js';

/** The stream that batches come from, as far as it is told things. */
export interface StreamControl {
  seek(offset: PartitionOffset): void;
  report(offsets: readonly PartitionOffset[]): Promise<void>;
  /** Where all partitions of topics begin and end; fails while brokers are away. */
  ends(topics: readonly string[]): Promise<readonly PartitionEnd[]>;
}

/** Events of pods and agents that have to be looked up wait for so many of their kind, to be looked up together. */
const mostWaiting = 64;
/** Dead letters are kept with their bytes until they are stored: so many bytes at most, and one batch more. */
const mostDeadLetterBytes = 16 * 1024 * 1024;
/** What a letter takes in memory beside its bytes, and a mistake of it, about. */
const [letterOverhead, mistakeOverhead] = [512, 256];

/**
 * Ingests batches of a stream exactly once: offsets move in the transaction that stores what was read. Batches are
 * collected in memory until enough has changed or enough time has passed; then they are stored with the offsets of all
 * partitions, each of which must still be where this process read on. If one is not, another process reads that
 * partition: everything in memory is thrown away and read again from the stored offsets.
 */
export class StreamIngestion implements StreamHandler {
  readonly #pipeline: Pipeline;
  readonly #queue = new SerialQueue();
  readonly #tries: DatabaseTries;
  /** Where each partition is read on, what is not yet stored included. */
  readonly #positions = new Map<string, number>();
  /** Up to where each partition is stored, as far as this process knows. */
  readonly #stored = new Map<string, number>();
  /** Positions that were asked for: what comes instead is a gap in the partition, or a topic that was made anew. */
  readonly #asked = new Map<string, number>();
  /** Partitions that were read since the last flush. */
  readonly #moves = new Map<string, OffsetMove>();
  /** So many rows are stored at once, or as many as the last record batch before that brings. */
  #flushRows: number;
  #deadLetters: DeadLetter[] = [];
  #deadLetterBytes = 0;
  /** What was taken is counted once it is stored: what is thrown away comes again, and would count twice. */
  #afterCommit: ((metrics: IngestionMetrics) => void)[] = [];
  #assigned: readonly TopicPartition[] = [];
  /** The same, before it has been acted upon: what is in work may wait for the database. */
  #owned: readonly TopicPartition[] = [];
  #control: StreamControl | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(
    private readonly parts: PipelineParts,
    private readonly kafka: Pick<Config['kafka'], 'groupId' | 'fromBeginning'>,
    private readonly logger: KafkaLogger,
    private readonly sources: ReadonlyMap<string, SourceSettings> = new Map(),
  ) {
    this.#pipeline = new Pipeline(parts);
    this.#flushRows = parts.settings.ingestion.flushRows;
    this.#tries = new DatabaseTries(parts.metrics, logger, () => this.#stopping);
  }

  /** From now on what was taken is stored when the first of it has waited for `flushEvery`. */
  start(control: StreamControl): void {
    this.#control = control;
  }

  /** Stores what was taken, and takes no more. If that is not possible now it will be read again. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    await this.#queue
      .run(() => this.#store())
      .catch((error: unknown) => {
        this.logger.warn({ err: error }, 'what was read last is not stored; it is read again');
      });
  }

  assigned(partitions: readonly TopicPartition[]): void {
    this.#owned = partitions;
    this.#stored.clear();
    this.#queue
      .run(async () => {
        // First: if what was taken can't be stored, it is these that are read again.
        this.#assigned = partitions;
        await this.#store();
        this.#positions.clear();
        this.#asked.clear();
        // What Kafka believes was read may be more than is stored: the database may be an older one, restored.
        await this.#readOn();
      })
      .catch((error: unknown) => this.logger.error({ err: error }, 'storing before a rebalance failed'));
  }

  /** What this process reads, and what of it is stored. */
  get progress(): readonly PartitionProgress[] {
    return this.#owned.map((each) => ({ ...where(each), stored: this.#stored.get(partitionKey(each)) }));
  }

  take(batch: StreamBatch): Promise<'taken' | { readonly readFrom: number }> {
    return this.#queue.run(async () => {
      try {
        return await this.#take(batch);
      } catch (error) {
        // Part of the batch may have been counted.
        await this.#startOver();
        throw error;
      }
    });
  }

  async #take(batch: StreamBatch): Promise<'taken' | { readonly readFrom: number }> {
    if (this.#stopping) throw new Error('ingestion has ended');
    const key = partitionKey(batch);
    const first = batch.messages[0]?.offset ?? batch.next;
    const position = await this.#positionOf(batch, first);
    const rewound = batch.end < position;
    // The stream may stand elsewhere, and a leader that has just taken over may not know the end yet: it is asked once.
    if ((first > position || rewound) && this.#asked.get(key) !== position) {
      this.#asked.set(key, position);
      return { readFrom: position };
    }
    if (rewound) {
      const answer = await this.#truncated(batch, position, first);
      if (answer !== undefined) return answer;
      this.logger.warn(
        { ...where(batch), position, end: batch.end },
        'the topic was made anew, reading from its start',
      );
    }
    if (!rewound && first > position) {
      this.logger.warn({ ...where(batch), position, first }, 'nothing is left at the offsets in between');
      this.#afterCommit.push((metrics) => metrics.skipped(batch.topic, first - position));
    }
    const from = rewound ? first : position;
    const fresh = batch.messages.filter(({ offset }) => offset >= from);
    if (fresh.length < batch.messages.length) {
      this.parts.metrics.dropped('kafka', 'already-read', batch.messages.length - fresh.length);
    }
    if (batch.next > from || rewound) {
      await this.#add(batch, fresh);
      const known = this.#moves.get(key);
      const writtenAt = Math.max(known?.writtenAt ?? 0, batch.writtenAt ?? 0);
      this.#moves.set(key, {
        ...where(batch),
        from: known?.from ?? position,
        to: batch.next,
        writtenAt: writtenAt === 0 ? undefined : writtenAt,
      });
      this.#positions.set(key, batch.next);
      this.#storeInTime();
    }
    if (!this.#isFull()) return 'taken';
    await this.#store();
    // Storing may have thrown everything away, this batch included.
    return this.#positions.has(key) ? 'taken' : { readFrom: await this.#positionOf(batch, first) };
  }

  /**
   * Where a log ends before the position that it was read up to, it has lost its end (a broker became leader that had not
   * copied all of it), or is that of a topic that was made anew. The messages of a new topic are written after all that were
   * read of the old one; what is left of an old log, before. Of that nothing is read twice: it goes on at its end.
   */
  async #truncated(
    batch: StreamBatch,
    position: number,
    first: number,
  ): Promise<{ readonly readFrom: number } | undefined> {
    const key = partitionKey(batch);
    if (this.#moves.has(key)) await this.#store();
    // Storing may have thrown everything away.
    if (!this.#positions.has(key)) return { readFrom: await this.#positionOf(batch, first) };
    const { dataSource, metrics } = this.parts;
    const until = await this.#tries.until('read', () => writtenUntil(dataSource, this.kafka.groupId, batch));
    // Without times: a new log begins with 0, until its broker deletes some of it.
    const isOld = batch.writtenAt === undefined || until === undefined ? first > 0 : batch.writtenAt <= until;
    if (!isOld) return undefined;
    this.logger.warn(
      { ...where(batch), position, end: batch.end },
      'the log has lost its end, reading on from where it ends now',
    );
    metrics.truncated(batch.topic);
    this.#moves.set(key, { ...where(batch), from: position, to: batch.end });
    this.#positions.set(key, batch.end);
    this.#storeInTime();
    return { readFrom: batch.end };
  }

  // Not at intervals: they would end just after something has come, and store twice what is one.
  #storeInTime(): void {
    if (this.#control === undefined || this.#stopping) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#queue
        .run(() => this.#store())
        .catch((error: unknown) => {
          this.logger.error({ err: error }, 'storing failed; it is read again');
          if (this.#moves.size > 0) this.#storeInTime();
        });
    }, this.parts.settings.ingestion.flushEvery);
  }

  #isFull(): boolean {
    return this.#waitingRows >= this.#flushRows || this.#deadLetterBytes > mostDeadLetterBytes;
  }

  get #waitingRows(): number {
    return this.#pipeline.changedRows + this.#deadLetters.length;
  }

  async #add(batch: StreamBatch, messages: StreamBatch['messages']): Promise<void> {
    // What can be added at once is: parsed messages that live on until the end of the batch cost the garbage collector dear.
    let waiting: NormalisedEvent[] = [];
    const settings = this.sources.get(batch.topic);
    const now = this.parts.now().getTime();
    const bound = this.#pipeline.boundOf(batch.writtenAt);
    const dropped = new Map<DropReason, number>();
    const total = { events: 0, duplicates: 0, observations: 0, noPod: 0, ambiguous: 0 };
    const count = (events: readonly NormalisedEvent[]): void => {
      const { duplicates, observations, noPod, ambiguous } = this.#pipeline.add(events);
      total.events += events.length;
      total.duplicates += duplicates;
      total.observations += observations;
      total.noPod += noPod;
      total.ambiguous += ambiguous;
    };
    const countWaiting = async (): Promise<void> => {
      const together = waiting;
      waiting = [];
      await this.#tries.until('read', () => this.#pipeline.prepare(together));
      count(together);
    };
    for (const { offset, key, value, unreadable } of messages) {
      const decoded =
        unreadable === undefined ? this.#pipeline.decode(value, bound, settings) : refused(unreadable);
      addDrops(decoded, dropped);
      if (decoded.outcome === 'ok') {
        if (this.#pipeline.isPrepared(decoded.value, now)) count(decoded.value);
        else waiting.push(...decoded.value);
        if (waiting.length >= mostWaiting) await countWaiting();
      } else if (decoded.outcome === 'dead-letter') {
        const { reason, issues } = decoded;
        const mistakes = mistakesOf(issues);
        this.#deadLetters.push({
          ...where(batch),
          offset,
          key,
          value,
          reason,
          mistakes,
          writtenAt: batch.writtenAt,
        });
        this.#deadLetterBytes +=
          letterOverhead + mistakes.length * mistakeOverhead + (key?.length ?? 0) + (value?.length ?? 0);
        this.#afterCommit.push((metrics) => metrics.deadLetter('kafka', reason));
      }
    }
    if (waiting.length > 0) await countWaiting();
    this.#afterCommit.push((metrics) => {
      for (const [reason, times] of dropped) metrics.dropped('kafka', reason, times);
      metrics.added('kafka', total);
    });
  }

  /** Where a partition is to be read on, its first message known. */
  async #positionOf({ topic, partition }: TopicPartition, first: number): Promise<number> {
    const key = partitionKey({ topic, partition });
    let position = this.#positions.get(key);
    if (position === undefined) {
      const { dataSource } = this.parts;
      position = await this.#tries.until(
        'read',
        async () =>
          (await readOffset(dataSource, this.kafka.groupId, topic, partition)) ??
          beginOffset(dataSource, this.kafka.groupId, topic, partition, first),
      );
      this.#positions.set(key, position);
      this.#stored.set(key, position);
    }
    return position;
  }

  /** Stores what was taken. Waits for a database that is away; throws away what another process has read. */
  async #store(): Promise<void> {
    if (this.#moves.size === 0) return;
    const moves = [...this.#moves.values()];
    try {
      const { letters } = await this.#tries.until('flush', () =>
        this.#pipeline.flush({ groupId: this.kafka.groupId, offsets: moves, deadLetters: this.#deadLetters }),
      );
      if (letters.truncated + letters.notKept > 0)
        this.logger.warn({ ...letters, offsets: moves }, 'there is no room to keep dead letters whole');
    } catch (error) {
      const rows = this.#waitingRows;
      await this.#startOver();
      if (isStatementTimeout(error)) {
        this.#flushRows = Math.max(1, Math.floor(Math.min(rows, this.#flushRows) / 2));
        this.logger.warn(
          { err: error, rows, next: this.#flushRows },
          'storing takes longer than DATABASE_STATEMENT_TIMEOUT; reading again to store fewer rows at a time',
        );
        return;
      }
      if (!(error instanceof StaleStateError)) throw error;
      this.parts.metrics.conflict();
      this.logger.warn({ err: error }, 'another collector has moved on; reading again from where it stands');
      return;
    }
    this.#flushRows = Math.min(this.parts.settings.ingestion.flushRows, this.#flushRows * 2);
    for (const count of this.#afterCommit) count(this.parts.metrics);
    for (const move of moves) this.#stored.set(partitionKey(move), move.to);
    this.#forgetTaken();
    // Not awaited: brokers that are away would keep everything else waiting. It never fails.
    void this.#control?.report(moves.map(({ topic, partition, to }) => ({ topic, partition, offset: to })));
  }

  /** Throws away what is in memory and reads it again. */
  async #startOver(): Promise<void> {
    this.#pipeline.reset();
    this.#forgetTaken();
    this.#positions.clear();
    this.#asked.clear();
    await this.#readOn();
  }

  /**
   * Has all partitions read on from the stored offsets, and those that were never read from their beginning. They may get
   * no new messages for long, with which it would be noticed that the stream stands elsewhere.
   */
  async #readOn(): Promise<void> {
    await this.#storeBegins();
    for (const each of this.#assigned) {
      const stored = await this.#tries.until('read', () =>
        readOffset(this.parts.dataSource, this.kafka.groupId, each.topic, each.partition),
      );
      // Where the partition begins later than with 0, the stream goes there.
      const offset = stored ?? (this.kafka.fromBeginning ? 0 : undefined);
      if (offset === undefined) continue;
      this.#stored.set(partitionKey(each), offset);
      this.#control?.seek({ ...where(each), offset });
    }
  }

  /** Stores where partitions are read from that were never read, before anything can be missed of them. */
  async #storeBegins(): Promise<void> {
    if (this.kafka.fromBeginning || this.#control === undefined || this.#assigned.length === 0) return;
    const assigned = this.#assigned;
    const topics = [...new Set(assigned.map(({ topic }) => topic))];
    for (let pause = leastPause; ; pause = Math.min(mostPause, pause * 2)) {
      try {
        const ends = await this.#control.ends(topics);
        await this.#tries.until('read', () => storeBegins(this.parts.dataSource, this.kafka.groupId, ends));
        return;
      } catch (error) {
        // Another assignment asks again.
        if (this.#stopping || this.#owned !== assigned) return;
        this.logger.warn(
          { err: error, topics, retryIn: pause },
          'the ends of topics are not known; asking again',
        );
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  #forgetTaken(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#moves.clear();
    this.#deadLetters = [];
    this.#deadLetterBytes = 0;
    this.#afterCommit = [];
  }
}

function where({ topic, partition }: TopicPartition): TopicPartition {
  return { topic, partition };
}
