import { sampledGauge } from '#libs/platform';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import type { JobSettings } from './job.js';
import type { JobQueue } from './job-queue.js';

/**
 * What became of a try: `completed`; `failed`, to be tried again; `given-up`, as it was the last one; `returned` to the
 * queue, as the worker stops.
 */
export type TryOutcome = 'completed' | 'failed' | 'given-up' | 'returned';

/** Told of each try of a job. What it returns is called once, when the try has ended. */
export type ObserveTry = (job: JobSettings) => (outcome: TryOutcome) => void;

/** Metrics of the jobs that this process runs. */
export class JobMetrics {
  readonly #tries: Counter;
  readonly #seconds: Histogram;
  readonly #running: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#tries = new Counter({
      name: 'queue_jobs_total',
      help: 'Tries of jobs by what became of them: completed, failed (tried again), given-up, returned (the worker stops).',
      labelNames: ['job', 'outcome'],
      registers,
    });
    this.#seconds = new Histogram({
      name: 'queue_job_seconds',
      help: 'Time that a try of a job takes, whatever becomes of it.',
      labelNames: ['job'],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
      registers,
    });
    this.#running = new Gauge({
      name: 'queue_jobs_running',
      help: 'Jobs that this process runs now.',
      labelNames: ['job'],
      registers,
    });
  }

  readonly observe: ObserveTry = ({ name: job }) => {
    this.#running.inc({ job });
    const ended = this.#seconds.startTimer({ job });
    return (outcome) => {
      this.#running.dec({ job });
      ended();
      this.#tries.inc({ job, outcome });
    };
  };
}

/** Metrics of what waits, in the queue's backend and in the outbox. All processes that have them show the same. */
export function observeQueue(registry: Registry, queue: JobQueue, dataSource: DataSource): void {
  sampledGauge(registry, {
    name: 'queue_jobs',
    help: 'Jobs in a queue of all processes: waiting for a worker, active, or delayed until they are tried again.',
    labelNames: ['queue', 'state'],
    sample: async () =>
      (await queue.counts()).flatMap(({ queue: name, waiting, active, delayed }) =>
        Object.entries({ waiting, active, delayed }).map(([state, value]) => ({
          labels: { queue: name, state },
          value,
        })),
      ),
  });
  sampledGauge(registry, {
    name: 'queue_outbox_jobs',
    help: 'Jobs in the outbox: written in a transaction, and not handed to the queue yet.',
    sample: async () => [{ value: (await readOutbox(dataSource)).jobs }],
  });
  sampledGauge(registry, {
    name: 'queue_outbox_oldest_seconds',
    help: 'For how long the oldest job has been in the outbox; 0 if there is none.',
    sample: async () => [{ value: (await readOutbox(dataSource)).oldestSeconds }],
  });
}

const outboxRow = z.object({ jobs: z.int(), oldestSeconds: z.number() });

async function readOutbox(dataSource: DataSource): Promise<z.infer<typeof outboxRow>> {
  const found: unknown = await dataSource.query(
    `SELECT count(*)::int AS jobs,
       coalesce(greatest(extract(epoch FROM now() - min(created_at)), 0), 0)::float8 AS "oldestSeconds"
     FROM outbox`,
  );
  return z.tuple([outboxRow]).parse(found)[0];
}
