import type { KafkaLogger } from '#libs/kafka';
import { isStatementTimeout } from '#libs/persistence';
import { isTransient } from '../flush/transient-error.js';
import type { IngestionMetrics } from '../ingestion-metrics.js';

/** In ms between two tries: at first, and at last. */
export const leastPause = 100;
export const mostPause = 5_000;
/** What has taken too long to store so many times in a row is given up: it may be too much at once, whatever else runs. */
const mostTimeouts = 3;

/** Tries again while the database is away. Consumption rests meanwhile, nothing is lost. */
export class DatabaseTries {
  constructor(
    private readonly metrics: IngestionMetrics,
    private readonly logger: KafkaLogger,
    private readonly hasEnded: () => boolean,
  ) {}

  /** Does the work until it succeeds, or fails by itself. A flush that takes too long fails too: it can be made smaller. */
  async until<T>(what: 'flush' | 'read', work: () => Promise<T>): Promise<T> {
    let timeouts = 0;
    for (let pause = leastPause; ; pause = Math.min(mostPause, pause * 2)) {
      try {
        return await work();
      } catch (error) {
        if (!isTransient(error) || this.hasEnded()) throw error;
        timeouts = isStatementTimeout(error) ? timeouts + 1 : 0;
        this.metrics.retried(what);
        if (what === 'flush' && timeouts === mostTimeouts) throw error;
        this.logger.warn({ err: error, what, retryIn: pause }, 'the database is not usable; trying again');
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }
}
