import { CONFIG, type Config } from '#libs/platform';
import { JobQueue, type QueueBackend, relayOutbox, selectBackend } from '#libs/queue';
import { Inject, Injectable, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';

export const QUEUE_BACKEND = Symbol('queue backend');

/** Hands the outbox to the queue, soon after something was written to it. What fails here the reconciler makes good. */
@Injectable()
export class OutboxRelay {
  readonly #logger = new Logger(OutboxRelay.name);
  #running: Promise<void> | undefined;
  #again = false;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(JobQueue) private readonly queue: JobQueue,
  ) {}

  /** Returns at once. */
  kick(): void {
    this.#again = true;
    this.#running ??= this.run();
  }

  /** Resolves when nothing is being relayed. */
  async idle(): Promise<void> {
    await this.#running;
  }

  private async run(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        await relayOutbox(this.dataSource, this.queue);
      } catch (error) {
        this.#logger.warn({ err: error }, 'jobs could not be handed to the queue; the worker will do it');
      }
    }
    // Not a moment later: a kick in between would find it running, and be forgotten.
    this.#running = undefined;
  }
}

/** The job queue, for whoever makes jobs. */
@Module({
  providers: [
    {
      provide: QUEUE_BACKEND,
      inject: [CONFIG],
      useFactory: (config: Config): QueueBackend => selectBackend(config),
    },
    {
      provide: JobQueue,
      inject: [QUEUE_BACKEND],
      useFactory: (backend: QueueBackend) => {
        const logger = new Logger('JobQueue');
        return new JobQueue(backend, (message, error) => logger.warn({ err: error }, message));
      },
    },
    OutboxRelay,
  ],
  exports: [QUEUE_BACKEND, JobQueue, OutboxRelay],
})
export class QueueModule implements OnApplicationShutdown {
  constructor(
    @Inject(JobQueue) private readonly queue: JobQueue,
    @Inject(OutboxRelay) private readonly relay: OutboxRelay,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.relay.idle();
    await this.queue.close();
  }
}
