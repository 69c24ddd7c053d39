import { applyRetention } from '#libs/ingestion';
import type { KafkaLogger } from '#libs/kafka';
import type { Config } from '#libs/platform';
import type { DataSource } from 'typeorm';

const appliedEvery = 3_600_000;
const firstAfter = 60_000;

/** Removes observations and dead letters that are past their retention, once an hour. */
export class Retention {
  readonly #timers: NodeJS.Timeout[] = [];
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    private readonly settings: Config['retention'],
    private readonly logger: KafkaLogger,
  ) {}

  start(): void {
    const apply = (): void => {
      this.#running = this.#apply();
    };
    this.#timers.push(setTimeout(apply, firstAfter), setInterval(apply, appliedEvery));
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#running;
  }

  async #apply(): Promise<void> {
    try {
      const dropped = await applyRetention(this.dataSource, { ...this.settings, now: new Date() });
      if (dropped.length > 0)
        this.logger.info({ partitions: dropped }, 'observations past their retention are removed');
    } catch (error) {
      this.logger.error({ err: error }, 'retention could not be applied');
    }
  }
}
