import type { DeadLetterReason, DropReason } from '#libs/events';
import type { Added } from './pipeline.js';
import type { AgentLoss } from './profile-state/agent-loss.js';
import type { Cut } from './profile-state/cut-items.js';
import type { LettersCut } from './flush/dead-letters.js';
import type { ParkingReport } from './parking/parked-pods.js';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Metrics of ingestion; `source` is kafka or http. */
export class IngestionMetrics {
  readonly #messages: Counter;
  readonly #observations: Counter;
  readonly #clockAhead: Counter;
  readonly #flushSeconds: Histogram;
  readonly #flushRows: Histogram;
  readonly #conflicts: Counter;
  readonly #flushRetries: Counter;
  readonly #readRetries: Counter;
  readonly #relayed: Counter;
  readonly #lettersCut: Counter;
  readonly #lost: Counter;
  readonly #missing: Counter;
  readonly #late: Counter;
  readonly #cut: Counter;
  readonly #noisyPods: Counter;
  readonly #skipped: Counter;
  readonly #truncated: Counter;
  readonly #waitingBytes: Gauge;
  readonly #waitingRequests: Gauge;
  readonly #refused: Counter;
  readonly #notParked: Counter;
  readonly #unparked: Counter;
  readonly #settlingFailed: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#messages = new Counter({
      name: 'ingestion_messages_total',
      help: 'Messages or events by what became of them; reason is empty for outcome ok.',
      labelNames: ['source', 'outcome', 'reason'],
      registers,
    });
    this.#observations = new Counter({
      name: 'ingestion_observations_total',
      help: 'Observations aggregated.',
      labelNames: ['source'],
      registers,
    });
    this.#clockAhead = new Counter({
      name: 'ingestion_clock_ahead_events_total',
      help: 'Events with times later than their message by more than INGESTION_MAX_CLOCK_AHEAD; the time of the message counts instead.',
      labelNames: ['source'],
      registers,
    });
    this.#flushSeconds = new Histogram({
      name: 'ingestion_flush_seconds',
      help: 'Time to store aggregates in one transaction.',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    });
    this.#flushRows = new Histogram({
      name: 'ingestion_flush_rows',
      help: 'Aggregated rows stored in one transaction.',
      buckets: [1, 10, 100, 1_000, 5_000, 20_000, 100_000],
      registers,
    });
    this.#conflicts = new Counter({
      name: 'ingestion_flush_conflicts_total',
      help: 'Flushes given up because another process had moved on; what they held is read again.',
      registers,
    });
    this.#flushRetries = new Counter({
      name: 'ingestion_flush_retries_total',
      help: 'Flushes tried again because the database could not be reached or refused to commit.',
      registers,
    });
    this.#readRetries = new Counter({
      name: 'ingestion_read_retries_total',
      help: 'Look-ups that reading a topic needs, of offsets, pods, agents and events, tried again because the database could not be reached or refused.',
      registers,
    });
    this.#relayed = new Counter({
      name: 'ingestion_dead_letters_relayed_total',
      help: 'Dead letters written to the dead-letter topic.',
      registers,
    });
    this.#lettersCut = new Counter({
      name: 'ingestion_dead_letters_cut_total',
      help: 'Dead letters that INGESTION_MAX_DEAD_LETTERS and INGESTION_MAX_DEAD_LETTERS_SIZE left no room for: relayed ones removed before their time, new ones truncated, new ones not-kept.',
      labelNames: ['how'],
      registers,
    });
    this.#lost = new Counter({
      name: 'ingestion_agent_lost_observations_total',
      help: 'Observations that agents said they had to drop, by dimension.',
      labelNames: ['dimension'],
      registers,
    });
    this.#missing = new Counter({
      name: 'ingestion_agent_missing_events_total',
      help: 'Events that gaps in the numbers of agents show to be missing; those that came later are counted in ingestion_agent_late_events_total.',
      registers,
    });
    this.#late = new Counter({
      name: 'ingestion_agent_late_events_total',
      help: 'Events that were counted as missing, and have come.',
      registers,
    });
    this.#cut = new Counter({
      name: 'ingestion_cut_items_total',
      help: 'Observed items that profiles do not keep apart, by dimension: collapsed into one that stands for many, or beyond the bound.',
      labelNames: ['dimension', 'how'],
      registers,
    });
    this.#noisyPods = new Counter({
      name: 'ingestion_noisy_pods_total',
      help: 'Containers of pods that by themselves show more in a dimension on a day than a profile keeps: bounded apart from the others of their workload.',
      labelNames: ['dimension'],
      registers,
    });
    this.#skipped = new Counter({
      name: 'ingestion_skipped_offsets_total',
      help: 'Offsets of partitions at which nothing was found: messages that the broker deleted before they were read, or compacted away, and markers of transactions.',
      labelNames: ['topic'],
      registers,
    });
    this.#truncated = new Counter({
      name: 'ingestion_truncated_partitions_total',
      help: 'Partitions whose log has lost its end after that had been read, as a broker became leader that had not copied all of it; they are read on from where they end.',
      labelNames: ['topic'],
      registers,
    });
    this.#waitingBytes = new Gauge({
      name: 'ingestion_http_waiting_bytes',
      help: 'Bytes of requests that are being read, or wait to be stored; INGESTION_MAX_WAITING_SIZE bounds them.',
      registers,
    });
    this.#waitingRequests = new Gauge({
      name: 'ingestion_http_waiting_requests',
      help: 'Requests that are being read, or wait to be stored.',
      registers,
    });
    this.#refused = new Counter({
      name: 'ingestion_http_refused_total',
      help: 'Requests answered with 429, as too much was waiting.',
      registers,
    });
    this.#notParked = new Counter({
      name: 'ingestion_not_parked_pods_total',
      help: 'Pods that it is not known yet whose they are, and that went where their names say, as INGESTION_MAX_PARKED_PODS of their cluster were parked; each time that they were looked up.',
      registers,
    });
    this.#unparked = new Counter({
      name: 'ingestion_unparked_pods_total',
      help: 'Pods that were parked, and no longer are: known to the inventory, expired, or a container that no pod was found for (no-pod).',
      labelNames: ['outcome'],
      registers,
    });
    this.#settlingFailed = new Counter({
      name: 'ingestion_settling_failures_total',
      help: 'Transactions that were to move parked pods to their workloads, and were undone: it took too long, or the database was not usable. They are tried again, with fewer pods where it took too long.',
      registers,
    });
  }

  /** What became of events that were added. */
  added(source: Source, { events, duplicates, observations, noPod, ambiguous }: Added): void {
    const taken = events - duplicates - noPod - ambiguous;
    this.#messages.inc({ source, outcome: 'ok', reason: '' }, taken);
    this.#observations.inc({ source }, observations);
    if (duplicates > 0) this.dropped(source, 'duplicate', duplicates);
    if (noPod > 0) this.dropped(source, 'no-pod', noPod);
    if (ambiguous > 0) this.dropped(source, 'ambiguous-container', ambiguous);
  }

  /** Events had times that their message can not have told of. */
  clockAhead(source: Source, events: number): void {
    this.#clockAhead.inc({ source }, events);
  }

  dropped(source: Source, reason: DropReason | 'already-read', count = 1): void {
    this.#messages.inc({ source, outcome: 'drop', reason }, count);
  }

  deadLetter(source: Source, reason: DeadLetterReason): void {
    this.#messages.inc({ source, outcome: 'dead-letter', reason });
  }

  flushed(rows: number, seconds: number): void {
    this.#flushRows.observe(rows);
    this.#flushSeconds.observe(seconds);
  }

  conflict(): void {
    this.#conflicts.inc();
  }

  /** The database was not usable, and is tried again: to store what was taken, or to look up what taking it needs. */
  retried(what: 'flush' | 'read'): void {
    (what === 'flush' ? this.#flushRetries : this.#readRetries).inc();
  }

  /** Nothing was found at so many offsets of a partition. */
  skipped(topic: string, offsets: number): void {
    this.#skipped.inc({ topic }, offsets);
  }

  /** The log of a partition ends before what was read of it. */
  truncated(topic: string): void {
    this.#truncated.inc({ topic });
  }

  relayed(count: number): void {
    this.#relayed.inc(count);
  }

  /** What there was no room for. */
  lettersCut({ removed, truncated, notKept }: LettersCut): void {
    this.#lettersCut.inc({ how: 'removed' }, removed);
    this.#lettersCut.inc({ how: 'truncated' }, truncated);
    this.#lettersCut.inc({ how: 'not-kept' }, notKept);
  }

  /** What agents lost, as far as it became known with what was stored. */
  lost({ observations, missing, late }: AgentLoss): void {
    for (const [dimension, count] of observations) this.#lost.inc({ dimension }, count);
    this.#missing.inc(missing);
    this.#late.inc(late);
  }

  /** What profiles did not keep apart. */
  cut({ dimension, beyond, collapsed, noisyPods }: Cut): void {
    if (beyond > 0) this.#cut.inc({ dimension, how: 'beyond' }, beyond);
    if (collapsed > 0) this.#cut.inc({ dimension, how: 'collapsed' }, collapsed);
    if (noisyPods > 0) this.#noisyPods.inc({ dimension }, noisyPods);
  }

  /** What requests hold now. */
  intake(bytes: number, requests: number): void {
    this.#waitingBytes.set(bytes);
    this.#waitingRequests.set(requests);
  }

  refused(): void {
    this.#refused.inc();
  }

  /** A pod was not parked, as too many of its cluster are. */
  notParked(): void {
    this.#notParked.inc();
  }

  /** Parked pods could not be moved. */
  settlingFailed(): void {
    this.#settlingFailed.inc();
  }

  /** What a look at the parked pods came to. */
  parking({ known, expired, dropped }: ParkingReport): void {
    this.#unparked.inc({ outcome: 'known' }, known);
    this.#unparked.inc({ outcome: 'expired' }, expired);
    this.#unparked.inc({ outcome: 'no-pod' }, dropped);
  }
}

export type Source = 'kafka' | 'http';
