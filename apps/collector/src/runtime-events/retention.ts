import type { KafkaLogger } from '#libs/kafka';
import { applyRetention, type RetentionRule } from '#libs/persistence';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';

/** In ms. */
export interface RetentionTimes {
  readonly firstAfter: number;
  readonly appliedEvery: number;
  /** What has failed is tried again so soon: it may have been in the way of a flush, or a flush in its way. */
  readonly retriedAfter: number;
}

const usualTimes: RetentionTimes = { firstAfter: 60_000, appliedEvery: 3_600_000, retriedAfter: 120_000 };

/** What retention did, for Prometheus. */
export class RetentionMetrics {
  readonly #removed: Counter;
  readonly #applied: Gauge;
  readonly #failures: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#removed = new Counter({
      name: 'retention_removed_total',
      help: 'Rows (of observations: partitions) that were past their retention and are removed, by table.',
      labelNames: ['what'],
      registers,
    });
    this.#applied = new Gauge({
      name: 'retention_applied_timestamp_seconds',
      help: 'When this process last removed all that was past its retention; 0: not yet, or another process does it.',
      registers,
    });
    this.#failures = new Counter({
      name: 'retention_failures_total',
      help: 'Times that retention could not be applied, or not all of it; what was not is tried again two minutes later.',
      registers,
    });
  }

  removed(what: string, count: number): void {
    this.#removed.inc({ what }, count);
  }

  applied(at: Date): void {
    this.#applied.set(at.getTime() / 1_000);
  }

  failed(): void {
    this.#failures.inc();
  }
}

/** Removes all that is past its retention, once an hour; what could not be removed is tried again before that. */
export class Retention {
  #timer: NodeJS.Timeout | undefined;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    private readonly rules: readonly RetentionRule[],
    private readonly metrics: RetentionMetrics,
    private readonly logger: KafkaLogger,
    private readonly times = usualTimes,
  ) {}

  start(): void {
    this.#applyIn(this.times.firstAfter);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** `asOf`: when all rules were last to be applied, if only these of them are left. */
  #applyIn(milliseconds: number, rules = this.rules, asOf?: Date): void {
    if (this.#stopping.signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#apply(rules, asOf);
    }, milliseconds);
  }

  async #apply(rules: readonly RetentionRule[], asOf = new Date()): Promise<void> {
    const { appliedEvery, retriedAfter } = this.times;
    const left = await this.#applyNow(rules, asOf);
    const untilAll = asOf.getTime() + appliedEvery - Date.now();
    if (left.length > 0 && retriedAfter < untilAll) this.#applyIn(retriedAfter, left, asOf);
    else this.#applyIn(Math.max(0, untilAll));
  }

  /** Returns the rules that were not applied. */
  async #applyNow(rules: readonly RetentionRule[], now: Date): Promise<readonly RetentionRule[]> {
    const removed: Record<string, number> = {};
    const left: RetentionRule[] = [];
    try {
      const applied = await applyRetention(this.dataSource, rules, {
        now,
        signal: this.#stopping.signal,
        removed: (name, count) => {
          removed[name] = (removed[name] ?? 0) + count;
          this.metrics.removed(name, count);
        },
        notApplied: (rule, error) => {
          left.push(rule);
          if (error !== undefined)
            this.logger.warn({ err: error, rule: rule.name }, 'a rule of retention has failed');
        },
      });
      if (applied && !this.#stopping.signal.aborted) this.metrics.applied(now);
      return [];
    } catch (error) {
      this.metrics.failed();
      const names = left.map(({ name }) => name);
      this.logger.error({ err: error, left: names }, 'retention could not be applied; trying again');
      // It may have failed before the first of them.
      return left.length > 0 ? left : rules;
    } finally {
      if (Object.keys(removed).length > 0)
        this.logger.info({ removed }, 'what was past its retention is removed');
    }
  }
}
