import { setTimeout } from 'node:timers/promises';
import { contextOf, withinSpan } from '#libs/platform';
import { SpanKind, trace } from '@opentelemetry/api';
import { DelayedError, type Job as BullJob } from 'bullmq';
import { type BullWorker, openWorker, type QueueBackend, type WorkerSettings } from './backend.js';
import type { JobHandler } from './job.js';
import type { JobHandlers } from './handlers.js';
import type { ObserveTry } from './queue-metrics.js';
import { oncePerOutage, type ReportFault } from './report-fault.js';

/** The reason with which a stopping worker aborts its jobs. */
const SHUTDOWN = 'the worker stops';

export interface JobWorkerOptions {
  /** Jobs of one queue that run side by side in this process. */
  readonly concurrency: number;
  /** The same for queues of which it is another number. */
  readonly concurrencyOf?: ReadonlyMap<string, number>;
  /** How long a job may go without a sign of life of its worker before another one takes it over. */
  readonly lockMs: number;
  /** How often it is looked for such jobs. */
  readonly stalledIntervalMs: number;
}

export const defaultWorkerOptions: JobWorkerOptions = {
  concurrency: 2,
  lockMs: 10_000,
  stalledIntervalMs: 3_000,
};

/**
 * The consuming side: runs the jobs of all queues with their handlers. A job whose worker dies is redone by another
 * one, any number of times: whether a job is hopeless is decided by its failures, which its handler sees.
 */
export class JobWorker {
  readonly #workers: readonly BullWorker[];

  constructor(
    backend: QueueBackend,
    handlers: JobHandlers,
    private readonly report: ReportFault,
    options: JobWorkerOptions = defaultWorkerOptions,
    private readonly observe: ObserveTry = () => () => undefined,
    /** How long a worker has to come to its end. */
    private readonly closeWithinMs = 5_000,
  ) {
    const settings: Omit<WorkerSettings, 'concurrency'> = {
      lockDuration: options.lockMs,
      stalledInterval: options.stalledIntervalMs,
      maxStalledCount: 1_000,
    };
    const reportOnce = oncePerOutage(report);
    const queues = new Set([...handlers.values()].map(({ job }) => job.queue));
    this.#workers = [...queues].map((name) => {
      // BullMQ makes an AbortSignal only for processors that declare three parameters.
      const worker = openWorker(
        backend,
        name,
        (job, token, signal) => this.process(handlers, job, token, signal),
        { ...settings, concurrency: options.concurrencyOf?.get(name) ?? options.concurrency },
      );
      worker.on('error', (error) => reportOnce(`worker of queue ${name}`, error));
      return worker;
    });
  }

  /** Resolves once every queue's backend has answered, then at once. Rejects if one can't be used now; may be asked again. */
  async ready(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.waitUntilReady()));
  }

  /** Whether all queues are worked on; one whose loop has ended never is again. */
  isRunning(): boolean {
    return this.#workers.every((worker) => worker.isRunning());
  }

  /**
   * Gives running jobs back to the queue, where another worker takes them at once, and disconnects. A worker that does not
   * come to its end is left: BullMQ 6.7.0 waits for ever for the end of a connection that was about to be made again
   * (RedisConnection.disconnect). Of its jobs nobody hears any more, so others take them over.
   */
  async close(): Promise<void> {
    for (const worker of this.#workers) worker.cancelAllJobs(SHUTDOWN);
    await Promise.all(this.#workers.map((worker) => this.closeOne(worker)));
  }

  private async closeOne(worker: BullWorker): Promise<void> {
    const waiting = new AbortController();
    const late = setTimeout(this.closeWithinMs, 'late', { signal: waiting.signal }).catch(() => undefined);
    try {
      if ((await Promise.race([worker.close(), late])) !== 'late') return;
      this.report(
        'a worker that stops',
        new Error(`its connections did not end in ${this.closeWithinMs} ms`),
      );
      // Not awaited: it may be the very thing that does not end.
      worker.disconnect().catch((error: unknown) => this.report('a worker that stops', asError(error)));
    } finally {
      waiting.abort();
    }
  }

  private async process(
    handlers: JobHandlers,
    job: BullJob<unknown, void>,
    token: string | undefined,
    stop: AbortSignal | undefined,
  ): Promise<void> {
    const handler = handlers.get(job.name);
    if (handler === undefined) throw new Error(`job ${job.name}: no handler in this version`);
    const attempt = job.attemptsMade + 1;
    const ended = this.observe(handler.job);
    try {
      await traced(job, attempt, () => run(handler, job.data, attempt, stop));
      ended('completed');
    } catch (thrown) {
      const error = asError(thrown);
      if (stop?.aborted === true) {
        ended('returned');
        // moveToWait would hand it to this very worker again.
        await job.moveToDelayed(Date.now() + 100, token);
        throw new DelayedError(SHUTDOWN);
      }
      this.report(`job ${job.id ?? job.name}, try ${attempt} of ${handler.job.attempts}`, error);
      const isLast = attempt >= handler.job.attempts;
      ended(isLast ? 'given-up' : 'failed');
      if (isLast) await handler.givenUp(job.data, error);
      throw error;
    }
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

const tracer = trace.getTracer('policy-advisor.queue');

/** A span for the try, in the trace that the job came with. */
async function traced(job: BullJob<unknown, void>, attempt: number, run: () => Promise<void>): Promise<void> {
  const parent = contextOf(job.opts.telemetry?.metadata);
  const attributes = {
    'messaging.system': 'bullmq',
    'messaging.destination.name': job.queueName,
    'messaging.message.id': job.id ?? '',
    'policy_advisor.job.attempt': attempt,
  };
  const span = tracer.startSpan(`${job.name} process`, { kind: SpanKind.CONSUMER, attributes }, parent);
  await withinSpan(span, trace.setSpan(parent, span), run);
}

async function run(
  handler: JobHandler,
  payload: unknown,
  attempt: number,
  stop: AbortSignal | undefined,
): Promise<void> {
  const timeout = AbortSignal.timeout(handler.job.timeoutMs);
  const signal = stop === undefined ? timeout : AbortSignal.any([stop, timeout]);
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void =>
    aborted.reject(
      timeout.aborted ? new Error(`took longer than ${handler.job.timeoutMs} ms`) : new Error(SHUTDOWN),
    );
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([handler.run(payload, { signal, attempt }), aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
