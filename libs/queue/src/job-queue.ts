import { contextOf, currentTraceparent } from '#libs/platform';
import { type Span, SpanKind, trace } from '@opentelemetry/api';
import { type BullQueue, openQueue, type QueueBackend } from './backend.js';
import { catalog as allJobs } from './catalog.js';
import type { Job, JobRequest } from './job.js';
import { oncePerOutage, type ReportFault } from './report-fault.js';
import type { JobCatalog } from './job-catalog.js';

/** Jobs of a queue, of all processes. `delayed`: to be tried again after a pause. */
export interface QueueCounts {
  readonly queue: string;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
}

/** The producing side: puts jobs of the catalogue into their queues. */
export class JobQueue {
  readonly #queues: ReadonlyMap<string, BullQueue>;

  constructor(
    backend: QueueBackend,
    report: ReportFault,
    readonly catalog: JobCatalog = allJobs,
  ) {
    const reportOnce = oncePerOutage(report);
    this.#queues = new Map(
      catalog.queueNames.map((name) => {
        const queue = openQueue(backend, name);
        queue.on('error', (error) => reportOnce(`queue ${name}`, error));
        return [name, queue];
      }),
    );
  }

  /** Resolves once every queue's backend has answered. Rejects if one can't be used now; may be asked again. */
  async ready(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.waitUntilReady()));
  }

  /** Resolves if every queue's backend answers now; rejects, or takes long, while it does not. */
  async reachable(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.getJobCounts('wait')));
  }

  /** How many jobs each queue holds now, by state; rejects, or takes long, while the backend is away. */
  async counts(): Promise<readonly QueueCounts[]> {
    return Promise.all(
      [...this.#queues].map(async ([name, queue]) => {
        const { wait = 0, active = 0, delayed = 0 } = await queue.getJobCounts('wait', 'active', 'delayed');
        return { queue: name, waiting: wait, active, delayed };
      }),
    );
  }

  /**
   * Queues all of them, or throws; those that already wait or run are left alone. May be repeated. Jobs leave nothing
   * behind when they end: what became of them stands in Postgres, and their ids are free again.
   */
  async enqueue(requests: readonly JobRequest[]): Promise<void> {
    for (const [name, queue] of this.#queues) {
      const jobs = requests
        .map((request) => ({ request, job: this.catalog.named(request.name) }))
        .filter(({ job }) => job.queue === name)
        .map(({ request, job }) => ({ request, job, ...publishing(request, job) }));
      if (jobs.length === 0) continue;
      try {
        await queue.addBulk(
          jobs.map(({ request, job, traceparent }) => ({
            name: job.name,
            data: request.payload,
            opts: {
              ...optionsOf(request, job),
              ...(traceparent && { telemetry: { metadata: traceparent } }),
            },
          })),
        );
      } finally {
        for (const { span } of jobs) span?.end();
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
  }
}

const tracer = trace.getTracer('policy-advisor.queue');

/** A span for a job that is put into its queue, if it belongs to a trace; and the trace that the job takes with it. */
function publishing(request: JobRequest, job: Job): { span?: Span; traceparent?: string | undefined } {
  const parent = contextOf(request.traceparent);
  if (trace.getSpanContext(parent) === undefined) return {};
  const attributes = { 'messaging.system': 'bullmq', 'messaging.destination.name': job.queue };
  const span = tracer.startSpan(`${job.name} publish`, { kind: SpanKind.PRODUCER, attributes }, parent);
  return { span, traceparent: currentTraceparent(trace.setSpan(parent, span)) };
}

function optionsOf(request: JobRequest, job: Job) {
  return {
    jobId: request.id,
    attempts: job.attempts,
    backoff: { type: 'exponential', delay: job.backoffMs, jitter: 0.25 },
    removeOnComplete: true,
    removeOnFail: true,
  };
}
