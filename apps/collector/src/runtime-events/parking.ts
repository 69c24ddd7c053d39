import { byName, type IngestionMetrics, ParkedPods, parkEverything } from '#libs/ingestion';
import { inventoryResolver } from '#libs/inventory';
import type { KafkaLogger } from '#libs/kafka';
import type { DataSource } from 'typeorm';

/** How often parked pods are looked at, in ms. */
const lookedEvery = 2_000;

/** Moves what parked pods did to their workloads as soon as these are known. */
export class Parking {
  readonly #parked: ParkedPods;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(
    dataSource: DataSource,
    keepFor: number,
    private readonly metrics: IngestionMetrics,
    private readonly logger: KafkaLogger,
  ) {
    this.#parked = new ParkedPods({
      dataSource,
      // What is known now, not what was known a moment ago.
      resolver: inventoryResolver(dataSource, { otherwise: parkEverything, keepFor: 0 }),
      afterwards: inventoryResolver(dataSource, { otherwise: byName, namesSuffice: true, keepFor: 0 }),
      keepFor,
      now: () => new Date(),
      failed: (error, places) => {
        this.metrics.settlingFailed();
        this.logger.warn({ err: error, places }, 'parked pods were not moved; they are tried again');
      },
    });
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#running = this.#look();
    }, lookedEvery);
  }

  /** Ends after the transaction that is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#running;
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    try {
      const report = await this.#parked.settle(this.#stopping.signal);
      if (report !== undefined) this.metrics.parking(report);
    } catch (error) {
      this.logger.error({ err: error }, 'parked pods could not be looked at');
    }
    this.start();
  }
}
