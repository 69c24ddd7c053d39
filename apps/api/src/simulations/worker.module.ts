import { judge } from '#libs/advisor';
import { CONFIG, type Config, Readiness } from '#libs/platform';
import {
  catalog,
  collectHandlers,
  defaultWorkerOptions,
  deliverWebhook,
  JobMetrics,
  JobQueue,
  JobWorker,
  observeQueue,
  type QueueBackend,
} from '#libs/queue';
import {
  type InventorySource,
  observeChanges,
  observeTurns,
  observeUnfinishedSimulations,
  type ProfileSource,
  reconcileContinuous,
  reconcileSimulations,
  simulationJobHandlers,
  SimulationMetrics,
} from '#libs/simulations';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { deletionJobHandlers, reconcileDeletions } from '../deletions/index.js';
import { reconcileWebhooks, WebhookMetrics } from '#libs/webhooks';
import { atMostOfOne, webhookHandlers } from '../webhooks/index.js';
import { OutboxRelay, QUEUE_BACKEND, QueueModule } from './queue.module.js';
import { INVENTORY_SOURCE, PROFILE_SOURCE, SourcesModule } from '../sources/index.js';

/** Runs the jobs of simulations, and sees to it that none is forgotten. */
@Injectable()
export class SimulationWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger(SimulationWorker.name);
  readonly #metrics: SimulationMetrics;
  #worker: JobWorker | undefined;
  #reconciling: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(QUEUE_BACKEND) private readonly backend: QueueBackend,
    @Inject(JobQueue) private readonly queue: JobQueue,
    @Inject(OutboxRelay) private readonly relay: OutboxRelay,
    @Inject(INVENTORY_SOURCE) private readonly inventory: InventorySource,
    @Inject(PROFILE_SOURCE) private readonly profiles: ProfileSource,
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(Registry) private readonly registry: Registry,
  ) {
    this.#metrics = new SimulationMetrics(registry);
  }

  async onApplicationBootstrap(): Promise<void> {
    const { simulations } = this.config;
    const handlers = simulationJobHandlers({
      dataSource: this.dataSource,
      inventory: this.inventory,
      profiles: this.profiles,
      judge,
      plan: {
        chunkSize: simulations.chunkSize,
        chunksInQueue: simulations.chunksInQueue,
        debounceMs: simulations.debounce,
      },
      now: () => new Date(),
      outboxWritten: () => this.relay.kick(),
      verdictsStored: (verdicts) => this.#metrics.stored(verdicts),
    });
    const worker = new JobWorker(
      this.backend,
      collectHandlers(catalog, [
        ...handlers,
        ...deletionJobHandlers(this.dataSource),
        ...webhookHandlers(this.dataSource, this.config, {
          metrics: new WebhookMetrics(this.registry, this.dataSource),
          outboxWritten: () => this.relay.kick(),
        }),
      ]),
      (message, error) => this.#logger.warn({ err: error }, message),
      {
        ...defaultWorkerOptions,
        concurrency: simulations.concurrency,
        // They wait for others, and hardly compute.
        concurrencyOf: new Map([[deliverWebhook.queue, this.config.webhooks.concurrency]]),
      },
      new JobMetrics(this.registry).observe,
    );
    this.#worker = worker;
    // Only said: it goes on trying.
    worker
      .ready()
      .catch((error: unknown) => this.#logger.warn({ err: error }, 'the queue can not be used yet'));
    this.readiness.register('queue', async () => {
      await worker.ready();
      if (!worker.isRunning()) throw new Error('the worker does not take jobs from the queue');
      await this.queue.reachable();
    });
    observeQueue(this.registry, this.queue, this.dataSource);
    observeUnfinishedSimulations(this.registry, this.dataSource);
    observeTurns(this.registry, this.dataSource);
    observeChanges(this.registry, this.dataSource);
    this.schedule(0);
  }

  /** Gives running jobs back, so that other workers go on with them. */
  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#worker?.close();
    await this.#reconciling;
  }

  private schedule(delay: number): void {
    this.#timer = setTimeout(() => {
      this.#reconciling = this.reconcile().finally(() => {
        if (this.#timer !== undefined) this.schedule(this.config.simulations.reconcileEvery);
      });
    }, delay);
  }

  private async reconcile(): Promise<void> {
    const started = performance.now();
    try {
      await reconcileSimulations(this.dataSource, this.queue, {
        now: new Date(),
        timeLimitMs: this.config.simulations.timeLimit,
        chunksInQueue: this.config.simulations.chunksInQueue,
        debounceMs: this.config.simulations.debounce,
      });
      await reconcileContinuous(this.dataSource, this.inventory, this.queue, {
        now: new Date(),
        debounceMs: this.config.simulations.debounce,
        rescanEveryMs: this.config.simulations.rescanEvery,
      });
      await reconcileDeletions(this.dataSource, this.queue);
      await reconcileWebhooks(this.dataSource, this.queue, {
        now: new Date(),
        atMostOfOne: atMostOfOne(this.config.webhooks),
      });
      this.#metrics.reconciled((performance.now() - started) / 1_000);
    } catch (error) {
      this.#metrics.reconciliationFailed();
      this.#logger.warn({ err: error }, 'unfinished work could not be looked through; trying again');
    }
  }
}

/** Everything that the worker process does. */
@Module({ imports: [QueueModule, SourcesModule], providers: [SimulationWorker] })
export class WorkerModule {}
