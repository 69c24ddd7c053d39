import {
  boundTimes,
  Interner,
  type NormalisedEvent,
  type SourceSettings,
  type TimeBound,
  timeBound,
} from '#libs/events';
import { type ItemBounds, itemBounds } from '#libs/profiles';
import type { Config } from '#libs/platform';
import type { DataSource } from 'typeorm';
import { DayPartitions } from './day-partitions.js';
import {
  decodeMessage,
  type DecodedMessage,
  type MessageLimits,
  normalise,
  normaliseAll,
} from './decode-message.js';
import { readAgents } from './flush/agents.js';
import { readEventIds } from './flush/event-ids.js';
import { readLossTotals } from './flush/loss-totals.js';
import { flush, type FlushExtras, type FlushResult } from './flush/flush.js';
import type { IngestionMetrics, Source } from './ingestion-metrics.js';
import { Accumulator } from './profile-state/accumulator.js';
import { agentLoss } from './profile-state/agent-loss.js';
import type { WorkloadResolver } from './workload-resolver.js';

export type IngestionSettings = Pick<Config, 'ingestion' | 'retention'>;

/** What the pipeline works with. */
export interface PipelineParts {
  readonly dataSource: DataSource;
  readonly resolver: WorkloadResolver;
  readonly settings: IngestionSettings;
  readonly metrics: IngestionMetrics;
  readonly now: () => Date;
}

/** Questions one after the other, of one container at times at which it is another one: more than there can be answers. */
const mostRounds = 64;

/** What became of events that were added. */
export interface Added {
  readonly events: number;
  readonly duplicates: number;
  readonly observations: number;
  /** Events of containers that no known pod has, or that may be of several: nothing was counted of them. */
  readonly noPod: number;
  readonly ambiguous: number;
}

/**
 * The one way from messages to stored profiles, for Kafka and HTTP alike: decode, resolve identity, aggregate, flush.
 * Not for use by several at once: see SerialQueue.
 */
export class Pipeline {
  readonly #interner = new Interner();
  readonly #accumulator: Accumulator;
  readonly #partitions: DayPartitions;
  readonly #limits: MessageLimits;

  constructor(private readonly parts: PipelineParts) {
    const bounds: ItemBounds = itemBounds(parts.settings.ingestion.maxItemsPerDimension);
    this.#accumulator = new Accumulator(bounds);
    this.#partitions = new DayPartitions(parts.dataSource);
    this.#limits = parts.settings.ingestion;
  }

  /**
   * How late the times of a message may be that was written at a time, milliseconds since the epoch. Undefined: nobody has
   * said. Not later than now: what was written has been written before it is read, whatever the clock of the sender says.
   */
  boundOf(writtenAt?: number): TimeBound {
    const now = this.parts.now().getTime();
    const written = writtenAt === undefined || writtenAt > now ? now : writtenAt;
    return timeBound(written, this.parts.settings.ingestion.maxClockAhead);
  }

  /** Takes the bytes of a Kafka message apart. */
  decode(value: Buffer | null, bound: TimeBound, settings?: SourceSettings): DecodedMessage {
    return this.#bounded(decodeMessage(value, this.#interner, this.#limits, settings), bound, 'kafka');
  }

  /** Takes a parsed JSON body apart, that has arrived now. */
  decodeJson(json: unknown, settings?: SourceSettings): DecodedMessage {
    return this.#bounded(normalise(json, this.#interner, this.#limits, settings), this.boundOf(), 'http');
  }

  /** Takes the parsed lines of an NDJSON body apart, that has arrived now. */
  decodeLines(lines: readonly unknown[], settings?: SourceSettings): DecodedMessage {
    return this.#bounded(normaliseAll(lines, this.#interner, this.#limits, settings), this.boundOf(), 'http');
  }

  #bounded(decoded: DecodedMessage, bound: TimeBound, source: Source): DecodedMessage {
    return boundTimes(decoded, bound, (events) => this.parts.metrics.clockAhead(source, events));
  }

  /** Whether events can be added as things are known at a time, milliseconds since the epoch. */
  isPrepared(events: readonly NormalisedEvent[], now: number): boolean {
    return events.every((event) => this.#accumulator.isPrepared(event, now));
  }

  /** Loads what has to be known of pods, agents and events before they can be added. Throws as the database does. */
  async prepare(events: readonly NormalisedEvent[]): Promise<void> {
    const { resolver, dataSource } = this.parts;
    const now = this.parts.now().getTime();
    // An answer may hold for some times only: what is left is asked for again, of another time.
    for (let round = 0; round < mostRounds; round += 1) {
      const questions = [...this.#accumulator.questions(events, now).values()];
      if (questions.length === 0) break;
      const answers = await resolver.resolve(questions.map(({ observed }) => observed));
      for (const [index, question] of questions.entries()) {
        const answer = answers[index];
        if (answer === undefined) throw new Error('a pod was not resolved');
        this.#accumulator.learnPod(question, answer, now);
      }
    }
    const { agents, eventIds, losses } = this.#accumulator;
    const senders = agents.unknown(events);
    if (senders.size > 0) agents.learn(await readAgents(dataSource, senders.values()));
    const runs = losses.unknown(events);
    if (runs.size > 0) losses.learn(await readLossTotals(dataSource, runs.values()));
    const ids = eventIds.unknown(events);
    if (ids.size > 0) eventIds.learn(ids, await readEventIds(dataSource, ids));
  }

  /** Counts events; `prepare` must have been called with them. */
  add(events: readonly NormalisedEvent[]): Added {
    const added = { events: events.length, duplicates: 0, observations: 0, noPod: 0, ambiguous: 0 };
    for (const event of events) {
      const outcome = this.#accumulator.add(event);
      if (outcome === 'duplicate') added.duplicates += 1;
      else if (outcome === 'no-pod') added.noPod += 1;
      else if (outcome === 'ambiguous-container') added.ambiguous += 1;
      else for (const container of event.containers) added.observations += container.observations.length;
    }
    return added;
  }

  get changedRows(): number {
    return this.#accumulator.changedRows;
  }

  /** Stores what was added, together with the extras, in one transaction. See `flush` for what it throws. */
  async flush(extras: FlushExtras): Promise<FlushResult> {
    const { dataSource, metrics, now, settings } = this.parts;
    const { entries, watches, nodes, agents } = this.#accumulator.pending;
    const loss = agentLoss(nodes, agents);
    const days = [...entries.days, ...watches.map(({ container }) => container.day)];
    await this.#partitions.ensure(days, { now: now(), retention: settings.retention.observations });
    const started = performance.now();
    const { maxDeadLetters, maxDeadLettersSize } = settings.ingestion;
    const result = await flush(dataSource, this.#accumulator, extras, {
      rows: maxDeadLetters,
      bytes: maxDeadLettersSize,
    });
    metrics.flushed(result.rows, (performance.now() - started) / 1_000);
    metrics.lost(loss);
    metrics.lettersCut(result.letters);
    for (const cut of this.#accumulator.cut.take()) metrics.cut(cut);
    return result;
  }

  /** Forgets which events of agents were taken: for where the next ones may be taken by another process. */
  forgetSenders(): void {
    this.#accumulator.agents.forget();
  }

  /** Forgets what was added and not stored, and all that was remembered. */
  reset(): void {
    this.#accumulator.reset();
    this.#partitions.forget();
  }
}
