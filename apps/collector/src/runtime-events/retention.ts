import type { KafkaLogger } from '#libs/kafka';
import { applyRetention, type RetentionRule } from '#libs/persistence';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';

const appliedEvery = 3_600_000;
const firstAfter = 60_000;

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
      help: 'Times that retention could not be applied; it is tried again an hour later.',
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

/** Removes all that is past its retention, once an hour. */
export class Retention {
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    private readonly rules: readonly RetentionRule[],
    private readonly metrics: RetentionMetrics,
    private readonly logger: KafkaLogger,
  ) {}

  start(): void {
    const apply = (): void => {
      this.#running = this.#running.then(() => this.#apply());
    };
    this.#timers.push(setTimeout(apply, firstAfter), setInterval(apply, appliedEvery));
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#stopping.abort();
    await this.#running;
  }

  async #apply(): Promise<void> {
    const removed: Record<string, number> = {};
    try {
      const now = new Date();
      const applied = await applyRetention(this.dataSource, this.rules, {
        now,
        signal: this.#stopping.signal,
        removed: (name, count) => {
          removed[name] = (removed[name] ?? 0) + count;
          this.metrics.removed(name, count);
        },
      });
      if (applied && !this.#stopping.signal.aborted) this.metrics.applied(now);
    } catch (error) {
      this.metrics.failed();
      this.logger.error({ err: error }, 'retention could not be applied');
    }
    if (Object.keys(removed).length > 0)
      this.logger.info({ removed }, 'what was past its retention is removed');
  }
}
